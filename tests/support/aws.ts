import { KMSClient, SignCommand } from "@aws-sdk/client-kms";
import * as z from "zod";
import { joseSignature } from "../../functions/platform/signing/signature.ts";
import { CloudTemplate } from "../../localstack/template.ts";

/** What the real SDK clients need to talk to the local stack. */
export const awsClient = (endpoint: string) => ({
  endpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
});

/** The key that signs access tokens, as the functions get it. */
export function signingKeyArn(assembly: string): string {
  const template = new CloudTemplate(assembly);
  const keys = template.resources("AWS::KMS::Key", z.unknown());
  const key = keys.find(({ logicalId }) => logicalId.startsWith("SigningKey"));
  return template.attribute(key?.logicalId ?? "", "Arn");
}

/** Signs a JWT's text with that key, for tokens that the stack takes for its own. */
export function signWithOurKey(awsUrl: string, assembly: string): (text: string) => Promise<Buffer> {
  const kms = new KMSClient(awsClient(awsUrl));
  const KeyId = signingKeyArn(assembly);
  return async (text) => {
    const command = new SignCommand({
      KeyId,
      Message: Buffer.from(text),
      SigningAlgorithm: "ECDSA_SHA_256",
    });
    return joseSignature((await kms.send(command)).Signature ?? new Uint8Array());
  };
}

/** The base of the WebSocket API's management API. */
export function managementUrl(awsUrl: string, assembly: string): string {
  const template = new CloudTemplate(assembly);
  const [api] = template.resources("AWS::ApiGatewayV2::Api", z.unknown());
  return `${awsUrl}/execute-api/${template.ref(api?.logicalId ?? "")}/ws`;
}

/** The queue that keeps what could not be delivered. */
export function failuresQueueUrl(assembly: string): string {
  const template = new CloudTemplate(assembly);
  const queues = template.resources("AWS::SQS::Queue", z.object({ RedrivePolicy: z.unknown().optional() }));
  const failures = queues.find(({ properties }) => properties.RedrivePolicy === undefined);
  return template.ref(failures?.logicalId ?? "");
}
