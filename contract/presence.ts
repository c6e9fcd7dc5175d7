import * as z from "zod/mini";
import { UserId } from "./ids.ts";

/**
 * A user came online or went offline. Goes to people who share a direct conversation with the user, or a group of up to
 * `limits.presenceGroupSize`. A reconnect within `times.offlineAfterMs` causes no event.
 */
export const Presence = z.object({
  type: z.literal("presence"),
  userId: UserId,
  online: z.boolean(),
  lastSeenAt: z.optional(z.iso.datetime()),
});
