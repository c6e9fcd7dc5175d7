import * as z from "zod/mini";
import { storable } from "./documented-limits.ts";
import { Problem } from "./problem.ts";

/** The subprotocol that client and server speak. Clients offer the access token beside it. */
export const subprotocol = "chatflow.v1";

/** Chosen by the client. The reply to a frame repeats it. */
export const RequestId = z.string().check(z.maxLength(128)).register(z.globalRegistry, storable);

/** Keeps an idle connection open. The server replies with `Pong`. */
export const PingFrame = z.object({ action: z.literal("ping") });
export const Pong = z.object({ type: z.literal("pong") });

/** Refuses a frame. The connection stays open. */
export const ErrorFrame = z.object({
  type: z.literal("error"),
  requestId: z.optional(z.string()),
  problem: Problem,
});
export type ErrorFrame = z.infer<typeof ErrorFrame>;
