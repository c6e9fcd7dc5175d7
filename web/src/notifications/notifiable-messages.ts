import type { ChatClient } from "../../../client/chat-client.ts";
import type { Account } from "../../../contract/accounts.ts";
import type { Conversation } from "../../../contract/conversations.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { mentionsUser } from "../../../contract/mentions.ts";
import { isThreadOnly, type Message } from "../../../contract/messages.ts";

/** A new message that the user wants to be notified of, with its conversation. */
export interface NotifiableMessage {
  conversation: Conversation;
  message: Message;
  /** The user wants it only if it contains one of their keywords. */
  isForKeyword?: boolean;
}

type Me = Pick<Account, "id" | "username" | "groups" | "keywords">;

/** Whether the user wants to be notified of a message, or only if it contains one of their keywords. */
function wanted({ settings, participants }: Conversation, message: Message, me: Me): boolean | "for keyword" {
  if (message.senderId === me.id || message.system !== undefined) return false;
  if (settings.notify !== "mentions") return settings.notify === "all";
  const people = participants.map(({ user }) => user);
  // Mentions in a forwarded text have no effect.
  return (
    (!message.forwarded && mentionsUser(message, me, people)) || (me.keywords?.length ? "for keyword" : false)
  );
}

/**
 * Calls `notify` for each message that arrives over the live connection, if its conversation's notification setting
 * includes it, and for each reply in a thread that the user follows. Skips messages from before the call and messages
 * that arrive by synchronisation after a lost connection.
 * @returns stops the calls
 */
export function followNotifiableMessages(
  client: ChatClient,
  me: Me,
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
      const isWanted = isNew && wanted(conversation, message, me);
      if (isWanted) notify({ conversation, message, isForKeyword: isWanted === "for keyword" });
    }
  };
  look();
  return client.subscribe(look);
}
