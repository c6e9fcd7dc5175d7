import type { ChatClient } from "../../../client/chat-client.ts";
import type { Conversation } from "../../../contract/conversations.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { mentionedUsernames } from "../../../contract/mentions.ts";
import type { Message } from "../../../contract/messages.ts";
import type { User } from "../../../contract/users.ts";

/** A message that somebody wants to be told of. */
export interface News {
  conversation: Conversation;
  message: Message;
}

const isWanted = (
  { settings }: Conversation,
  { senderId, content }: Message,
  me: Pick<User, "id" | "username">,
) =>
  senderId !== me.id &&
  (settings.notify === "all" ||
    (settings.notify === "mentions" && mentionedUsernames(content).includes(me.username)));

/**
 * Calls `tell` for each new last message of a conversation, as far as its settings want it; not for what was there
 * before, and not for what came while the connection was lost.
 * @returns stops it
 */
export function followNews(
  client: ChatClient,
  me: Pick<User, "id" | "username">,
  tell: (news: News) => void,
): () => void {
  const known = new Map<ConversationId, number>();
  const look = () => {
    const isLive = client.state.status === "live";
    for (const [id, conversation] of client.state.conversations) {
      const before = known.get(id);
      if (before === conversation.lastSeq) continue;
      known.set(id, conversation.lastSeq);
      const { lastMessage: message } = conversation;
      const isNew = isLive && message && message.seq > (before ?? conversation.lastReadSeq);
      if (isNew && isWanted(conversation, message, me)) tell({ conversation, message });
    }
  };
  look();
  return client.subscribe(look);
}
