import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, request as httpRequest, type Server } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import * as z from "zod";
import { subprotocol } from "../../contract/frames.ts";
import { root } from "../../infra/build-output.ts";
import { ManagementApi } from "../../localstack/apigateway/management-api.ts";
import { startAwsEndpoint } from "../../localstack/aws-endpoint.ts";
import { Faults } from "../../localstack/faults.ts";
import { Kms } from "../../localstack/kms/kms.ts";
import { listen } from "../../localstack/listen.ts";
import { startEmbeddedPostgres } from "../../localstack/postgres/embedded.ts";
import { DataApi } from "../../localstack/rds-data/data-api.ts";
import { S3 } from "../../localstack/s3/s3.ts";
import { Ses } from "../../localstack/ses/ses.ts";
import { Sqs } from "../../localstack/sqs/sqs.ts";
import { eventually } from "../support/eventually.ts";
import type { SharedStack } from "../support/shared-stack.ts";
import { pythonTool } from "./python-tool.ts";

const run = promisify(execFile);

const database = {
  resourceArn: "arn:aws:rds:us-east-1:000000000000:cluster:chatflow",
  secretArn: "arn:aws:secretsmanager:us-east-1:000000000000:secret:chatflow",
};
const mailFrom = "chatflow@example.com";

const Outputs = z.object({ ChatFlow: z.record(z.string(), z.string()) });
const Apis = z.object({ items: z.array(z.object({ apiId: z.string(), protocolType: z.string() })) });

/** A port that nobody listens at, a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server, 0, "127.0.0.1");
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** MiniStack as a process: all of AWS that the application stack needs, but for a database. It needs Python 3 and PyPI. */
async function startMiniStack(port: number, log: string): Promise<ChildProcess> {
  const program = pythonTool("ministack", "1.5.33", "ministack", ["cryptography==50.0.2"]);
  const child = spawn(program, {
    env: { ...process.env, GATEWAY_PORT: String(port), BIND_HOST: "127.0.0.1", IOT_MTLS_ENABLED: "0" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  // Also if what follows fails.
  process.once("exit", () => child.kill());
  const file = createWriteStream(log);
  for (const stream of [child.stdout, child.stderr]) stream.pipe(file);
  await eventually(async () => {
    const { ok } = await fetch(`http://127.0.0.1:${port}/_localstack/health`);
    if (!ok) throw new Error("MiniStack is not ready");
  }, 60_000);
  return child;
}

/** One origin in front of MiniStack's APIs, as CloudFront is in front of AWS's. */
function startFront(miniStackPort: number, apis: { rest: string; webSocket: string }): Server {
  const target = (url = "") =>
    url.startsWith("/api/")
      ? `/_aws/execute-api/${apis.rest}${url}`
      : `/_aws/execute-api/${apis.webSocket}${url}`;
  const server = createServer((request, response) => {
    const { method, headers, url } = request;
    const onward = httpRequest(
      { host: "127.0.0.1", port: miniStackPort, method, headers, path: target(url) },
      (answer) => answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers)),
    );
    onward.on("error", () => response.writeHead(502).end());
    request.pipe(onward);
  });
  server.on("upgrade", (request, socket, head) => {
    const onward = connect(miniStackPort, "127.0.0.1", () => {
      const lines = [`GET ${target(request.url)} HTTP/1.1`];
      for (let at = 0; at < request.rawHeaders.length; at += 2) {
        lines.push(`${request.rawHeaders[at]}: ${request.rawHeaders[at + 1]}`);
      }
      onward.write(`${lines.join("\r\n")}\r\n\r\n`);
      onward.write(head);
      socket.pipe(onward);
      // AWS takes the subprotocol from what `$connect` answers; MiniStack takes none, and clients would give up.
      onward.once("data", (first: Buffer) => {
        const text = first.toString("latin1");
        const accepted = text.replace(
          /^HTTP\/1.1 101[^\r]*\r\n/,
          `$&Sec-WebSocket-Protocol: ${subprotocol}\r\n`,
        );
        socket.write(Buffer.from(accepted, "latin1"));
        onward.pipe(socket);
      });
    });
    for (const end of [socket, onward]) end.on("error", () => end.destroy());
  });
  return server;
}

/**
 * Deploys the application stack by the CDK CLI to MiniStack, with a database of ours behind our Data API.
 * @param folder  for data and logs
 * @returns what the end-to-end tests need of it
 */
export async function deployToMiniStack(
  folder: string,
  assembly: string,
): Promise<SharedStack & { stop: () => Promise<void> }> {
  const postgres = await startEmbeddedPostgres(folder);
  const dataApi = new DataApi(postgres.url, database.resourceArn, database.secretArn);
  const ses = new Ses(join(folder, "ses.json"), () => {});
  ses.configure([mailFrom]);
  const services = {
    dataApi,
    ses,
    kms: new Kms(join(folder, "kms")),
    management: new ManagementApi(),
    s3: new S3(join(folder, "s3")),
    sqs: new Sqs(join(folder, "sqs.json")),
  };
  const aws = await startAwsEndpoint(services, new Faults(), 0);
  const [port, frontPort] = [await freePort(), await freePort()];
  const miniStack = await startMiniStack(port, join(folder, "ministack.log"));

  const endpoint = `http://127.0.0.1:${port}`;
  const environment = {
    ...process.env,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
  };
  const cdk = (...args: string[]) =>
    run(process.execPath, [join(root, "node_modules/aws-cdk/bin/cdk"), ...args], {
      cwd: root,
      env: environment,
      maxBuffer: 64 * 1024 * 1024,
    });
  const applicationOnly = {
    databaseArn: database.resourceArn,
    databaseSecretArn: database.secretArn,
    siteUrl: `http://localhost:${frontPort}`,
    managementEndpoint: `${endpoint}/_aws/execute-api/{apiId}/ws`,
    endpoints: { RDS_DATA: aws.url, SESV2: aws.url },
    without: ["AWS::ApiGatewayV2::RouteResponse"],
  };
  const outputs = join(folder, "outputs.json");
  const context = [
    "profile=dev",
    `mailFrom=${mailFrom}`,
    `applicationOnly=${JSON.stringify(applicationOnly)}`,
  ];
  await cdk("bootstrap", "aws://000000000000/us-east-1");
  await cdk(
    "deploy",
    "ChatFlow",
    ...[
      "--require-approval",
      "never",
      "--outputs-file",
      outputs,
      "--output",
      join(folder, "deployed.cdk.out"),
    ],
    ...context.flatMap((each) => ["-c", each]),
  );

  const { ChatFlow } = Outputs.parse(JSON.parse(await readFile(outputs, "utf8")));
  const restEndpoint = Object.values(ChatFlow).find((value) => value.includes("execute-api")) ?? "";
  const rest = /\/\/(\w+)\./.exec(restEndpoint)?.[1] ?? "";
  const response = await fetch(`${endpoint}/v2/apis`, {
    headers: { authorization: "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/apigateway/aws4_request" },
  });
  const apis = Apis.parse(await response.json());
  const webSocket = apis.items.find(({ protocolType }) => protocolType === "WEBSOCKET")?.apiId ?? "";
  const front = startFront(port, { rest, webSocket });
  await listen(front, frontPort, "localhost");

  return {
    url: `http://localhost:${frontPort}`,
    awsUrl: aws.url,
    databaseUrl: postgres.url,
    database,
    assembly,
    stop: async () => {
      front.close();
      front.closeAllConnections();
      miniStack.kill();
      aws.server.close();
      aws.server.closeAllConnections();
      await dataApi.close();
      await postgres.stop();
    },
  };
}
