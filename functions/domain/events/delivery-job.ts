import * as z from "zod/mini";
import { ServerEvent } from "../../../contract/frames.ts";
import { ConnectionId, ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import { Audience, type Slice } from "./audience.ts";

/** An event and whom it is for, except the connection that caused it and knows already. */
export const Announcement = z.object({
  event: ServerEvent,
  audience: Audience,
  except: z.optional(ConnectionId),
});
export type Announcement = z.infer<typeof Announcement>;

/** What the delivery queue carries. */
export const DeliveryJob = z.discriminatedUnion("task", [
  z.extend(Announcement, { task: z.literal("announce") }),
  /** Somebody's connection has ended: tell their acquaintances, if it was the last one. */
  z.object({ task: z.literal("check presence"), userId: UserId }),
  /** Tell of a message by Web Push, to those who are away and want it. */
  z.object({ task: z.literal("notify absent"), conversationId: ConversationId, messageId: MessageId }),
]);
export type DeliveryJob = z.infer<typeof DeliveryJob>;

/** Parts that a large audience is cut into: as many as one `SendMessageBatch` takes. */
const sliceCount = 10;

/** The last bytes of ids, cut into parts of nearly the same size. */
export const slices: readonly Slice[] = Array.from({ length: sliceCount }, (_, at) => ({
  from: Math.ceil((at * 256) / sliceCount),
  to: Math.ceil(((at + 1) * 256) / sliceCount) - 1,
}));
