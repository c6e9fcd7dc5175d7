import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData } from "@tanstack/react-query";
import { sortedConversations } from "../../../client/conversations/overview.ts";
import type { Conversation } from "../../../contract/conversations.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { useQuery } from "../queries/use-query.ts";
import { useChatState } from "../session/chat-context.tsx";
import { useSession } from "../session/session-context.tsx";

/** The number of found conversations to request. */
const limit = "20";

const mayPost = ({ archivedAt, postingRule, role }: Conversation): boolean =>
  archivedAt === undefined && (postingRule !== "admins" || role !== "member");

/**
 * Returns the conversations to which the user may send: the loaded ones, the last used one first, and those that the
 * server finds by a text.
 */
export function useTargets(text: string): ReadonlyMap<ConversationId, Conversation> {
  const { session } = useSession();
  const known = useChatState((state) => state.conversations);
  const [query] = useDebouncedValue(text.trim(), 200);
  const found = useQuery({
    queryKey: ["conversations", query],
    queryFn: () => session.call("listConversations", { query: { query, limit } }),
    enabled: query !== "",
    placeholderData: keepPreviousData,
  });
  const { active, archived } = sortedConversations(known);
  const all = [...active, ...archived, ...(found.data?.items ?? [])].filter(mayPost);
  return new Map(all.map((conversation) => [conversation.id, conversation]));
}
