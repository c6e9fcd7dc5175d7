import { type KeyboardEvent, lazy, useEffect, useState } from "react";
import type { Conversation } from "../../../contract/conversations.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { useErrors } from "../errors/errors-context.tsx";
import { LazyPart } from "../errors/lazy-part.tsx";
import { whenIdle } from "../overlays/when-idle.ts";
import { mostSuggestions, type Suggestion } from "./suggestion.ts";
import type { TypedToken } from "./typed-token.ts";

const loadFound = () => import("./found-suggestions.tsx");
const FoundSuggestions = lazy(loadFound);

const listId = "composer-suggestions";

export interface SuggestionsPlace {
  id: ConversationId;
  conversation: Conversation | undefined;
  isInThread: boolean;
}

/**
 * Returns suggestions for the typed token, and handles the keys that select one. Tab inserts the first one. Enter
 * inserts the one to which the user has moved, or the one that the letters mean (`isMeant`): an emoji, a user group,
 * `@channel` or `@here` after the whole name, a channel whose name they spell in another way, and a person or a command
 * after a beginning. Otherwise Enter sends the message. The code that finds suggestions loads when the page is idle.
 * Render `finder`.
 */
export function useSuggestions(
  place: SuggestionsPlace,
  token: TypedToken | undefined,
  complete: (replacement: string) => void,
) {
  const { background } = useErrors();
  const [found, setFound] = useState<readonly Suggestion[]>([]);
  /** Index of the suggestion to which the user has moved. */
  const [moved, setMoved] = useState<number>();
  const [dismissed, setDismissed] = useState<number>();
  useEffect(() => whenIdle(() => background(loadFound(), "preload")), [background]);

  const isOpen = token !== undefined && dismissed !== token.start;
  const items = isOpen ? found.slice(0, mostSuggestions) : [];
  const meant = items.findIndex(({ isMeant }) => isMeant);
  const at = Math.min(moved ?? meant, items.length - 1);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new token resets the selection
  useEffect(() => setMoved(undefined), [token?.letters]);
  useEffect(() => {
    if (!token) setDismissed(undefined);
  }, [token]);

  /** @returns whether the suggestions handled the key */
  function onKeyDown(event: KeyboardEvent): boolean {
    const { length } = items;
    if (length === 0) return false;
    const item = items[at] ?? (event.key === "Tab" ? items[0] : undefined);
    if (event.key === "ArrowDown") setMoved((at + 1) % length);
    else if (event.key === "ArrowUp") setMoved((Math.max(at, 0) - 1 + length) % length);
    else if (item && (event.key === "Enter" || event.key === "Tab")) complete(item.replacement);
    else if (event.key === "Escape") setDismissed(token?.start);
    else return false;
    event.preventDefault();
    return true;
  }

  return {
    finder: token && (
      <LazyPart name="suggestions" fallback={null}>
        <FoundSuggestions {...place} token={token} onFound={setFound} />
      </LazyPart>
    ),
    listId,
    items,
    chosen: at,
    onChoose: complete,
    onKeyDown,
    fieldProps: {
      "aria-autocomplete": "list" as const,
      ...(items.length > 0 && { "aria-controls": listId }),
      ...(at >= 0 && { "aria-activedescendant": `${listId}-${at}` }),
    },
  };
}
