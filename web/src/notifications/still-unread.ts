import { wait } from "../../../client/backoff.ts";
import type { ChatClient } from "../../../client/chat-client.ts";
import { readUpTo } from "../../../client/conversations/conversation-changes.ts";
import { isThreadOnly, type Message } from "../../../contract/messages.ts";

/** How long another device that shows the conversation may take to report that the message is read. */
const graceMs = 2_000;

/** A device that has read a moment ago reports its next position after the pause between two reports. */
const readingGraceMs = 3_000;

/** After this time, a device that has read is no longer assumed to show the conversation. */
const readingMs = 10 * 60_000;

/** Waits to see whether the user reads a message, here or on another device. @returns whether it is still unread */
export async function isStillUnread(
  client: Pick<ChatClient, "state" | "readPositions">,
  message: Message,
): Promise<boolean> {
  const { conversationId: id, seq, id: messageId, threadId } = message;
  const isUnread = () => {
    if (threadId && isThreadOnly(message)) {
      const thread = client.state.threads.get(threadId);
      return thread?.isFollowing === true && thread.lastReadSeq < seq;
    }
    const conversation = client.state.conversations.get(id);
    if (!conversation || readUpTo(conversation) >= seq) return false;
    const { lastMessage } = conversation;
    return lastMessage?.id !== messageId || lastMessage.deletedAt === undefined;
  };
  await wait(graceMs);
  if (isUnread() && client.readPositions.wasReadElsewhere(id, readingMs)) await wait(readingGraceMs);
  return isUnread();
}
