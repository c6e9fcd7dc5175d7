import { keepPreviousData } from "@tanstack/react-query";
import { useLayoutEffect, useMemo } from "react";
import { UserGroups } from "../../../client/user-groups/user-groups.ts";
import type { Conversation } from "../../../contract/conversations.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { searchForm } from "../../../contract/normal-forms.ts";
import { isDeletedUser } from "../../../contract/users.ts";
import { wideMentions } from "../../../contract/wide-mentions.ts";
import { suggestedChannels } from "../channel-names/channel-names.ts";
import { useChannelNames } from "../channel-names/use-channel-names.ts";
import { nameOf } from "../conversation/names.ts";
import { useErrors } from "../errors/errors-context.tsx";
import { usePageLanguage } from "../i18n/texts.tsx";
import { beginsWith, rankedByName } from "../people/ranked-by-name.ts";
import { useQuery } from "../queries/use-query.ts";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { useSession } from "../session/session-context.tsx";
import { mostSuggestions, type Suggestion } from "./suggestion.ts";
import { loadEmoji, type TypedToken } from "./typed-token.ts";

export interface FoundSuggestionsProps {
  id: ConversationId;
  conversation: Conversation | undefined;
  isInThread: boolean;
  token: TypedToken;
  /** Receives the suggestions. Must stay the same function. */
  onFound: (suggestions: readonly Suggestion[]) => void;
}

/** Renders nothing. Finds the suggestions for the typed token. */
export default function FoundSuggestions({
  id,
  conversation,
  isInThread,
  token: { kind, ...token },
  onFound,
}: FoundSuggestionsProps) {
  const { session } = useSession();
  const { client, me } = useChat();
  const { background } = useErrors();
  const custom = useChatState((state) => state.emoji);
  const { language, texts: pageTexts } = usePageLanguage();
  const texts = pageTexts.composer;
  const isLarge = (conversation?.participantCount ?? 0) > limits.page.max;
  // They have no effect in a thread, and mean one person in a direct conversation.
  const hasWide = conversation?.isGroupChat === true && !isInThread;
  const { letters: typed } = token;
  const letters = typed.toLowerCase();

  const people = useQuery({
    // If one page holds all participants, they are fetched once for each version of the conversation. In a larger group,
    // each token is a search.
    queryKey: ["mentionable", id, conversation?.version, isLarge ? letters : ""],
    queryFn: async () =>
      (
        await session.call("listParticipants", {
          params: { id },
          query: { limit: String(limits.page.max), ...(isLarge && letters !== "" && { query: letters }) },
        })
      ).items.map(({ user }) => user),
    enabled: kind === "mention",
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  });
  const groups = useQuery({
    queryKey: ["user-groups"],
    queryFn: () => new UserGroups(session).list(),
    enabled: kind === "mention",
    staleTime: 60_000,
  });
  const emoji = useQuery({
    queryKey: ["emoji", letters, language],
    queryFn: async () => {
      background(client.emoji.ensure(), "emoji");
      const [{ findEmoji }, { loadEmojiNames }] = await Promise.all([
        loadEmoji(),
        import("../emoji/emoji-names.ts"),
      ]);
      // The English names also work if those of the language cannot be loaded.
      const own = await loadEmojiNames(language).catch(() => undefined);
      return findEmoji(letters, mostSuggestions, own).map((found) => ({
        ...found,
        own: own?.nameOf(found.emoji),
      }));
    },
    enabled: kind === "emoji",
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
  const known = useChannelNames({ isWanted: kind === "channel" });
  const commands = useQuery({
    queryKey: ["commands", letters, language, id],
    queryFn: async () => {
      const { suggestCommands } = await import("../commands/suggest-commands.ts");
      return suggestCommands(letters, { language, conversation });
    },
    enabled: kind === "command",
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });

  const found = useMemo((): readonly Suggestion[] => {
    switch (kind) {
      case "command":
        return commands.data ?? [];
      case "channel":
        return suggestedChannels(known.channels, known.names, { letters: typed, most: mostSuggestions }).map(
          ({ channel: { name, topic = "" }, isFullName }) => ({
            replacement: `#${name}`,
            label: `#${name}`,
            hint: topic,
            // After a whole name, Enter sends.
            isMeant: isFullName && name.toLowerCase() !== letters,
          }),
        );
      case "emoji":
        return [
          ...[...(custom?.keys() ?? [])]
            .filter((name) => name.startsWith(letters))
            .map((name) => ({
              replacement: `:${name}:`,
              emoji: `:${name}:`,
              label: `:${name}:`,
              hint: "",
              isMeant: name === letters,
            })),
          ...(emoji.data ?? []).map(({ emoji: character, names, own = "" }) => ({
            replacement: character,
            emoji: character,
            label: `:${names[0]}:`,
            hint: own,
            isMeant: names.includes(letters) || searchForm(own) === searchForm(letters),
          })),
        ];
      case "mention": {
        // Mentions of many people take the whole word, which then means nobody whose name begins with it.
        const isWhole =
          (hasWide && wideMentions.some((word) => word === letters)) ||
          groups.data?.some(({ handle }) => handle === letters) === true;
        return [
          ...rankedByName(
            (people.data ?? [])
              .filter((user) => user.id !== me.id && !isDeletedUser(user))
              .sort((one, other) => one.username.localeCompare(other.username)),
            letters,
          ).map((user) => ({
            replacement: `@${user.username}`,
            user,
            label: nameOf(user),
            hint: `@${user.username}`,
            isMeant: isWhole ? user.username === letters : beginsWith(user, letters),
          })),
          ...(groups.data ?? [])
            .filter(({ handle, name }) => searchForm(`${handle} ${name}`).includes(searchForm(letters)))
            .map(({ handle, name }) => ({
              replacement: `@${handle}`,
              label: `@${handle}`,
              hint: name,
              isMeant: handle === letters,
            })),
          ...(hasWide ? wideMentions : [])
            .filter((word) => word.startsWith(letters))
            .map((word) => ({
              replacement: `@${word}`,
              label: `@${word}`,
              hint: texts.wide[word],
              isMeant: word === letters,
            })),
        ];
      }
    }
  }, [
    kind,
    typed,
    letters,
    commands.data,
    known,
    custom,
    emoji.data,
    people.data,
    me.id,
    groups.data,
    hasWide,
    texts,
  ]);
  // Before the browser handles the next key, which may insert one of them.
  useLayoutEffect(() => onFound(found), [onFound, found]);
  useLayoutEffect(() => () => onFound([]), [onFound]);
  return null;
}
