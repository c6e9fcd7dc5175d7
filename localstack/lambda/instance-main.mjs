// The program of an instance: loads the bundle, then handles one invocation at a time. Plain JavaScript, so
// that nothing else is loaded besides the bundle.
import { pathToFileURL } from "node:url";

const [file, exportName] = [process.argv[2], process.argv[3]];

function describe(error) {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return { errorType: name, errorMessage: message, trace: String(stack).split("\n") };
}

const loading = import(pathToFileURL(file).href);
loading.then(
  () => process.send({ type: "ready" }),
  (error) => process.send({ type: "failed", error: describe(error) }),
);

process.on("message", async ({ requestId, event, deadline, functionName, memorySize }) => {
  try {
    const module = await loading;
    const result = await module[exportName](event, {
      awsRequestId: requestId,
      functionName,
      functionVersion: "$LATEST",
      memoryLimitInMB: String(memorySize),
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    });
    process.send({ type: "result", payload: JSON.stringify(result ?? null) });
  } catch (error) {
    process.send({ type: "error", error: describe(error) });
  }
});
process.on("disconnect", () => process.exit(0));
