import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import * as z from "zod";
import { failureQueueUrl, managementUrl, signingKeyArn } from "../support/aws.ts";
import { listMails } from "../support/mails.ts";
import { newPeople, type Person } from "../support/people.ts";
import { required } from "../support/required.ts";
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

/** Runs a command of the AWS CLI against the local stack. @returns the parsed output */
async function aws(command: string, args: string[], endpoint = awsUrl): Promise<Record<string, unknown>> {
  const credentials = { AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" };
  const { stdout } = await run(
    awsCli(),
    [...command.split(" "), "--region", "us-east-1", "--endpoint-url", endpoint, "--output", "json", ...args],
    { env: { ...process.env, ...credentials, AWS_EC2_METADATA_DISABLED: "true" } },
  );
  return stdout.trim() === "" ? {} : JSON.parse(stdout);
}

/** The Data API's answer with one row of one text. */
const OneText = z.object({ records: z.tuple([z.tuple([z.object({ stringValue: z.string() })])]) });

/** The answer of SQS to `receive-message`. */
const Received = z.object({ Messages: z.array(z.object({ Body: z.string(), ReceiptHandle: z.string() })) });

describe("The AWS CLI", () => {
  const sql = (text: string, ...more: string[]) =>
    aws("rds-data execute-statement", [
      ...["--resource-arn", database.resourceArn, "--secret-arn", database.secretArn],
      ...["--sql", text, ...more],
    ]);

  test("queries the Data API with parameters and receives column names", async () => {
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
    await aws("rds-data rollback-transaction", [...arns, ...within]);
    expect(await sql(`SELECT full_name FROM users WHERE id = '${ann.id}'`)).toMatchObject({
      records: [[{ isNull: true }]],
    });
  });

  test("reports the name of the Data API's error for invalid SQL", async () => {
    await expect(sql("SELECT FROM WHERE")).rejects.toThrow(/DatabaseErrorException/);
  });

  test("finds a connection, pushes to it and closes it", async () => {
    const socket: Socket = await ben.connect();
    const answer = await sql(
      `SELECT connection_id FROM connections WHERE user_id = '${ben.id}' ORDER BY connected_at DESC LIMIT 1`,
    );
    const [[{ stringValue: connectionId }]] = OneText.parse(answer).records;
    const connection = ["--connection-id", connectionId];
    const management = managementUrl(awsUrl, assembly);
    const data = join(folder.path, "push.json");
    writeFileSync(data, '{"type":"pong"}');
    await aws(
      "apigatewaymanagementapi post-to-connection",
      [...connection, "--data", `fileb://${data}`],
      management,
    );
    await socket.nextOf("pong");
    expect(await aws("apigatewaymanagementapi get-connection", connection, management)).toHaveProperty(
      "ConnectedAt",
    );
    await aws("apigatewaymanagementapi delete-connection", connection, management);
    await expect(aws("apigatewaymanagementapi get-connection", connection, management)).rejects.toThrow(
      /GoneException/,
    );
  });

  test("signs with a KMS key and reads its public key", async () => {
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

  test("sends, receives and deletes a message of a queue", async () => {
    const queue = ["--queue-url", failureQueueUrl(assembly)];
    await aws("sqs send-message", [...queue, "--message-body", "from the CLI"]);
    const received = await aws("sqs receive-message", [...queue, "--max-number-of-messages", "10"]);
    const ours = Received.parse(received).Messages.find(({ Body }) => Body === "from the CLI");
    const { ReceiptHandle } = required(ours, "message of this test");
    await aws("sqs delete-message", [...queue, "--receipt-handle", ReceiptHandle]);
    expect(await aws("sqs get-queue-attributes", [...queue, "--attribute-names", "All"])).toHaveProperty(
      "Attributes",
    );
  });

  test("sends an e-mail from the template's sender address, and from no other", async () => {
    const to = `${ann.session.user.username}@cli.example.com`;
    const send = (from: string) =>
      aws("sesv2 send-email", [
        ...["--from-email-address", from, "--destination", `ToAddresses=${to}`],
        ...["--content", '{"Simple":{"Subject":{"Data":"Hello"},"Body":{"Text":{"Data":"from the CLI"}}}}'],
      ]);
    await send("chatflow@example.com");
    expect((await listMails(awsUrl, to)).map(({ Subject }) => Subject)).toEqual(["Hello"]);
    await expect(send("somebody@else.example.com")).rejects.toThrow(/MessageRejected/);
  });

  test("puts a file into the bucket and gets it back", async () => {
    const file = join(folder.path, "file");
    writeFileSync(file, "bytes");
    const bucket = ["--bucket", "UploadsBucketC4B27CC7", "--key", "files/from-the-cli"];
    await aws("s3api put-object", [...bucket, "--body", file]);
    await aws("s3api get-object", [...bucket, join(folder.path, "again")]);
    expect(readFileSync(join(folder.path, "again"), "utf8")).toBe("bytes");
  });
});

test("wscat opens a WebSocket with our subprotocol, sends a frame and receives the reply", async () => {
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

test("data-api-client queries with named parameters, inserts in a batch and rolls back a transaction", async () => {
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

  await client.query("CREATE TABLE IF NOT EXISTS data_api_client_test (id int PRIMARY KEY, word text)");
  await client.query("DELETE FROM data_api_client_test");
  await client.query("INSERT INTO data_api_client_test VALUES (:id, :word)", [
    [{ id: 1, word: "one" }],
    [{ id: 2, word: "two" }],
  ]);
  const failed = client
    .transaction()
    .query("INSERT INTO data_api_client_test VALUES (:id, :word)", { id: 3, word: "three" })
    .query("INSERT INTO data_api_client_test VALUES (:id, :word)", { id: 1, word: "again" })
    .commit();
  await expect(failed).rejects.toThrow(/duplicate key/);
  const left = await client.query("SELECT word FROM data_api_client_test ORDER BY id");
  expect(left.records.map(({ word }: { word: string }) => word)).toEqual(["one", "two"]);
  await client.query("DROP TABLE data_api_client_test");
});
