import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useState } from "react";
import type { Conversation } from "../../../contract/conversations.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { User } from "../../../contract/users.ts";
import { nameOf } from "../conversation/names.ts";
import { useChat } from "../session/chat-context.tsx";
import { useSession } from "../session/session-context.tsx";
import { loadEmoji, type TypedToken } from "./typed-token.ts";

/** One way to complete the typed token. */
export interface Suggestion {
  /** The text that replaces the token. */
  replacement: string;
  /** The user whose picture is shown before the label. */
  user?: User;
  emoji?: string;
  label: string;
  hint: string;
}

const shown = 8;
const listId = "composer-suggestions";

/** Returns suggestions for the typed token, and handles the keys that select one. */
export function useSuggestions(
  id: ConversationId,
  conversation: Conversation | undefined,
  token: TypedToken | undefined,
  complete: (replacement: string) => void,
) {
  const { session } = useSession();
  const { me } = useChat();
  const [chosen, setChosen] = useState(0);
  const [dismissed, setDismissed] = useState<number>();
  const isLarge = (conversation?.participantCount ?? 0) > limits.page.max;
  const letters = token?.letters.toLowerCase() ?? "";

  const people = useQuery({
    // If one page holds all participants, they are fetched once. In a larger group, each token is a search.
    queryKey: ["mentionable", id, isLarge ? letters : ""],
    queryFn: async () =>
      isLarge && letters !== ""
        ? (await session.call("findUsers", { query: { query: letters, limit: String(shown) } })).items
        : (
            await session.call("listParticipants", {
              params: { id },
              query: { limit: String(limits.page.max) },
            })
          ).items.map(({ user }) => user),
    enabled: token?.kind === "mention",
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  });
  const emoji = useQuery({
    queryKey: ["emoji", letters],
    queryFn: async () => (await loadEmoji()).findEmoji(letters, shown),
    enabled: token?.kind === "emoji",
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });

  const all: Suggestion[] =
    token?.kind === "mention"
      ? (people.data ?? [])
          .filter((user) => user.id !== me.id)
          .filter(({ username, fullName }) => `${username} ${fullName ?? ""}`.toLowerCase().includes(letters))
          .map((user) => ({
            replacement: `@${user.username}`,
            user,
            label: nameOf(user),
            hint: `@${user.username}`,
          }))
      : token?.kind === "emoji"
        ? (emoji.data ?? []).map(({ emoji: character, names: [name = ""] }) => ({
            replacement: character,
            emoji: character,
            label: `:${name}:`,
            hint: "",
          }))
        : [];
  const isOpen = token !== undefined && dismissed !== token.start && all.length > 0;
  const items = isOpen ? all.slice(0, shown) : [];
  const at = Math.min(chosen, items.length - 1);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new token resets the selection
  useEffect(() => setChosen(0), [letters]);
  useEffect(() => {
    if (!token) setDismissed(undefined);
  }, [token]);

  /** @returns whether the suggestions handled the key */
  function onKeyDown(event: KeyboardEvent): boolean {
    const item = items[at];
    if (!item) return false;
    if (event.key === "ArrowDown") setChosen((at + 1) % items.length);
    else if (event.key === "ArrowUp") setChosen((at - 1 + items.length) % items.length);
    else if (event.key === "Enter" || event.key === "Tab") complete(item.replacement);
    else if (event.key === "Escape") setDismissed(token?.start);
    else return false;
    event.preventDefault();
    return true;
  }

  return {
    listId,
    items,
    chosen: at,
    onChoose: complete,
    onKeyDown,
    fieldProps: {
      "aria-autocomplete": "list" as const,
      ...(items.length > 0 && { "aria-controls": listId, "aria-activedescendant": `${listId}-${at}` }),
    },
  };
}
