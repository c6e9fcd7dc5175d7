import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useState } from "react";
import { UserGroups } from "../../../client/user-groups/user-groups.ts";
import type { Conversation } from "../../../contract/conversations.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { searchForm } from "../../../contract/normal-forms.ts";
import type { User } from "../../../contract/users.ts";
import { wideMentions } from "../../../contract/wide-mentions.ts";
import { nameOf } from "../conversation/names.ts";
import { usePageLanguage } from "../i18n/texts.tsx";
import { useChat, useChatState } from "../session/chat-context.tsx";
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
  /** Whether Enter inserts it although the user has not moved to it. */
  isMeant: boolean;
}

const shown = 8;
const listId = "composer-suggestions";

/** Whether a name or one of its words begins with the typed letters. Accents make no difference. */
const beginsWith = ({ username, fullName }: User, letters: string) =>
  letters !== "" &&
  [username, ...(fullName ?? "").split(/\s+/)].some((word) =>
    searchForm(word).startsWith(searchForm(letters)),
  );

/**
 * Returns suggestions for the typed token, and handles the keys that select one. Tab inserts the first one. Enter sends
 * the message, unless the user has moved to a suggestion, typed an emoji's full name, or begun a person's name.
 */
export function useSuggestions(
  id: ConversationId,
  { conversation, isInThread }: { conversation: Conversation | undefined; isInThread: boolean },
  token: TypedToken | undefined,
  complete: (replacement: string) => void,
) {
  const { session } = useSession();
  const { client, me } = useChat();
  const custom = useChatState((state) => state.emoji);
  const { language, texts: pageTexts } = usePageLanguage();
  const texts = pageTexts.composer;
  /** Index of the suggestion to which the user has moved. */
  const [moved, setMoved] = useState<number>();
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
  const groups = useQuery({
    queryKey: ["user-groups"],
    queryFn: () => new UserGroups(session).list(),
    enabled: token?.kind === "mention",
    staleTime: 60_000,
  });
  const emoji = useQuery({
    queryKey: ["emoji", letters],
    queryFn: async () => {
      void client.emoji.ensure().catch(() => {});
      return (await loadEmoji()).findEmoji(letters, shown);
    },
    enabled: token?.kind === "emoji",
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });

  const commands = useQuery({
    queryKey: ["commands", letters, language, id],
    queryFn: async () => {
      const { suggestCommands } = await import("../commands/suggest-commands.ts");
      return suggestCommands(letters, { language, conversation });
    },
    enabled: token?.kind === "command",
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });

  // They have no effect in a thread, and mean one person in a direct conversation.
  const wide = conversation?.isGroupChat && !isInThread ? wideMentions : [];
  const all: Suggestion[] =
    token?.kind === "mention"
      ? [
          ...(people.data ?? [])
            .filter((user) => user.id !== me.id)
            .filter(({ username, fullName }) =>
              searchForm(`${username} ${fullName ?? ""}`).includes(searchForm(letters)),
            )
            .map((user) => ({
              replacement: `@${user.username}`,
              user,
              label: nameOf(user),
              hint: `@${user.username}`,
              isMeant: beginsWith(user, letters),
            })),
          ...(groups.data ?? [])
            .filter(({ handle, name }) => searchForm(`${handle} ${name}`).includes(searchForm(letters)))
            .map(({ handle, name }) => ({
              replacement: `@${handle}`,
              label: `@${handle}`,
              hint: name,
              isMeant: letters !== "" && handle.startsWith(letters),
            })),
          ...wide
            .filter((word) => word.startsWith(letters))
            .map((word) => ({
              replacement: `@${word}`,
              label: `@${word}`,
              hint: texts.wide[word],
              isMeant: letters !== "",
            })),
        ]
      : token?.kind === "emoji"
        ? [
            ...[...(custom?.keys() ?? [])]
              .filter((name) => name.startsWith(letters))
              .map((name) => ({
                replacement: `:${name}:`,
                emoji: `:${name}:`,
                label: `:${name}:`,
                hint: "",
                isMeant: name === letters,
              })),
            ...(emoji.data ?? []).map(({ emoji: character, names }) => ({
              replacement: character,
              emoji: character,
              label: `:${names[0]}:`,
              hint: "",
              isMeant: names.includes(letters),
            })),
          ]
        : token?.kind === "command"
          ? (commands.data ?? [])
          : [];
  const isOpen = token !== undefined && dismissed !== token.start && all.length > 0;
  const items = isOpen ? all.slice(0, shown) : [];
  const meant = items.findIndex(({ isMeant }) => isMeant);
  const at = Math.min(moved ?? meant, items.length - 1);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new token resets the selection
  useEffect(() => setMoved(undefined), [letters]);
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
