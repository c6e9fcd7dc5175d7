import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import * as z from "zod";
import { defaultSendLimits } from "../contract/limits.ts";

const Rate = z.object({ burst: z.number().positive(), perSecond: z.number().positive() });
const SendLimits = z.strictObject({
  user: Rate.default(defaultSendLimits.user),
  connection: Rate.default(defaultSendLimits.connection),
});
export type SendLimits = z.infer<typeof SendLimits>;

/**
 * The limits as the context key `sendLimits` of cdk.json has them, or as JSON on the command line:
 * `npx cdk deploy -c sendLimits='{"user":{"burst":50,"perSecond":5}}'`.
 * @throws naming what does not fit
 */
export function readSendLimits(context: unknown): SendLimits {
  const value: unknown = typeof context === "string" ? JSON.parse(context) : (context ?? {});
  return SendLimits.parse(value);
}

/** Tells a function how fast one may send. */
export function applySendLimits(user: LambdaFunction, limits: SendLimits): void {
  user.addEnvironment("SEND_BURST", String(limits.user.burst));
  user.addEnvironment("SEND_PER_SECOND", String(limits.user.perSecond));
  user.addEnvironment("FRAME_BURST", String(limits.connection.burst));
  user.addEnvironment("FRAMES_PER_SECOND", String(limits.connection.perSecond));
}
