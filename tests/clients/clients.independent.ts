import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { failuresQueueUrl, managementUrl, signingKeyArn } from "../support/aws.ts";
import { mailsTo } from "../support/outbox.ts";
import { newPeople, type Person } from "../support/people.ts";
import type { Socket } from "../support/socket.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { awsCli, clientsFolder } from "./install.ts";

const { url, awsUrl, assembly, database } = inject("stack");
const run = promisify(execFile);

let ann: Person;
let ben: Person;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  [ann, ben] = await newPeople(url, 2);
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

/** Runs a command of the AWS CLI against the local stack. @returns what it printed, parsed */
async function aws(command: string, args: string[], endpoint = awsUrl): Promise<Record<string, unknown>> {
  const credentials = { AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" };
  const { stdout } = await run(
    awsCli(),
    [...command.split(" "), "--region", "us-east-1", "--endpoint-url", endpoint, "--output", "json", ...args],
    { env: { ...process.env, ...credentials, AWS_EC2_METADATA_DISABLED: "true" } },
  );
  return stdout.trim() === "" ? {} : JSON.parse(stdout);
}

describe("the AWS CLI", () => {
  const sql = (text: string, ...more: string[]) =>
    aws("rds-data execute-statement", [
      ...["--resource-arn", database.resourceArn, "--secret-arn", database.secretArn],
      ...["--sql", text, ...more],
    ]);

  test("asks the Data API, with parameters and column names", async () => {
    const parameters = JSON.stringify([
      { name: "id", value: { stringValue: ann.id }, typeHint: "UUID" },
      { name: "count", value: { longValue: 41 } },
    ]);
    const answer = await sql(
      "SELECT username, :count + 1 AS more FROM users WHERE id = :id",
      ...["--parameters", parameters, "--include-result-metadata"],
    );
    expect(answer).toMatchObject({
      records: [[{ stringValue: ann.session.user.username }, { longValue: 42 }]],
      columnMetadata: [{ name: "username" }, { name: "more" }],
    });
  });

  test("begins and rolls back a transaction", async () => {
    const arns = ["--resource-arn", database.resourceArn, "--secret-arn", database.secretArn];
    const { transactionId } = await aws("rds-data begin-transaction", arns);
    const within = ["--transaction-id", String(transactionId)];
    await sql(`UPDATE users SET full_name = 'Nobody' WHERE id = '${ann.id}'`, ...within);
    await aws("rds-data rollback-transaction", [
      ...["--resource-arn", database.resourceArn, "--secret-arn", database.secretArn],
      ...within,
    ]);
    expect(await sql(`SELECT full_name FROM users WHERE id = '${ann.id}'`)).toMatchObject({
      records: [[{ isNull: true }]],
    });
  });

  test("is told by name what the Data API refuses", async () => {
    await expect(sql("SELECT FROM WHERE")).rejects.toThrow(/DatabaseErrorException|BadRequestException/);
  });

  test("finds a connection, pushes to it and closes it", async () => {
    const socket: Socket = await ben.connect();
    const { records } = (await sql(
      `SELECT connection_id FROM connections WHERE user_id = '${ben.id}' ORDER BY connected_at DESC LIMIT 1`,
    )) as { records: [[{ stringValue: string }]] };
    const connection = ["--connection-id", records[0][0].stringValue];
    const management = managementUrl(awsUrl, assembly);
    const data = join(folder.path, "push.json");
    writeFileSync(data, '{"type":"from the CLI"}');
    await aws(
      "apigatewaymanagementapi post-to-connection",
      [...connection, "--data", `fileb://${data}`],
      management,
    );
    await socket.next((frame) => frame.type === "from the CLI");
    expect(await aws("apigatewaymanagementapi get-connection", connection, management)).toHaveProperty(
      "ConnectedAt",
    );
    await aws("apigatewaymanagementapi delete-connection", connection, management);
    await expect(aws("apigatewaymanagementapi get-connection", connection, management)).rejects.toThrow(
      /GoneException/,
    );
  });

  test("signs by a key, and reads its public half", async () => {
    const key = ["--key-id", signingKeyArn(assembly)];
    expect(await aws("kms get-public-key", key)).toMatchObject({ KeySpec: "ECC_NIST_P256" });
    const message = join(folder.path, "message");
    writeFileSync(message, "what is signed");
    const signed = await aws("kms sign", [
      ...key,
      ...["--message", `fileb://${message}`, "--message-type", "RAW", "--signing-algorithm", "ECDSA_SHA_256"],
    ]);
    expect(signed.Signature).toMatch(/^[\w+/]+=*$/);
  });

  test("sends to a queue, receives, and deletes", async () => {
    const queue = ["--queue-url", failuresQueueUrl(assembly)];
    await aws("sqs send-message", [...queue, "--message-body", "from the CLI"]);
    const { Messages } = (await aws("sqs receive-message", [...queue, "--max-number-of-messages", "10"])) as {
      Messages: { Body: string; ReceiptHandle: string }[];
    };
    const ours = Messages.find(({ Body }) => Body === "from the CLI");
    await aws("sqs delete-message", [...queue, "--receipt-handle", ours?.ReceiptHandle ?? ""]);
    expect(await aws("sqs get-queue-attributes", [...queue, "--attribute-names", "All"])).toHaveProperty(
      "Attributes",
    );
  });

  test("sends a mail from an address of the template, and from no other", async () => {
    const to = `${ann.session.user.username}@cli.example.com`;
    const send = (from: string) =>
      aws("sesv2 send-email", [
        ...["--from-email-address", from, "--destination", `ToAddresses=${to}`],
        ...["--content", '{"Simple":{"Subject":{"Data":"Hello"},"Body":{"Text":{"Data":"from the CLI"}}}}'],
      ]);
    await send("chatflow@example.com");
    expect((await mailsTo(awsUrl, to)).map(({ Subject }) => Subject)).toEqual(["Hello"]);
    await expect(send("somebody@else.example.com")).rejects.toThrow(/MessageRejected/);
  });

  test("puts a file into the bucket, and gets it back", async () => {
    const file = join(folder.path, "file");
    writeFileSync(file, "bytes");
    const bucket = ["--bucket", "UploadsBucketC4B27CC7", "--key", "files/from-the-cli"];
    await aws("s3api put-object", [...bucket, "--body", file]);
    await aws("s3api get-object", [...bucket, join(folder.path, "again")]);
    expect(readFileSync(join(folder.path, "again"), "utf8")).toBe("bytes");
  });
});

test("wscat opens a WebSocket with our subprotocol, sends a frame and gets the answer", async () => {
  const { stdout } = await run(process.execPath, [
    join(clientsFolder, "node_modules/wscat/bin/wscat"),
    ...[
      "--connect",
      `${url.replace("http", "ws")}/ws`,
      "--subprotocol",
      "chatflow.v1",
      "--subprotocol",
      ann.token,
    ],
    ...["--execute", '{"action":"ping"}', "--wait", "2"],
  ]);
  expect(stdout).toContain('{"type":"pong"}');
});

test("data-api-client queries with named parameters, inserts in a batch, and rolls back", async () => {
  const require = createRequire(join(clientsFolder, "package.json"));
  const AWS = require("aws-sdk");
  AWS.config.update({ region: "us-east-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } });
  const client = require("data-api-client")({
    ...database,
    database: "chatflow",
    AWS,
    options: { endpoint: awsUrl },
  });
  const { records } = await client.query("SELECT id::text, username FROM users WHERE username = :name", {
    name: ann.session.user.username,
  });
  expect(records).toEqual([{ id: ann.id, username: ann.session.user.username }]);

  await client.query("CREATE TABLE IF NOT EXISTS of_a_witness (id int PRIMARY KEY, word text)");
  await client.query("DELETE FROM of_a_witness");
  await client.query("INSERT INTO of_a_witness VALUES (:id, :word)", [
    [{ id: 1, word: "one" }],
    [{ id: 2, word: "two" }],
  ]);
  const failed = client
    .transaction()
    .query("INSERT INTO of_a_witness VALUES (:id, :word)", { id: 3, word: "three" })
    .query("INSERT INTO of_a_witness VALUES (:id, :word)", { id: 1, word: "again" })
    .commit();
  await expect(failed).rejects.toThrow(/duplicate key/);
  const left = await client.query("SELECT word FROM of_a_witness ORDER BY id");
  expect(left.records.map(({ word }: { word: string }) => word)).toEqual(["one", "two"]);
  await client.query("DROP TABLE of_a_witness");
});
