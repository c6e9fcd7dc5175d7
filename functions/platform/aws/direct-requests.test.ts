import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import {
  ApiGatewayManagementApiClient,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { type ExecuteStatementCommandInput, RDSData } from "@aws-sdk/client-rds-data";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { SignatureV4 } from "@smithy/signature-v4";
import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { executeDirectly } from "../database/data-api/execute-directly.ts";
import { queueClient } from "../queue/queue-client.ts";
import { connectionsClient } from "../realtime/connections-client.ts";

// The SDK is the oracle: it sends the same call to the same server, which records what arrives.

const credentials = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "secret",
  sessionToken: "a/session+token=",
};
const times = { answer: 5_000, connection: 5_000 };

/** Node's SHA-256 as the SDK's signer wants it. */
class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    const key = typeof secret === "string" ? secret : secret && bytesOf(secret);
    this.#hash = key === undefined ? createHash("sha256") : createHmac("sha256", key);
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(typeof data === "string" ? data : bytesOf(data));
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {}
}
const bytesOf = (data: ArrayBuffer | ArrayBufferView): Uint8Array =>
  ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);

interface Received {
  method: string | undefined;
  path: string | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}
let received: Received[] = [];
let answer: { status: number; headers: Record<string, string>; body: string };

const server = createServer(async (request, response) => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { method, url: path, headers } = request;
  received.push({ method, path, headers, body: Buffer.concat(chunks).toString() });
  response.writeHead(answer.status, answer.headers).end(answer.body);
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  const endpoint = `http://127.0.0.1:${address.port}`;
  vi.stubEnv("AWS_REGION", "eu-central-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", credentials.accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey);
  vi.stubEnv("AWS_SESSION_TOKEN", credentials.sessionToken);
  vi.stubEnv("AWS_ENDPOINT_URL_RDS_DATA", endpoint);
  vi.stubEnv("AWS_ENDPOINT_URL_SQS", endpoint);
  vi.stubEnv("AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI", `${endpoint}/execute-api/abc/v1`);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  received = [];
  answer = { status: 200, headers: {}, body: "" };
});

/** The outcome of a call: its result, or the properties of its error that functions look at. */
async function outcomeOf(call: Promise<object>): Promise<unknown> {
  try {
    const { $metadata, ...result } = { $metadata: undefined, ...(await call) };
    return { result };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const status = "$metadata" in error && Object(error.$metadata).httpStatusCode;
    return { name: error.name, message: error.message, status, fault: "$fault" in error && error.$fault };
  }
}

/** The parts of a request that a service reads, besides the signature. */
const relevant = ({ method, path, headers, body }: Received) => ({
  method,
  path,
  body,
  headers: {
    host: headers.host,
    type: headers["content-type"],
    length: headers["content-length"],
    token: headers["x-amz-security-token"],
  },
});

/** Signs a received request again with the SDK's signer, over the headers that its signature names. */
async function signAgain(
  { method = "", path = "", headers, body }: Received,
  service: string,
): Promise<string> {
  const { authorization = "", "x-amz-date": time = "" } = headers;
  const signed = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(";") ?? [];
  const signer = new SignatureV4({
    credentials,
    region: "eu-central-1",
    service,
    sha256: Sha256,
    applyChecksum: false,
  });
  const names = signed.filter((name) => !["x-amz-date", "x-amz-security-token"].includes(name));
  const again = await signer.sign(
    {
      method,
      protocol: "http:",
      hostname: "127.0.0.1",
      path,
      headers: Object.fromEntries(names.map((name) => [name, String(headers[name])])),
      body,
    },
    { signingDate: new Date(String(time).replace(/(....)(..)(..T..)(..)(..Z)/, "$1-$2-$3:$4:$5")) },
  );
  return again.headers.authorization ?? "";
}

const sdkGateway = () => new ApiGatewayManagementApiClient({ maxAttempts: 1 });
const sdkDatabase = () => new RDSData({ maxAttempts: 1 });
const directDatabase = () => {
  const client = new RDSData({ maxAttempts: 1 });
  executeDirectly(client, times);
  return client;
};

test("The clients of direct requests do not copy each input and output for a log", () => {
  for (const { middlewareStack } of [connectionsClient(), queueClient(), directDatabase()]) {
    expect(middlewareStack.identify().filter((name) => /log/i.test(name))).toEqual([]);
  }
});

test("A direct request is signed with the newest of credentials that expire", async () => {
  let asked = 0;
  const client = new RDSData({
    maxAttempts: 1,
    credentials: async () => ({
      ...credentials,
      accessKeyId: `AKID${++asked}`,
      expiration: new Date(Date.now() + 60_000),
    }),
  });
  executeDirectly(client, times);
  answer.body = "{}";
  const statement = { resourceArn: "r", secretArn: "s", sql: "SELECT 1" };
  for (let call = 0; call < 2; call++) await client.executeStatement(statement);
  const keys = received.map(({ headers }) => /Credential=(\w+)/.exec(headers.authorization ?? "")?.[1]);
  expect(new Set(keys).size).toBe(2);
});

describe("A direct PostToConnection", () => {
  test("sends the SDK's request with a valid signature", async () => {
    const direct = connectionsClient();
    const sdk = sdkGateway();
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 1, unit: fc.constantFrom(..."abcXYZ019-_=+/!'()*@ %~") }),
        fc.string({ minLength: 1, unit: "grapheme" }),
        async (ConnectionId, text) => {
          received = [];
          const Data = Buffer.from(text);
          await direct.send(new PostToConnectionCommand({ ConnectionId, Data }));
          await sdk.send(new PostToConnectionCommand({ ConnectionId, Data }));
          const [ours, theirs] = received;
          if (!ours || !theirs) throw new Error("A request is missing");
          expect(relevant(ours)).toEqual(relevant(theirs));
          expect(ours.headers.authorization).toBe(await signAgain(ours, "execute-api"));
        },
      ),
      { numRuns: 30 },
    );
  });

  test.each([
    [410, { "x-amzn-errortype": "GoneException" }, ""],
    [410, {}, '{"message":"Gone"}'],
    [403, { "x-amzn-errortype": "ForbiddenException:http://internal" }, '{"message":"Forbidden"}'],
    [413, { "x-amzn-errortype": "PayloadTooLargeException" }, '{"message":"Payload too large"}'],
    [429, { "x-amzn-errortype": "LimitExceededException" }, '{"message":"Too many"}'],
    [500, {}, '{"message":"Internal server error"}'],
    [503, { "content-type": "text/html" }, "<h1>Service Unavailable</h1>"],
  ])(
    "fails with the SDK's status and fault when API Gateway answers %i %j %s",
    async (status, headers, body) => {
      answer = { status, headers, body };
      const push = () => new PostToConnectionCommand({ ConnectionId: "a", Data: "{}" });
      const ours = await outcomeOf(connectionsClient().send(push()));
      const theirs = await outcomeOf(sdkGateway().send(push()));
      expect(Object(ours).status).toBe(status);
      if (status === 503) return;
      expect([Object(ours).status, Object(ours).fault]).toEqual([
        Object(theirs).status,
        Object(theirs).fault,
      ]);
      if (status === 410) expect(Object(ours).name).toBe("GoneException");
    },
  );
});

describe("A direct SendMessageBatch", () => {
  const batch = () =>
    new SendMessageBatchCommand({
      QueueUrl: `${process.env.AWS_ENDPOINT_URL_SQS}/123456789012/jobs`,
      Entries: [
        { Id: "0", MessageBody: '{"text":"ä"}', DelaySeconds: 0 },
        { Id: "1", MessageBody: "{}", DelaySeconds: 30 },
      ],
    });

  test("sends the SDK's request with a valid signature, and returns the refused entries", async () => {
    const Failed = [{ Id: "1", Code: "InvalidMessageContents", SenderFault: true }];
    answer.body = JSON.stringify({ Successful: [], Failed });
    const results = [await queueClient().send(batch()), await new SQSClient().send(batch())];
    expect(results.map((result) => result.Failed)).toEqual([Failed, Failed]);
    const [ours, theirs] = received;
    if (!ours || !theirs) throw new Error("A request is missing");
    expect(relevant(ours)).toEqual({ ...relevant(theirs), path: "/" });
    expect(ours.headers["x-amz-target"]).toBe(theirs.headers["x-amz-target"]);
    expect(ours.headers.authorization).toBe(await signAgain(ours, "sqs"));
  });

  test("is tried three times if SQS is unavailable, and once if SQS refuses it", async () => {
    answer = { status: 503, headers: { "x-amzn-errortype": "ServiceUnavailable" }, body: "{}" };
    await expect(queueClient().send(batch())).rejects.toMatchObject({ name: "ServiceUnavailable" });
    expect(received).toHaveLength(3);
    received = [];
    answer = { status: 400, headers: {}, body: '{"__type":"com.amazonaws.sqs#QueueDoesNotExist"}' };
    await expect(queueClient().send(batch())).rejects.toMatchObject({ name: "QueueDoesNotExist" });
    expect(received).toHaveLength(1);
  });
});

describe("A direct ExecuteStatement", () => {
  const input = {
    resourceArn: "arn:aws:rds:eu-central-1:123456789012:cluster:chat",
    secretArn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:chat",
    database: "chat",
    sql: "SELECT 'ä'",
    includeResultMetadata: true,
  };

  test("sends the SDK's request with a valid signature", async () => {
    answer.body = "{}";
    const inputs: ExecuteStatementCommandInput[] = [
      input,
      { ...input, transactionId: "t", parameters: [] },
      {
        ...input,
        parameters: [
          { name: "0", value: { stringValue: 'a "quoted" text 😀' } },
          { name: "1", value: { longValue: 7 } },
          { name: "2", value: { doubleValue: 0.5 } },
          { name: "3", value: { booleanValue: false } },
          { name: "4", value: { isNull: true }, typeHint: "UUID" },
        ],
      },
      // Statements with bytes go through the SDK.
      { ...input, parameters: [{ name: "0", value: { blobValue: new Uint8Array([1, 2, 250]) } }] },
    ];
    for (const each of inputs) {
      received = [];
      await directDatabase().executeStatement(each);
      await sdkDatabase().executeStatement(each);
      const [ours, theirs] = received;
      if (!ours || !theirs) throw new Error("A request is missing");
      expect(JSON.parse(ours.body)).toEqual(JSON.parse(theirs.body));
      expect({ ...relevant(ours), body: "", headers: { ...relevant(ours).headers, length: "" } }).toEqual({
        ...relevant(theirs),
        body: "",
        headers: { ...relevant(theirs).headers, length: "" },
      });
      expect(ours.headers.authorization).toBe(await signAgain(ours, "rds-data"));
    }
  });

  test("returns the SDK's result", async () => {
    const fields = [
      { stringValue: "text" },
      { longValue: 9_007_199_254_740_991 },
      { doubleValue: 1.5 },
      { doubleValue: "NaN" },
      { booleanValue: true },
      { isNull: true },
      { blobValue: "AQL6" },
      { arrayValue: { longValues: [1, 2] } },
    ];
    answer.body = JSON.stringify({
      records: [fields, fields],
      columnMetadata: fields.map((_, at) => ({ name: `c${at}`, label: `c${at}`, typeName: "text" })),
      numberOfRecordsUpdated: 0,
    });
    const [ours, theirs] = await Promise.all([
      outcomeOf(directDatabase().executeStatement(input)),
      outcomeOf(sdkDatabase().executeStatement(input)),
    ]);
    expect(ours).toMatchObject({ result: { records: [{ length: 8 }, { length: 8 }] } });
    expect(ours).toEqual(theirs);
  });

  test.each([
    [
      400,
      { "x-amzn-errortype": "BadRequestException" },
      '{"message":"ERROR: duplicate key; SQLState: 23505"}',
    ],
    [400, { "x-amzn-errortype": "DatabaseResumingException:x" }, '{"message":"resuming"}'],
    [400, {}, '{"__type":"com.amazonaws.rdsdata#StatementTimeoutException","message":"too long"}'],
    [403, { "x-amzn-errortype": "AccessDeniedException" }, '{"message":"no"}'],
    [504, { "x-amzn-errortype": "DatabaseUnavailableException" }, '{"message":"no writer"}'],
    [500, { "x-amzn-errortype": "InternalServerErrorException" }, "{}"],
    [429, { "x-amzn-errortype": "ThrottlingException" }, '{"message":"Rate exceeded"}'],
  ])("fails with the SDK's error when the Data API answers %i %j %s", async (status, headers, body) => {
    answer = { status, headers, body };
    const ours = await outcomeOf(directDatabase().executeStatement(input));
    const theirs = await outcomeOf(sdkDatabase().executeStatement(input));
    expect(Object(ours).name).toBe(Object(theirs).name);
    expect([Object(ours).status, Object(ours).fault]).toEqual([Object(theirs).status, Object(theirs).fault]);
    if (body.includes("message")) expect(Object(ours).message).toBe(Object(theirs).message);
  });
});
