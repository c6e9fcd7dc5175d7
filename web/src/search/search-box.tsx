import { Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useState } from "react";
import { operatorsAsText, parseSearch } from "../../../contract/finding/operators.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { OperatorChips } from "./operator-chips.tsx";
import classes from "./search.module.css";
import { type Filters, SearchFilters } from "./search-filters.tsx";
import { SearchOption, type SearchResult } from "./search-option.tsx";
import type { SearchText } from "./use-search-text.ts";

/** Results under one title. */
export interface ResultSection {
  name: string;
  items: readonly SearchResult[];
}

export interface SearchBoxProps {
  search: SearchText;
  label: string;
  placeholder: string;
  filters: Filters;
  onFilters: (filters: Filters) => void;
  openId: ConversationId | undefined;
  sections: readonly ResultSection[];
  /** The operators that name nothing. The server has searched for their text. */
  searchedAsText: readonly string[];
  /** Whether the results may still belong to the previous text. */
  isSearching: boolean;
  /** Whether no answer can replace a result, although the search still runs. */
  isKnown: (result: SearchResult) => boolean;
  /** The result that is open beside the list. */
  currentKey?: string | undefined;
  /** Opens the result after the current one, or before it. */
  onStep?: (by: 1 | -1) => void;
  onEscape?: () => void;
  /** Shown between the filters and the results. */
  children?: ReactNode;
}

/**
 * The field of a search, its operators and filters, and the results. The field keeps the focus: arrow keys choose a
 * result, and Enter opens it. On the result that is open already, Enter opens the next one, and Shift+Enter the previous
 * one.
 */
export function SearchBox({
  search: { text, field, show, onChange },
  label,
  placeholder,
  filters,
  onFilters,
  openId,
  sections,
  searchedAsText,
  isSearching,
  isKnown,
  currentKey,
  onStep,
  onEscape,
  children,
}: SearchBoxProps) {
  const texts = useFeatureTexts().search;
  const listId = useId();
  const optionId = (index: number) => `${listId}-${index}`;
  const [chosen, setChosen] = useState(0);
  /** The text for which the user pressed Enter before its results had arrived. */
  const [entered, setEntered] = useState<string>();
  const operators = parseSearch(text).operators.filter(
    ({ start, end }) => !searchedAsText.includes(text.slice(start, end)),
  );
  const all = sections.flatMap(({ items }) => items);
  const at = Math.min(chosen, all.length - 1);
  const choice = all[at];
  const chosenId = optionId(at);
  const currentAt = all.findIndex(({ key }) => key === currentKey);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new query resets the selection
  useEffect(() => setChosen(0), [text]);
  useEffect(() => {
    if (currentAt !== -1) setChosen(currentAt);
  }, [currentAt]);
  useEffect(() => {
    document.getElementById(chosenId)?.scrollIntoView({ block: "nearest" });
  }, [chosenId]);

  useEffect(() => {
    if (entered === undefined || isSearching) return;
    setEntered(undefined);
    if (entered === text) choice?.open();
  }, [entered, isSearching, text, choice]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "ArrowDown") setChosen(Math.min(all.length - 1, at + 1));
    else if (event.key === "ArrowUp") setChosen(Math.max(0, at - 1));
    else if (event.key === "Escape" && onEscape) onEscape();
    else if (event.key !== "Enter") return;
    else if (isSearching && !(choice && isKnown(choice))) setEntered(text);
    else if (onStep && (event.shiftKey || at === currentAt)) onStep(event.shiftKey ? -1 : 1);
    else choice?.open();
    event.preventDefault();
  }

  return (
    <>
      <TextInput
        aria-label={label}
        placeholder={placeholder}
        leftSection={<IconSearch size={18} aria-hidden />}
        value={text}
        maxLength={limits.searchQuery}
        ref={field}
        onChange={onChange}
        onKeyDown={onKeyDown}
        role="combobox"
        aria-expanded={all.length > 0}
        aria-controls={listId}
        {...(all.length > 0 && { "aria-activedescendant": chosenId })}
        data-autofocus
        data-keeps-focus
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
      <SearchFilters filters={filters} openId={openId} onChange={onFilters} />
      {children}
      <div id={listId} role="listbox" aria-label={texts.results} className={classes.results}>
        {sections.map(({ name, items }) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options is not a fieldset
          <div key={name} role="group" aria-label={name}>
            <Text size="xs" fw={600} c="dimmed" className={classes.section} aria-hidden>
              {name}
            </Text>
            {items.map((item) => {
              const index = all.indexOf(item);
              return (
                <SearchOption
                  key={item.key}
                  id={optionId(index)}
                  result={item}
                  isChosen={index === at}
                  isCurrent={index === currentAt}
                />
              );
            })}
          </div>
        ))}
      </div>
    </>
  );
}
