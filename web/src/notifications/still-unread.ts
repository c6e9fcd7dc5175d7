import { wait } from "../../../client/backoff.ts";
import type { ChatClient } from "../../../client/chat-client.ts";
import { messageOf } from "../../../client/chat-state.ts";
import { readUpTo } from "../../../client/conversations/conversation-changes.ts";
import { messageKey } from "../../../client/messages/message-key.ts";
import { isThreadOnly, type Message } from "../../../contract/messages.ts";

/** How long another device that shows the conversation may take to report that the message is read. */
const graceMs = 2_000;

/** A device that has read a moment ago reports its next position after the pause between two reports. */
const readingGraceMs = 3_000;

/** After this time, a device that has read is no longer assumed to show the conversation. */
const readingMs = 10 * 60_000;

/** Whether a message is unread and was not deleted. */
export function isUnread({ state }: Pick<ChatClient, "state">, message: Message): boolean {
  const { conversationId: id, seq, id: messageId, threadId } = message;
  if (messageOf(state, { conversationId: id, messageId })?.deletedAt !== undefined) return false;
  if (threadId && isThreadOnly(message)) {
    const thread = state.threads.get(messageKey(id, threadId));
    return thread?.isFollowing === true && thread.lastReadSeq < seq;
  }
  const conversation = state.conversations.get(id);
  if (!conversation || readUpTo(conversation) >= seq) return false;
  const { lastMessage } = conversation;
  return lastMessage?.id !== messageId || lastMessage.deletedAt === undefined;
}

/** Waits to see whether the user reads a message, here or on another device. @returns whether it is still unread */
export async function isStillUnread(
  client: Pick<ChatClient, "state" | "readPositions">,
  message: Message,
): Promise<boolean> {
  await wait(graceMs);
  const { conversationId } = message;
  if (isUnread(client, message) && client.readPositions.wasReadElsewhere(conversationId, readingMs))
    await wait(readingGraceMs);
  return isUnread(client, message);
}
