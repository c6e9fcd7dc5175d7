import { Text } from "@mantine/core";
import { useState } from "react";
import type { ConversationId } from "../../../contract/ids.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { Dialog } from "../overlays/dialog.tsx";
import { SearchBox } from "./search-box.tsx";
import { noFilters } from "./search-filters.tsx";
import { useSearchResults } from "./use-search-results.ts";
import { useSearchText } from "./use-search-text.ts";

export interface SearchDialogProps {
  openId: ConversationId | undefined;
  onClose: () => void;
}

/**
 * Finds conversations and people by name, and the newest messages by their text. The panel beside the conversation shows
 * all messages.
 */
export default function SearchDialog({ openId, onClose }: SearchDialogProps) {
  const { search: texts, start } = useFeatureTexts();
  const [filters, setFilters] = useState(noFilters);
  const search = useSearchText(openId);
  const { text, suggestions } = search;
  const { sections, isSearching, isKnown, searchedAsText, hasFailed } = useSearchResults({
    text,
    suggestions,
    filters,
    onClose,
  });
  return (
    <Dialog onClose={onClose} isPage isSearch title={texts.title} size="lg">
      <SearchBox
        search={search}
        label={texts.title}
        placeholder={texts.placeholder}
        filters={filters}
        onFilters={setFilters}
        openId={openId}
        sections={sections}
        searchedAsText={searchedAsText}
        isSearching={isSearching}
        isKnown={isKnown}
      />
      <Text size="sm" c="dimmed" ta="center" role="status" mt="sm">
        {text.trim() !== "" &&
          sections.length === 0 &&
          (isSearching ? start.searching : hasFailed ? texts.failed : texts.nothing)}
      </Text>
    </Dialog>
  );
}
