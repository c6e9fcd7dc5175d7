import { Group, Select, TextInput } from "@mantine/core";
import type { Restriction } from "../../../contract/finding/operators.ts";
import { ConversationId } from "../../../contract/ids.ts";
import { titleOf } from "../conversation/names.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useChat, useChatState } from "../session/chat-context.tsx";

/** Restricts the messages in the results. Dates are days in the browser's time zone, or empty for no limit. */
export interface Filters {
  /** Only messages of this conversation. */
  conversationId?: ConversationId | undefined;
  /** Only the user's own messages. */
  isFromMe: boolean;
  after: string;
  before: string;
}

export const noFilters: Filters = { isFromMe: false, after: "", before: "" };

/** The days among the filters, as operators. */
export const restrictionsOf = ({ after, before }: Filters): Restriction[] => [
  ...(after ? [{ name: "after" as const, value: after }] : []),
  ...(before ? [{ name: "before" as const, value: before }] : []),
];

export interface SearchFiltersProps {
  filters: Filters;
  openId: ConversationId | undefined;
  onChange: (filters: Filters) => void;
}

/** The filters below the search field. */
export function SearchFilters({ filters, openId, onChange }: SearchFiltersProps) {
  const texts = useFeatureTexts().search;
  const { conversationId } = filters;
  const name = useConversationName(conversationId);
  const change = (changed: Partial<Filters>) => onChange({ ...filters, ...changed });
  return (
    <Group gap="xs" mt="xs" grow preventGrowOverflow={false} align="flex-end">
      <Select
        aria-label={texts.where}
        data={[
          { value: "everywhere", label: texts.everywhere },
          ...(openId ? [{ value: openId, label: texts.here }] : []),
          ...(conversationId && conversationId !== openId
            ? [{ value: conversationId, label: texts.understood.in({ name }) }]
            : []),
        ]}
        value={conversationId ?? "everywhere"}
        allowDeselect={false}
        onChange={(value) => change({ conversationId: ConversationId.safeParse(value).data })}
      />
      <Select
        aria-label={texts.from}
        data={[
          { value: "anybody", label: texts.fromAnyone },
          { value: "me", label: texts.fromMe },
        ]}
        value={filters.isFromMe ? "me" : "anybody"}
        allowDeselect={false}
        onChange={(value) => change({ isFromMe: value === "me" })}
      />
      <TextInput
        type="date"
        label={texts.after}
        value={filters.after}
        onChange={(event) => change({ after: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={texts.before}
        value={filters.before}
        onChange={(event) => change({ before: event.currentTarget.value })}
      />
    </Group>
  );
}

/** Returns the title of a conversation, as far as the page knows it. */
function useConversationName(id: ConversationId | undefined): string {
  const { me } = useChat();
  const texts = useTexts();
  const conversation = useChatState(({ conversations }) => id && conversations.get(id));
  return conversation ? titleOf(conversation, me.id, texts) : "";
}
