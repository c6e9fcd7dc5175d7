import { readFileSync } from "node:fs";
import { join } from "node:path";
import { InvokeCommand, LambdaClient, type LambdaClientConfig } from "@aws-sdk/client-lambda";
import * as z from "zod";
import { readAdminCall, usage } from "./admin-command.ts";

const LocalStack = z.object({ awsUrl: z.url() });

/** Finds the running local stack. It accepts any credentials. */
function localStack(): LambdaClientConfig {
  const folder = process.env.CHATFLOW_DATA ?? ".chatflow";
  const { awsUrl } = LocalStack.parse(JSON.parse(readFileSync(join(folder, "stack.json"), "utf8")));
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  return { endpoint: awsUrl, region: "us-east-1", credentials };
}

const Failure = z.object({ errorMessage: z.string() });

/** `npm run admin`: invokes the admin function and prints its result. */
async function main(): Promise<void> {
  const call = readAdminCall(process.argv.slice(2));
  if (!call) {
    console.error(usage);
    process.exitCode = 2;
    return;
  }
  // The SDK announces at each start that it will need a newer Node one day.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const lambda = new LambdaClient(call.isLocal ? localStack() : {});
  const { FunctionError, Payload = new Uint8Array() } = await lambda.send(
    new InvokeCommand({ FunctionName: call.functionName, Payload: JSON.stringify(call.command) }),
  );
  const result: unknown = JSON.parse(new TextDecoder().decode(Payload));
  if (FunctionError !== undefined) throw new Error(Failure.parse(result).errorMessage);
  for (const [name, value] of Object.entries(z.record(z.string(), z.unknown()).parse(result))) {
    console.log(`${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
