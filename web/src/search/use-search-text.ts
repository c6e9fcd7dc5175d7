import { type RefObject, type SyntheticEvent, useEffect, useRef, useState } from "react";
import type { ConversationId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { type OperatorSuggestions, useOperatorSuggestions } from "./use-operator-suggestions.ts";

export interface SearchText {
  text: string;
  field: RefObject<HTMLInputElement | null>;
  /** Operators and values that complete the text at the caret. */
  suggestions: OperatorSuggestions;
  /** Shows another text, with the caret at a place or at the end. */
  show: (text: string, at?: number) => void;
  /** Moves the focus to the end of the field. */
  focus: () => void;
  /** Takes the text that the user has typed. */
  onChange: (event: SyntheticEvent<HTMLInputElement>) => void;
}

/** Holds the text and the caret of a search field. */
export function useSearchText(openId: ConversationId | undefined, initial = ""): SearchText {
  const [text, setText] = useState(initial);
  const field = useRef<HTMLInputElement>(null);
  /** The caret's place after the last key. */
  const [caret, setCaret] = useState(initial.length);
  /** Where a suggestion has put the caret. */
  const [moved, setMoved] = useState<{ at: number }>();
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
  useEffect(() => {
    if (!moved) return;
    field.current?.focus();
    field.current?.setSelectionRange(moved.at, moved.at);
  }, [moved]);
  const onChange = ({ currentTarget: { value, selectionEnd } }: SyntheticEvent<HTMLInputElement>) => {
    setText(value);
    setCaret(selectionEnd ?? value.length);
  };
  const focus = () => setMoved({ at: text.length });
  return { text, field, suggestions, show, focus, onChange };
}
