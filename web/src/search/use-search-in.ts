import { writeOperator } from "../../../contract/finding/operators.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { useChat } from "../session/chat-context.tsx";
import { operatorNameOf } from "./operator-name.ts";
import { noFilters } from "./search-filters.tsx";
import { useOpenResults } from "./use-open-results.tsx";

/** Returns a function that opens the search for messages of one conversation, or of all of them. */
export function useSearchIn(): (id: ConversationId | undefined) => void {
  const { client, me } = useChat();
  const open = useOpenResults();
  return (id) => {
    const conversation = id && client.state.conversations.get(id);
    const name = conversation && operatorNameOf(conversation, me.id);
    if (name) open({ text: `${writeOperator({ name: "in", value: name })} `, filters: noFilters });
    // No operator can name a group without a name.
    else open({ text: "", filters: { ...noFilters, conversationId: conversation?.id } });
  };
}
