import { Group, Select, TextInput } from "@mantine/core";
import type { Restriction } from "../../../contract/finding/operators.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";

/** Restricts the messages in the results. Dates are days in the browser's time zone, or empty for no limit. */
export interface Filters {
  /** Only messages of the open conversation. */
  isHere: boolean;
  /** Only the user's own messages. */
  isFromMe: boolean;
  after: string;
  before: string;
}

export const noFilters: Filters = { isHere: false, isFromMe: false, after: "", before: "" };

/** The days among the filters, as operators. */
export const restrictionsOf = ({ after, before }: Filters): Restriction[] => [
  ...(after ? [{ name: "after" as const, value: after }] : []),
  ...(before ? [{ name: "before" as const, value: before }] : []),
];

export interface SearchFiltersProps {
  filters: Filters;
  /** Offers the filter for the open conversation. */
  hasOpenConversation: boolean;
  onChange: (filters: Filters) => void;
}

/** The filters below the search field. */
export function SearchFilters({ filters, hasOpenConversation, onChange }: SearchFiltersProps) {
  const texts = useFeatureTexts().search;
  const change = (changed: Partial<Filters>) => onChange({ ...filters, ...changed });
  return (
    <Group gap="xs" mt="xs" grow preventGrowOverflow={false} align="flex-end">
      <Select
        aria-label={texts.where}
        data={[
          { value: "everywhere", label: texts.everywhere },
          ...(hasOpenConversation ? [{ value: "here", label: texts.here }] : []),
        ]}
        value={filters.isHere ? "here" : "everywhere"}
        allowDeselect={false}
        onChange={(value) => change({ isHere: value === "here" })}
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
