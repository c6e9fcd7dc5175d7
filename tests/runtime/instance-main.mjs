// Runs an instance of a function as Lambda does, with AWS's own runtime client. The local stack starts this process with
// the template's version of Node. The client requests invocations from the Runtime API
// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html). This process serves that API and forwards the local
// stack's invocations. Arguments: the bundle and its export. `install.ts` installs the client.
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { basename, dirname, join } from "node:path";

const [, , file, exportName] = process.argv;
const client = join(import.meta.dirname, "../../.build/runtime/node_modules/aws-lambda-ric/index.mjs");

/** The runtime client's pending request for an invocation. */
let waiting;
/** The invocations that the client has not requested yet. */
const invocations = [];

function offer() {
  if (!waiting || invocations.length === 0) return;
  const { requestId, event, deadline, functionName } = invocations.shift();
  waiting
    .writeHead(200, {
      "content-type": "application/json",
      "lambda-runtime-aws-request-id": requestId,
      "lambda-runtime-deadline-ms": String(deadline),
      "lambda-runtime-invoked-function-arn": `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
      "lambda-runtime-trace-id": "Root=1-00000000-000000000000000000000000;Sampled=0",
    })
    .end(JSON.stringify(event));
  waiting = undefined;
}

async function textOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const errorOf = (text) => {
  const { errorType = "Error", errorMessage = "", trace = [] } = JSON.parse(text || "{}");
  return { errorType, errorMessage, trace };
};

const server = createServer(async (request, response) => {
  const path = new URL(request.url, "http://runtime").pathname.replace("/2018-06-01/runtime", "");
  if (path === "/invocation/next") {
    waiting = response;
    return offer();
  }
  const text = await textOf(request);
  if (path.endsWith("/response")) process.send({ type: "result", payload: text || "null" });
  else process.send({ type: path === "/init/error" ? "failed" : "error", error: errorOf(text) });
  response.writeHead(202, { "content-type": "application/json" }).end("{}");
});

server.listen(0, "127.0.0.1", () => {
  const handler = `${basename(file, ".mjs")}.${exportName}`;
  const runtime = spawn(process.execPath, [client, handler], {
    cwd: dirname(file),
    env: {
      ...process.env,
      _HANDLER: handler,
      LAMBDA_TASK_ROOT: dirname(file),
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${server.address().port}`,
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_LOG_GROUP_NAME: "-",
      AWS_LAMBDA_LOG_STREAM_NAME: "-",
    },
    stdio: ["ignore", "inherit", "inherit"],
  });
  runtime.on("exit", (code) => process.exit(code ?? 1));
  process.on("disconnect", () => runtime.kill("SIGKILL"));
  process.send({ type: "ready" });
});

process.on("message", (invocation) => {
  invocations.push(invocation);
  offer();
});
