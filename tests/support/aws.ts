import * as z from "zod";
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
  const [key] = template.resources("AWS::KMS::Key", z.unknown());
  return template.attribute(key?.logicalId ?? "", "Arn");
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
