import { Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, type SyntheticEvent, useEffect, useRef, useState } from "react";
import { operatorsAsText, parseSearch } from "../../../contract/finding/operators.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { Dialog } from "../overlays/dialog.tsx";
import { ShowMore } from "../show-more.tsx";
import { OperatorChips } from "./operator-chips.tsx";
import classes from "./search.module.css";
import { noFilters, SearchFilters } from "./search-filters.tsx";
import { SearchOption } from "./search-option.tsx";
import { useOperatorSuggestions } from "./use-operator-suggestions.ts";
import { useSearchResults } from "./use-search-results.ts";

export interface SearchDialogProps {
  openId: ConversationId | undefined;
  /** Begins with the messages of the open conversation. */
  isHere: boolean;
  onClose: () => void;
}

/** Finds conversations and people by name, and messages by their text. */
export default function SearchDialog({ openId, isHere, onClose }: SearchDialogProps) {
  const { search: texts, start } = useFeatureTexts();
  const [text, setText] = useState("");
  const [filters, setFilters] = useState({ ...noFilters, isHere });
  const [chosen, setChosen] = useState(0);
  /** The text for which the user pressed Enter before its results had arrived. */
  const [entered, setEntered] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  /** The caret's place after the last key. */
  const [caret, setCaret] = useState(0);
  /** Where a suggestion has put the caret. */
  const [moved, setMoved] = useState<{ at: number }>();
  /** Shows another text, with the caret at a place or at the end. */
  const show = (changed: string, at = changed.length) => {
    if (changed.length > limits.searchQuery) return;
    setText(changed);
    setCaret(at);
    setMoved({ at });
  };
  const replace = ({ start, end }: { start: number; end: number }, replacement: string) => {
    const rest = text.slice(end);
    const after = replacement.endsWith(" ") ? rest.trimStart() : rest;
    show(text.slice(0, start) + replacement + after, start + replacement.length);
  };
  const suggestions = useOperatorSuggestions({ text, caret, openId, replace });
  const { sections, searchedAsText, isSearching, isKnown, hasFailed, hasMore, showMore } = useSearchResults({
    text,
    suggestions,
    filters,
    openId,
    onClose,
  });
  const operators = parseSearch(text).operators.filter(
    ({ start, end }) => !searchedAsText.includes(text.slice(start, end)),
  );
  const all = sections.flatMap(({ items }) => items);
  const at = Math.min(chosen, all.length - 1);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new query resets the selection
  useEffect(() => setChosen(0), [text]);
  useEffect(() => {
    document.getElementById(`search-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [at]);

  // While a search runs, the results still belong to the previous text.
  const choice = all[at];
  useEffect(() => {
    if (entered === undefined || isSearching) return;
    setEntered(undefined);
    if (entered === text) choice?.open();
  }, [entered, isSearching, text, choice]);

  useEffect(() => {
    if (!moved) return;
    field.current?.focus();
    field.current?.setSelectionRange(moved.at, moved.at);
  }, [moved]);
  const followCaret = (event: SyntheticEvent<HTMLInputElement>) =>
    setCaret(event.currentTarget.selectionEnd ?? event.currentTarget.value.length);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "ArrowDown") setChosen(Math.min(all.length - 1, at + 1));
    else if (event.key === "ArrowUp") setChosen(Math.max(0, at - 1));
    else if (event.key === "Enter" && isSearching && !(choice && isKnown(choice))) setEntered(text);
    else if (event.key === "Enter") choice?.open();
    else return;
    event.preventDefault();
  }

  return (
    <Dialog onClose={onClose} isPage isSearch title={texts.title} size="lg">
      <TextInput
        aria-label={texts.title}
        placeholder={texts.placeholder}
        leftSection={<IconSearch size={18} aria-hidden />}
        value={text}
        maxLength={limits.searchQuery}
        ref={field}
        onChange={(event) => {
          setText(event.currentTarget.value);
          followCaret(event);
        }}
        onKeyDown={onKeyDown}
        role="combobox"
        aria-expanded={all.length > 0}
        aria-controls="search-results"
        {...(all.length > 0 && { "aria-activedescendant": `search-${at}` })}
        data-autofocus
      />
      <OperatorChips
        operators={operators}
        onRemove={({ start, end }) => show(text.slice(0, start) + text.slice(end).trimStart())}
        onSearchAsText={() => show(operatorsAsText(text, operators))}
      />
      <div role="status">
        {searchedAsText.length > 0 && (
          <Text size="xs" c="dimmed" mt="xs">
            {texts.searchedAsText({ text: searchedAsText.join(" ") })}
          </Text>
        )}
      </div>
      <SearchFilters filters={filters} hasOpenConversation={openId !== undefined} onChange={setFilters} />
      <div id="search-results" role="listbox" aria-label={texts.results} className={classes.results}>
        {sections.map(({ name, items }) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options is not a fieldset
          <div key={name} role="group" aria-label={name}>
            <Text size="xs" fw={600} c="dimmed" className={classes.section} aria-hidden>
              {name}
            </Text>
            {items.map((item) => (
              <SearchOption
                key={item.key}
                result={item}
                index={all.indexOf(item)}
                isChosen={all[at] === item}
              />
            ))}
          </div>
        ))}
      </div>
      <Text size="sm" c="dimmed" ta="center" role="status" mt="sm">
        {text.trim() !== "" &&
          all.length === 0 &&
          (isSearching ? start.searching : hasFailed ? texts.failed : texts.nothing)}
      </Text>
      <ShowMore fullWidth hasMore={hasMore} onMore={showMore} />
    </Dialog>
  );
}
