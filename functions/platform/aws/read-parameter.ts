import { clientSettings } from "./client-settings.ts";

const times = { answer: 2_000, connection: 1_000 };

/**
 * Reads a parameter of the Parameter Store, and decrypts it. The SDK's client loads with the first call, because few
 * invocations need one.
 */
export async function readParameter(name: string): Promise<string> {
  const { GetParameterCommand, SSMClient } = await import("@aws-sdk/client-ssm");
  const client = new SSMClient(clientSettings(times));
  const { Parameter } = await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
  if (Parameter?.Value === undefined) throw new Error("The parameter has no value");
  return Parameter.Value;
}
