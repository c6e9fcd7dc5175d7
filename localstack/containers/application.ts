import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import * as z from "zod";
import { root } from "../../infra/build-output.ts";
import type { Application } from "./front.ts";
import { databaseNames, mailFrom } from "./services.ts";

const run = promisify(execFile);

export interface DeploymentOptions {
  /** The emulator's address for the CDK CLI. */
  endpoint: string;
  /** The emulator's address for the functions that it runs, if different. */
  endpointInside?: string;
  /** The address of the Data API and SES (`services.ts`), for the functions. */
  servicesUrl: string;
  /** The product's address. */
  siteUrl: string;
  /** A folder for the assembly and the outputs of the deployment. */
  folder: string;
}

const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const region = "us-east-1";

/**
 * Deploys the application stack with the CDK CLI to an emulator that is compatible with LocalStack. It leaves
 * out the data and edge stacks, because such emulators lack Aurora, CloudFront and the firewall. Our own
 * services stand in for them.
 */
export async function deployApplication({
  endpoint,
  endpointInside = endpoint,
  servicesUrl,
  siteUrl,
  folder,
}: DeploymentOptions): Promise<Application> {
  const environment = {
    ...process.env,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: region,
    AWS_EC2_METADATA_DISABLED: "true",
  };
  const cdk = (...args: string[]) =>
    run(process.execPath, [join(root, "node_modules/aws-cdk/bin/cdk"), ...args], {
      cwd: root,
      env: environment,
      maxBuffer: 64 * 1024 * 1024,
    });
  const applicationOnly = {
    databaseArn: databaseNames.resourceArn,
    databaseSecretArn: databaseNames.secretArn,
    siteUrl,
    managementEndpoint: `${endpointInside}/_aws/execute-api/{apiId}/ws`,
    endpoints: { RDS_DATA: servicesUrl, SESV2: servicesUrl },
    without: ["AWS::ApiGatewayV2::RouteResponse"],
  };
  const context = [
    "profile=dev",
    `mailFrom=${mailFrom}`,
    `applicationOnly=${JSON.stringify(applicationOnly)}`,
  ].flatMap((each) => ["-c", each]);
  const outputs = join(folder, "outputs.json");
  const files = ["--outputs-file", outputs, "--output", join(folder, "deployed.cdk.out")];
  await cdk("bootstrap", `aws://000000000000/${region}`);
  await cdk("deploy", "ChatFlow", "--require-approval", "never", ...files, ...context);
  return {
    restApiId: await findRestApi(outputs),
    webSocketApiId: await findWebSocketApi(endpoint),
    bucket: await findBucket(endpoint),
  };
}

async function findRestApi(outputs: string): Promise<string> {
  const { ChatFlow } = z
    .object({ ChatFlow: z.record(z.string(), z.string()) })
    .parse(JSON.parse(await readFile(outputs, "utf8")));
  const address = Object.values(ChatFlow).find((value) => value.includes("execute-api")) ?? "";
  return /\/\/(\w+)\./.exec(address)?.[1] ?? "";
}

async function findWebSocketApi(endpoint: string): Promise<string> {
  const response = await fetch(`${endpoint}/v2/apis`, {
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/apigateway/aws4_request` },
  });
  const { items } = z
    .object({ items: z.array(z.object({ apiId: z.string(), protocolType: z.string() })) })
    .parse(await response.json());
  return items.find(({ protocolType }) => protocolType === "WEBSOCKET")?.apiId ?? "";
}

async function findBucket(endpoint: string): Promise<string> {
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  s3.destroy();
  return Buckets.map(({ Name = "" }) => Name).find((name) => /uploads/i.test(name)) ?? "";
}
