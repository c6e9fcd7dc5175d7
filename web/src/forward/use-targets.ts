import { useDebouncedValue } from "@mantine/hooks";
import { sortedConversations } from "../../../client/conversations/sorted-conversations.ts";
import type { Conversation } from "../../../contract/conversations.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { useFoundConversations } from "../search/use-found-conversations.ts";
import { useChatState } from "../session/chat-context.tsx";

/** The number of found conversations to request. */
const limit = 20;

const mayPost = ({ archivedAt, postingRule, role }: Conversation): boolean =>
  archivedAt === undefined && (postingRule !== "admins" || role !== "member");

/**
 * Returns the conversations to which the user may send: the loaded ones, the last used one first, and those that the
 * server finds by a text.
 */
export function useTargets(text: string): ReadonlyMap<ConversationId, Conversation> {
  const known = useChatState((state) => state.conversations);
  const [query] = useDebouncedValue(text.trim(), 200);
  const { found } = useFoundConversations({ query, limit, isWanted: true });
  const { active, archived } = sortedConversations(known);
  const all = [...active, ...archived, ...found].filter(mayPost);
  return new Map(all.map((conversation) => [conversation.id, conversation]));
}
