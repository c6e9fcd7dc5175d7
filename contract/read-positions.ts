import * as z from "zod/mini";
import { ConversationId, UserId } from "./ids.ts";
import { Seq } from "./messages.ts";
import type { Routes } from "./route.ts";
import { RequestId } from "./web-socket.ts";

export const ReadUpTo = z.object({ seq: Seq }).register(z.globalRegistry, { id: "ReadUpTo" });

export const ReadPosition = z
  .object({ lastReadSeq: Seq, unreadCount: z.int() })
  .register(z.globalRegistry, { id: "ReadPosition" });
export type ReadPosition = z.infer<typeof ReadPosition>;

export const ReadFrame = z.object({
  action: z.literal("read"),
  requestId: RequestId,
  conversationId: ConversationId,
  seq: Seq,
});
export type ReadFrame = z.infer<typeof ReadFrame>;

export const ReadAck = z.extend(ReadPosition, { type: z.literal("ack"), requestId: z.string() });
export type ReadAck = z.infer<typeof ReadAck>;

/** A participant has read up to `seq`. */
export const ReadUpdated = z.object({
  type: z.literal("read.updated"),
  conversationId: ConversationId,
  userId: UserId,
  seq: Seq,
});

const conversation = z.object({ id: ConversationId });

export const readPositionRoutes = {
  markRead: {
    method: "PUT",
    path: "/conversations/{id}/read",
    access: "signed-in",
    params: conversation,
    body: ReadUpTo,
    answers: { 200: ReadPosition },
  },
} as const satisfies Routes;
