import type { ChatClient } from "../../../client/chat-client.ts";
import type { Conversation } from "../../../contract/conversations.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { mentions } from "../../../contract/mentions.ts";
import { isThreadOnly, type Message } from "../../../contract/messages.ts";
import type { User } from "../../../contract/users.ts";

/** A new message that the user wants to be notified of, with its conversation. */
export interface NotifiableMessage {
  conversation: Conversation;
  message: Message;
}

const isWanted = (
  { settings, participants }: Conversation,
  { senderId, content, system, forwarded }: Message,
  me: Pick<User, "id" | "username">,
) =>
  senderId !== me.id &&
  system === undefined &&
  (settings.notify === "all" ||
    (settings.notify === "mentions" &&
      !forwarded &&
      mentions(
        content,
        me,
        participants.map(({ user }) => user),
      )));

/**
 * Calls `notify` for each message that arrives over the live connection, if its conversation's notification setting
 * includes it, and for each reply in a thread that the user follows. Skips messages from before the call and messages that arrive by synchronisation after a lost connection.
 * @returns stops the calls
 */
export function followNotifiableMessages(
  client: ChatClient,
  me: Pick<User, "id" | "username">,
  notify: (message: NotifiableMessage) => void,
): () => void {
  const known = new Map<ConversationId, number>();
  let knownReply = client.state.latestReply;
  const look = () => {
    const isLive = client.state.status === "live";
    const { latestReply } = client.state;
    if (latestReply !== knownReply) {
      knownReply = latestReply;
      const conversation = latestReply && client.state.conversations.get(latestReply.conversationId);
      // The timeline shows other replies, which are messages like any other.
      const isNew = isLive && latestReply && isThreadOnly(latestReply);
      if (isNew && conversation && conversation.settings.notify !== "nothing")
        notify({ conversation, message: latestReply });
    }
    for (const [id, conversation] of client.state.conversations) {
      const before = known.get(id);
      if (before === conversation.lastSeq) continue;
      known.set(id, conversation.lastSeq);
      const { lastMessage: message } = conversation;
      const isNew = isLive && message && message.seq > (before ?? conversation.lastReadSeq);
      if (isNew && isWanted(conversation, message, me)) notify({ conversation, message });
    }
  };
  look();
  return client.subscribe(look);
}
