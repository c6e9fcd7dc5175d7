import { KMSClient, SignCommand } from "@aws-sdk/client-kms";
import * as z from "zod";
import { joseSignature } from "../../functions/platform/signing/signature.ts";
import { CloudTemplate } from "../../localstack/template.ts";
import { required } from "./required.ts";

/** Configures an SDK client for the local stack. */
export const awsClient = (endpoint: string) => ({
  endpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
});

/** Returns the ARN of the key that signs access tokens. */
export function signingKeyArn(assembly: string): string {
  const template = new CloudTemplate(assembly);
  const keys = template.resources("AWS::KMS::Key", z.unknown());
  const key = keys.find(({ logicalId }) => logicalId.startsWith("SigningKey"));
  return template.attribute(required(key, "signing key").logicalId, "Arn");
}

/** Signs texts with the stack's own key, so that its authorizer trusts a token that a test made. */
export function signWithOurKey(awsUrl: string, assembly: string): (text: string) => Promise<Buffer> {
  const kms = new KMSClient(awsClient(awsUrl));
  const KeyId = signingKeyArn(assembly);
  return async (text) => {
    const command = new SignCommand({
      KeyId,
      Message: Buffer.from(text),
      SigningAlgorithm: "ECDSA_SHA_256",
    });
    return joseSignature(required((await kms.send(command)).Signature, "signature"));
  };
}

/** Returns the endpoint of the WebSocket API's management API. */
export function managementUrl(awsUrl: string, assembly: string): string {
  const template = new CloudTemplate(assembly);
  const [api] = template.resources("AWS::ApiGatewayV2::Api", z.unknown());
  return `${awsUrl}/execute-api/${template.ref(required(api, "WebSocket API").logicalId)}/ws`;
}

/** Returns the URL of the queue that keeps failed jobs. */
export function failureQueueUrl(assembly: string): string {
  const template = new CloudTemplate(assembly);
  const queues = template.resources("AWS::SQS::Queue", z.object({ RedrivePolicy: z.unknown().optional() }));
  const failures = queues.find(({ properties }) => properties.RedrivePolicy === undefined);
  return template.ref(required(failures, "failure queue").logicalId);
}

/** Returns the URL of the queue of e-mails. */
export function mailQueueUrl(assembly: string): string {
  const template = new CloudTemplate(assembly);
  const queues = template.resources("AWS::SQS::Queue", z.unknown());
  const jobs = queues.find(({ logicalId }) => logicalId.startsWith("MailQueueJobs"));
  return template.ref(required(jobs, "mail queue").logicalId);
}
