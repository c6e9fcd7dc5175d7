import {
  type ExecuteStatementCommandInput,
  type ExecuteStatementCommandOutput,
  type Field,
  type RDSData,
  RDSDataServiceException,
} from "@aws-sdk/client-rds-data";
import { type ClientTimes, removeCallLog } from "../../aws/client-settings.ts";
import { bodyOf, DirectRequests, errorOf } from "../../aws/direct-requests.ts";

/** Decodes what JSON cannot express: bytes travel as Base64, and three numbers as text. */
function decode(field: Field): Field {
  const { blobValue, doubleValue }: { blobValue?: unknown; doubleValue?: unknown } = field;
  if (typeof blobValue === "string") return { blobValue: new Uint8Array(Buffer.from(blobValue, "base64")) };
  return typeof doubleValue === "string" ? { doubleValue: Number(doubleValue) } : field;
}

const needsDecoding = /"blobValue":|"doubleValue":\s*"/;

async function execute(
  requests: DirectRequests,
  input: ExecuteStatementCommandInput,
): Promise<ExecuteStatementCommandOutput> {
  const answer = await requests.post("/Execute", "application/json", bodyOf(JSON.stringify(input)));
  if (answer.status >= 300) throw new RDSDataServiceException(errorOf(answer));
  const text = answer.body.toString();
  const output: ExecuteStatementCommandOutput = {
    ...JSON.parse(text),
    $metadata: { httpStatusCode: answer.status },
  };
  if (output.records && needsDecoding.test(text)) {
    output.records = output.records.map((record) => record.map(decode));
  }
  return output;
}

const hasBytes = ({ parameters }: ExecuteStatementCommandInput): boolean =>
  parameters?.some(({ value }) => value?.blobValue !== undefined) ?? false;

/**
 * Sends `ExecuteStatement`, the most frequent command by far, without the SDK. Statements with bytes, and all other
 * commands, still go through it.
 */
export function executeDirectly(client: RDSData, times: ClientTimes): void {
  removeCallLog(client);
  const requests = new DirectRequests(client, times);
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const { input } = args;
        if (
          commandName !== "ExecuteStatementCommand" ||
          !("sql" in input) ||
          "parameterSets" in input ||
          hasBytes(input)
        ) {
          return next(args);
        }
        return { output: await execute(requests, input), response: {} };
      },
    { step: "initialize", name: "executeDirectly", priority: "low" },
  );
}
