import { createPublicKey, verify } from "node:crypto";
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { GetPublicKeyCommand, KMSClient, SignCommand } from "@aws-sdk/client-kms";
import { RDSData } from "@aws-sdk/client-rds-data";
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, describe, expect, inject, test } from "vitest";
import * as z from "zod";
import { adminPool } from "../support/admin-pool.ts";
import { awsClient, failureQueueUrl, managementUrl, signingKeyArn } from "../support/aws.ts";
import { eventually } from "../support/eventually.ts";
import { newId, newPerson, uniqueName } from "../support/people.ts";
import { required } from "../support/required.ts";

const { url, awsUrl, assembly, database, databaseUrl } = inject("stack");

const rds = new RDSData({ ...awsClient(awsUrl), maxAttempts: 1 });
const sql = (
  text: string,
  parameters: Parameters<RDSData["executeStatement"]>[0]["parameters"] = [],
  transactionId?: string,
) => rds.executeStatement({ ...database, sql: text, parameters, transactionId, includeResultMetadata: true });

const admin = adminPool(databaseUrl);
afterAll(() => admin.end());

describe("The local Data API", () => {
  test("returns each type in the member that AWS uses for it", async () => {
    const { records, columnMetadata } =
      await sql(`SELECT 1::int4 a, 2::int8 b, 1.5::float8 c, true d, 'x'::text e,
      NULL::text f, '\\x0102'::bytea g, 12.50::numeric h, '{"a":1}'::jsonb i,
      'b5a1f3a0-0000-7000-8000-000000000001'::uuid j, timestamptz '2026-01-02 03:04:05.678+02' k`);
    expect(records?.[0]).toEqual([
      { longValue: 1 },
      { longValue: 2 },
      { doubleValue: 1.5 },
      { booleanValue: true },
      { stringValue: "x" },
      { isNull: true },
      { blobValue: new Uint8Array([1, 2]) },
      { stringValue: "12.50" },
      { stringValue: '{"a": 1}' },
      { stringValue: "b5a1f3a0-0000-7000-8000-000000000001" },
      // The time is in UTC, but the text does not contain the zone.
      { stringValue: "2026-01-02 01:04:05.678" },
    ]);
    expect(columnMetadata?.map(({ typeName }) => typeName)).toEqual([
      "int4",
      "int8",
      "float8",
      "bool",
      "text",
      "text",
      "bytea",
      "numeric",
      "jsonb",
      "uuid",
      "timestamptz",
    ]);
  });

  test("answers a repeated statement with the new type of its column after a migration", async () => {
    const table = `t${uniqueName("retyped").replaceAll(/\W/g, "")}`;
    await sql(`CREATE TABLE ${table} (a int)`);
    await sql(`INSERT INTO ${table} VALUES (1)`);
    const read = async () => (await sql(`SELECT a FROM ${table}`)).records;
    for (let times = 0; times < 10; times++) expect(await read()).toEqual([[{ longValue: 1 }]]);
    await sql(`ALTER TABLE ${table} ALTER COLUMN a TYPE text`);
    for (let times = 0; times < 10; times++) expect(await read()).toEqual([[{ stringValue: "1" }]]);
    await sql(`DROP TABLE ${table}`);
  });

  test("returns an array's elements in the member of their type", async () => {
    const { records } =
      await sql(`SELECT ARRAY[1, 2]::int8[] a, ARRAY['x', 'a "quoted", one'] b, ARRAY[true] c,
      ARRAY[1.5]::float8[] d, '{}'::uuid[] e, NULL::text[] f`);
    expect(records?.[0]).toEqual([
      { arrayValue: { longValues: [1, 2] } },
      { arrayValue: { stringValues: ["x", 'a "quoted", one'] } },
      { arrayValue: { booleanValues: [true] } },
      { arrayValue: { doubleValues: [1.5] } },
      { arrayValue: { stringValues: [] } },
      { isNull: true },
    ]);
  });

  test.each([
    "'a & b'::tsquery",
    "to_tsvector('a b')",
    "'users'::regclass",
    "'1'::xid8",
    "'1'::oid",
    "interval '1 day'",
    "timetz '10:00+02'",
    `'c'::"char"`,
    "point '(1, 2)'",
    "'1.5'::money",
    "pg_current_wal_lsn()",
    "int4range(1, 3)",
    "ROW(1, 'x')",
    "users FROM users",
    "'<a/>'::xml",
    "B'101'",
    "pg_sleep(0)",
    "ARRAY[[1, 2], [3, 4]]",
    "ARRAY['{}'::jsonb]",
    "ARRAY['{}'::timestamptz[]]",
  ])("refuses a result with the type of %s, as AWS does", async (expression) => {
    await expect(sql(`SELECT 1, ${expression}`)).rejects.toMatchObject({
      name: "UnsupportedResultException",
    });
  });

  test("binds a string as text, so that a uuid column needs a cast or a type hint", async () => {
    const value = { stringValue: "b5a1f3a0-0000-7000-8000-000000000001" };
    await expect(sql("SELECT 1 FROM users WHERE id = :id", [{ name: "id", value }])).rejects.toThrow(
      /uuid = text/,
    );
    await sql("SELECT 1 FROM users WHERE id = :id::uuid", [{ name: "id", value }]);
    await sql("SELECT 1 FROM users WHERE id = :id", [{ name: "id", value, typeHint: "UUID" }]);
  });

  test("reports an error with PostgreSQL's message and SQLSTATE", async () => {
    await expect(sql("SELECT nonsense")).rejects.toMatchObject({
      name: "DatabaseErrorException",
      message: expect.stringMatching(/column "nonsense" does not exist.*SQLState: 42703/s),
    });
  });

  test("refuses two statements in one call", async () => {
    await expect(sql("SELECT 1; SELECT 2")).rejects.toThrow(/multiple commands/);
  });

  test("refuses a result over 1 MiB and a row over 64 KB", async () => {
    await expect(sql("SELECT repeat('x', 1000) FROM generate_series(1, 1100)")).rejects.toThrow(
      /response size limit/,
    );
    await expect(sql("SELECT repeat('x', 70000)")).rejects.toThrow(/64 KB/);
  });

  test("refuses another cluster and another secret", async () => {
    await expect(
      rds.executeStatement({ ...database, resourceArn: "arn:other", sql: "SELECT 1" }),
    ).rejects.toMatchObject({
      name: "BadRequestException",
    });
    await expect(
      rds.executeStatement({ ...database, secretArn: "arn:other", sql: "SELECT 1" }),
    ).rejects.toMatchObject({ name: "BadRequestException" });
  });

  test("commits and rolls back transactions, and no longer finds a transaction that has ended", async () => {
    const table = `t_${uniqueName().replaceAll("-", "_")}`;
    await sql(`CREATE TABLE ${table} (n bigint)`);
    const count = async () => (await sql(`SELECT count(*) FROM ${table}`)).records?.[0]?.[0]?.longValue;
    const { transactionId } = await rds.beginTransaction(database);
    await sql(`INSERT INTO ${table} VALUES (1)`, [], transactionId);
    expect(await count()).toBe(0);
    await rds.commitTransaction({ ...database, transactionId });
    expect(await count()).toBe(1);
    const other = await rds.beginTransaction(database);
    await sql(`INSERT INTO ${table} VALUES (2)`, [], other.transactionId);
    await rds.rollbackTransaction({ ...database, transactionId: other.transactionId });
    expect(await count()).toBe(1);
    await expect(sql("SELECT 1", [], transactionId)).rejects.toMatchObject({
      name: "TransactionNotFoundException",
    });
    await sql(`DROP TABLE ${table}`);
  });

  test("runs a statement for each set of parameters", async () => {
    const table = `t_${uniqueName().replaceAll("-", "_")}`;
    await sql(`CREATE TABLE ${table} (n bigint)`);
    await rds.batchExecuteStatement({
      ...database,
      sql: `INSERT INTO ${table} VALUES (:n)`,
      parameterSets: [1, 2, 3].map((n) => [{ name: "n", value: { longValue: n } }]),
    });
    expect((await sql(`SELECT sum(n)::bigint FROM ${table}`)).records?.[0]?.[0]?.longValue).toBe(6);
    await sql(`DROP TABLE ${table}`);
  });
});

describe("The local KMS", () => {
  const kms = new KMSClient(awsClient(awsUrl));
  const KeyId = signingKeyArn(assembly);

  test("signs a message or its digest, and its public key verifies the signature", async () => {
    const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId }));
    const der = Buffer.from(required(PublicKey, "public key"));
    const key = createPublicKey({ key: der, format: "der", type: "spki" });
    const message = Buffer.from("to be signed");
    const digest = Buffer.from(await crypto.subtle.digest("SHA-256", message));
    for (const [Message, MessageType] of [
      [message, "RAW"],
      [digest, "DIGEST"],
    ] as const) {
      const { Signature } = await kms.send(
        new SignCommand({ KeyId, Message, MessageType, SigningAlgorithm: "ECDSA_SHA_256" }),
      );
      const isValid = verify("sha256", message, key, Buffer.from(required(Signature, "signature")));
      expect([MessageType, isValid]).toEqual([MessageType, true]);
    }
  });

  test("does not find an unknown key", async () => {
    await expect(kms.send(new GetPublicKeyCommand({ KeyId: "other" }))).rejects.toMatchObject({
      name: "NotFoundException",
    });
  });
});

describe("The local SQS", () => {
  const sqs = new SQSClient({ ...awsClient(awsUrl), maxAttempts: 1 });
  // No function receives from the failure queue.
  const QueueUrl = failureQueueUrl(assembly);
  const receive = async () => {
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    return Messages ?? [];
  };
  /** @returns the number of deleted messages */
  const empty = async () => {
    const messages = await receive();
    for (const { ReceiptHandle } of messages) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
    return messages.length;
  };

  test("hides a received message from other consumers until it is deleted or released", async () => {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "alone 🦉" }));
    const { Successful, Failed } = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: "a", MessageBody: "in a batch" },
          { Id: "b", MessageBody: "not XML \u0000" },
        ],
      }),
    );
    expect(Successful?.map(({ Id }) => Id)).toEqual(["a"]);
    expect(Failed).toMatchObject([{ Id: "b", SenderFault: true, Code: "InvalidMessageContents" }]);
    const received = await receive();
    expect(received.map(({ Body }) => Body)).toEqual(["alone 🦉", "in a batch"]);
    expect(await receive()).toEqual([]);
    for (const { ReceiptHandle } of received) {
      await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    }
    expect(await empty()).toBe(2);
    expect(await receive()).toEqual([]);
  });

  test("accepts a batch of up to ten entries with distinct ids and 1 MiB in total", async () => {
    const batch = (Entries: { Id: string; MessageBody: string }[]) =>
      sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    const entries = (count: number, MessageBody = "x") =>
      Array.from({ length: count }, (_, at) => ({ Id: String(at), MessageBody }));
    await expect(batch(entries(11))).rejects.toMatchObject({ name: "TooManyEntriesInBatchRequest" });
    await expect(batch([])).rejects.toMatchObject({ name: "EmptyBatchRequest" });
    await expect(batch([...entries(1), ...entries(1)])).rejects.toMatchObject({
      name: "BatchEntryIdsNotDistinct",
    });
    await expect(batch(entries(2, "x".repeat(524_289)))).rejects.toMatchObject({
      name: "BatchRequestTooLong",
    });
    await batch(entries(2, "x".repeat(524_288)));
    expect(await empty()).toBe(2);
  });

  test("finds a queue by its name, and does not find an unknown queue", async () => {
    const QueueName = QueueUrl.slice(QueueUrl.lastIndexOf("/") + 1);
    const found = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    expect(found.QueueUrl).toContain(QueueName);
    await expect(sqs.send(new GetQueueUrlCommand({ QueueName: "Other" }))).rejects.toMatchObject({
      name: "QueueDoesNotExist",
    });
  });
});

describe("The local WebSocket management API", () => {
  const Connections = z.tuple([z.object({ connection_id: z.string() })]);
  const gateway = new ApiGatewayManagementApiClient(awsClient(managementUrl(awsUrl, assembly)));

  async function connected() {
    const person = await newPerson(url);
    const socket = await person.connect();
    const { rows } = await admin.query("SELECT connection_id FROM connections WHERE user_id = $1", [
      person.id,
    ]);
    const [{ connection_id: ConnectionId }] = Connections.parse(rows);
    return { person, socket, ConnectionId };
  }

  test("posts to a connection, describes it, and closes it", async () => {
    const { socket, ConnectionId } = await connected();
    await gateway.send(new PostToConnectionCommand({ ConnectionId, Data: '{"type":"pong"}' }));
    expect(await socket.nextOf("pong")).toEqual({ type: "pong" });
    expect(await gateway.send(new GetConnectionCommand({ ConnectionId }))).toMatchObject({
      ConnectedAt: expect.any(Date),
      Identity: { SourceIp: expect.stringMatching(/^(::ffff:)?127\.0\.0\.1$|^::1$/) },
    });
    await gateway.send(new DeleteConnectionCommand({ ConnectionId }));
    await socket.closed;
  });

  test("answers 410 for a connection that has disconnected, whose row is deleted", async () => {
    const { socket, ConnectionId } = await connected();
    socket.terminate();
    await eventually(async () => {
      const { rowCount } = await admin.query("SELECT FROM connections WHERE connection_id = $1", [
        ConnectionId,
      ]);
      expect(rowCount).toBe(0);
    });
    for (const call of [
      () => gateway.send(new PostToConnectionCommand({ ConnectionId, Data: "{}" })),
      () => gateway.send(new GetConnectionCommand({ ConnectionId })),
      () => gateway.send(new DeleteConnectionCommand({ ConnectionId })),
    ]) {
      await expect(call()).rejects.toBeInstanceOf(GoneException);
    }
  });

  test("refuses to post more than 128 KiB", async () => {
    const { ConnectionId } = await connected();
    const Data = "x".repeat(128 * 1024 + 1);
    await expect(gateway.send(new PostToConnectionCommand({ ConnectionId, Data }))).rejects.toMatchObject({
      name: "PayloadTooLargeException",
    });
  });

  test("answers a push to a lost connection with 410, and the function deletes the connection's row", async () => {
    const { person, socket } = await connected();
    const friend = await newPerson(url);
    const conversation = await person.startDirect(friend);
    await admin.query(
      `INSERT INTO connections (connection_id, user_id, connected_at, expires_at)
       VALUES ('long-gone=', $1, now() - interval '1 hour', now() + interval '1 hour')`,
      [friend.id],
    );
    const id = newId();
    const content = "Are you there?";
    await socket.request({ action: "message.send", conversationId: conversation.id, id, content });
    const { rowCount } = await admin.query("SELECT FROM connections WHERE connection_id = 'long-gone='");
    expect(rowCount).toBe(0);
  });
});
