import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData } from "@tanstack/react-query";
import { sortedConversations } from "../../../client/conversations/sorted-conversations.ts";
import {
  features,
  type OperatorName,
  operatorNames,
  type Restriction,
  writeOperator,
} from "../../../contract/finding/operators.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { searchForm } from "../../../contract/normal-forms.ts";
import { isDeletedUser } from "../../../contract/users.ts";
import { handleOf, nameOf, otherOf, titleOf } from "../conversation/names.ts";
import { useTexts } from "../i18n/texts.tsx";
import { dayBefore } from "../i18n/times.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { rankedByName } from "../people/ranked-by-name.ts";
import { useQuery } from "../queries/use-query.ts";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { useSession } from "../session/session-context.tsx";
import { operatorNameOf } from "./operator-name.ts";
import type { SearchResult } from "./search-option.tsx";
import { operatorBefore, type TypedOperator } from "./typed-operator.ts";
import { useFoundConversations } from "./use-found-conversations.ts";

const shown = 6;

export interface OperatorSuggestions {
  /** Operators that the user can add. */
  names: SearchResult[];
  /** Values of the operator that the user types. */
  values: SearchResult[];
  /** Whether more values may come. */
  isLoading: boolean;
}

export interface SuggestionRequest {
  text: string;
  caret: number;
  /** The open conversation, whose participants come first. */
  openId: ConversationId | undefined;
  /** Replaces a part of the text, and moves the caret behind it. */
  replace: (place: { start: number; end: number }, replacement: string) => void;
}

/** Returns the operators and the values that can complete the search at the caret. */
export function useOperatorSuggestions({
  text,
  caret,
  openId,
  replace,
}: SuggestionRequest): OperatorSuggestions {
  const texts = useFeatureTexts().search;
  const typed = operatorBefore(text, caret);
  const { values, isLoading } = useValues(typed, openId);
  const place = typed ?? { start: caret, end: caret };
  const nameResult = (name: OperatorName): SearchResult => ({
    key: `operator ${name}`,
    open: () => replace(place, `${name}:`),
    title: `${name}:`,
    hint: texts.help[name],
  });
  const nothing = { names: [], values: [], isLoading: false };
  if (text.trim() === "") return { ...nothing, names: operatorNames.map(nameResult) };
  if (typed?.kind === "name")
    return {
      ...nothing,
      names: operatorNames.filter((name) => name.startsWith(typed.letters)).map(nameResult),
    };
  return {
    names: [],
    isLoading,
    values: values.map(({ restriction, ...result }) => ({
      ...result,
      key: writeOperator(restriction),
      open: () => replace(place, `${writeOperator(restriction)} `),
    })),
  };
}

type Value = { restriction: Restriction } & Pick<SearchResult, "avatar" | "group" | "title" | "hint">;

interface Values {
  values: Value[];
  isLoading: boolean;
}

const complete = (values: Value[]): Values => ({ values, isLoading: false });

/** Returns the values that complete an operator. */
function useValues(typed: TypedOperator | undefined, openId: ConversationId | undefined): Values {
  const texts = useFeatureTexts().search;
  const name = typed?.kind === "value" ? typed.name : undefined;
  const value = typed?.kind === "value" ? typed.value : "";
  const letters = searchForm(value.replace(/^[@#]/, ""));
  const people = usePersonValues({ isWanted: name === "from", letters, openId });
  const conversations = useConversationValues(name === "in", letters);
  const contains = (title: string) => searchForm(title).includes(letters);
  switch (name) {
    case "from":
      return people;
    case "in":
      return conversations;
    case "has":
      return complete(
        features
          .map((feature) => ({
            restriction: { name: "has" as const, value: feature },
            title: texts.features[feature],
            hint: feature,
          }))
          .filter(({ title, hint }) => contains(title) || contains(hint)),
      );
    case "is":
      return complete(
        [
          { restriction: { name, value: "thread" as const }, title: texts.kinds.thread, hint: "thread" },
        ].filter(({ title, hint }) => contains(title) || contains(hint)),
      );
    case "before":
    case "after":
      return complete(
        [
          { title: texts.today, day: dayBefore(0) },
          { title: texts.yesterday, day: dayBefore(1) },
          { title: texts.aWeekAgo, day: dayBefore(7) },
          { title: texts.aMonthAgo, day: dayBefore(30) },
        ]
          .filter(({ title, day }) => contains(title) || day.startsWith(value))
          .map(({ title, day }) => ({ restriction: { name, value: day }, title, hint: day })),
      );
    case undefined:
      return complete([]);
  }
}

interface PersonRequest {
  isWanted: boolean;
  letters: string;
  openId: ConversationId | undefined;
}

/**
 * Returns the user and the people whose names match. Of people who match equally well, the participants of the open
 * conversation and of recent ones come first.
 */
function usePersonValues({ isWanted, letters, openId }: PersonRequest): Values {
  const { me } = useChat();
  const { session } = useSession();
  const texts = useFeatureTexts().search;
  const conversations = useChatState((state) => state.conversations);
  const [query] = useDebouncedValue(letters, 150);
  const found = useQuery({
    queryKey: ["people", query],
    queryFn: () => session.call("findUsers", { query: { query, limit: String(shown) } }),
    enabled: isWanted && query !== "",
    placeholderData: keepPreviousData,
  });
  if (!isWanted) return complete([]);
  const isMe =
    letters === "" ||
    [me.username, me.fullName ?? "", texts.me].some((name) => searchForm(name).startsWith(letters));
  const own: Value = {
    restriction: { name: "from", value: "me" },
    avatar: { id: me.id, name: nameOf(me), pictureId: me.pictureId },
    title: texts.me,
    hint: `@${me.username}`,
  };
  const open = openId && conversations.get(openId);
  const recent = [...(open ? [open] : []), ...sortedConversations(conversations).active];
  const near = recent.flatMap(({ participants }) => participants.map(({ user }) => user));
  const people = new Map(
    [...near, ...(letters === "" ? [] : (found.data?.items ?? []))].map((user) => [user.id, user]),
  );
  // The answer may belong to the previous letters.
  const others = rankedByName(people.values(), letters)
    .filter((user) => user.id !== me.id && !isDeletedUser(user))
    .slice(0, shown)
    .map(
      (user): Value => ({
        restriction: { name: "from", value: `@${user.username}` },
        avatar: { id: user.id, name: nameOf(user), pictureId: user.pictureId },
        title: nameOf(user),
        hint: `@${user.username}`,
      }),
    );
  return {
    values: [...(isMe ? [own] : []), ...others],
    isLoading: letters !== "" && (found.isFetching || query !== letters),
  };
}

function useConversationValues(isWanted: boolean, letters: string): Values {
  const { me } = useChat();
  const texts = useTexts();
  const known = useChatState((state) => state.conversations);
  const [query] = useDebouncedValue(letters, 150);
  const { found, isFetching } = useFoundConversations({ query, limit: shown, isWanted });
  if (!isWanted) return complete([]);
  const { active, archived } = sortedConversations(known);
  const all = [...active, ...archived, ...(letters === "" ? [] : found)];
  const values = new Map<string, Value>();
  for (const conversation of all) {
    const title = titleOf(conversation, me.id, texts);
    const other = otherOf(conversation, me.id)?.user;
    const value = operatorNameOf(conversation, me.id);
    if (!value || !searchForm(`${title} ${other?.username ?? ""}`).includes(letters)) continue;
    values.set(value, {
      restriction: { name: "in", value },
      avatar: {
        id: other?.id ?? conversation.id,
        name: title,
        pictureId: other ? other.pictureId : conversation.pictureId,
      },
      group: other ? undefined : conversation,
      title,
      ...((!other || handleOf(other)) && { hint: value }),
    });
  }
  return {
    values: [...values.values()].slice(0, shown),
    isLoading: letters !== "" && (isFetching || query !== letters),
  };
}
