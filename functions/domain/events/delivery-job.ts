import * as z from "zod/mini";
import { ServerEvent } from "../../../contract/frames.ts";
import { CallId, ConnectionId, ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import { SessionsEnded } from "../../../contract/sessions.ts";
import { DueJob } from "../due/due-job.ts";
import { Audience } from "./audience.ts";

/** An event with its audience, except the connection that caused it. */
export const Announcement = z.object({
  event: ServerEvent,
  audience: Audience,
  except: z.optional(ConnectionId),
});
export type Announcement = z.infer<typeof Announcement>;

const CheckCall = z.object({
  task: z.literal("check call"),
  conversationId: ConversationId,
  callId: z.optional(CallId),
  endedConnection: z.optional(ConnectionId),
  isChanged: z.optional(z.boolean()),
  check: z.optional(z.int()),
});
export type CheckCall = z.infer<typeof CheckCall>;

/** A message in the delivery queue. */
export const DeliveryJob = z.discriminatedUnion("task", [
  z.extend(Announcement, { task: z.literal("announce") }),
  /** Sessions ended. Announces this to their connections, which are no longer recipients, and closes them. */
  z.object({
    task: z.literal("close"),
    userId: UserId,
    event: SessionsEnded,
    connectionIds: z.array(ConnectionId),
  }),
  /** A connection ended while the database did not answer. Functions of the previous release leave out the user. */
  z.object({ task: z.literal("end connection"), connectionId: ConnectionId, userId: z.optional(UserId) }),
  /** A user's connection ended. If it was the last one, announces this to the user's acquaintances. */
  z.object({ task: z.literal("check presence"), userId: UserId }),
  /** A user has changed their availability. Announces the latest availability, once for several changes. */
  z.object({ task: z.literal("announce availability"), userId: UserId }),
  /** Users voted in a poll. Announces the latest results, once for several votes. */
  z.object({ task: z.literal("announce poll"), conversationId: ConversationId, messageId: MessageId }),
  /** Removes the users who have left a call, and ends a call that is over. See `checkCall`. */
  CheckCall,
  /** Functions of the previous release queue Web Push here. The delivery function hands these jobs on. */
  z.object({ task: z.literal("notify absent"), conversationId: ConversationId, messageId: MessageId }),
  ...DueJob.def.options,
]);
export type DeliveryJob = z.infer<typeof DeliveryJob>;
