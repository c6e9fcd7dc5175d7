import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { Configuration } from "../configuration.ts";

/** Sets the send limits in a function's environment. */
export function applySendLimits(user: LambdaFunction, limits: Configuration["sendLimits"]): void {
  user.addEnvironment("SEND_BURST", String(limits.user.burst));
  user.addEnvironment("SEND_PER_SECOND", String(limits.user.perSecond));
  user.addEnvironment("FRAME_BURST", String(limits.connection.burst));
  user.addEnvironment("FRAMES_PER_SECOND", String(limits.connection.perSecond));
}
