import { Button, Group, Select, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useState } from "react";
import { useLocation } from "wouter";
import { sortedConversations } from "../../../client/conversations/overview.ts";
import type { Conversation } from "../../../contract/conversations.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { SearchHit } from "../../../contract/search.ts";
import type { User } from "../../../contract/users.ts";
import { nameOf, titleOf } from "../conversation/names.ts";
import { useTexts, useTimes } from "../i18n/texts.tsx";
import { Dialog } from "../overlays/dialog.tsx";
import { Avatar } from "../people/avatar.tsx";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import classes from "./search.module.css";

/** The maximum number of conversations, and of people, in the results. */
const shown = 6;

interface Item {
  key: string;
  go: () => void;
  avatar: string;
  title: string;
  hint?: string;
  excerpt?: SearchHit["excerpt"];
}

export interface SearchDialogProps {
  openId: ConversationId | undefined;
  onClose: () => void;
}

/** Finds conversations and people by name, and messages by their text. */
export default function SearchDialog({ openId, onClose }: SearchDialogProps) {
  const { client, me } = useChat();
  const { session } = useSession();
  const { attempt } = useNotice();
  const texts = useTexts();
  const times = useTimes();
  const [, navigate] = useLocation();
  const conversations = useChatState((state) => state.conversations);
  const [text, setText] = useState("");
  const [place, setPlace] = useState<string>("everywhere");
  const [from, setFrom] = useState<string>("anybody");
  const [after, setAfter] = useState("");
  const [before, setBefore] = useState("");
  const [chosen, setChosen] = useState(0);
  const [query] = useDebouncedValue(text.trim(), 200);
  const isOpenId = openId !== undefined && place === "here";

  const people = useQuery({
    queryKey: ["people", query],
    queryFn: () => session.call("findUsers", { query: { query, limit: String(shown) } }),
    enabled: query !== "",
    placeholderData: keepPreviousData,
  });
  const hits = useInfiniteQuery({
    queryKey: ["search", query, isOpenId && openId, from, after, before],
    queryFn: ({ pageParam }) =>
      session.call("search", {
        query: {
          query,
          limit: "20",
          ...(isOpenId && { conversationId: openId }),
          ...(from === "me" && { from: me.id }),
          ...(after && { after }),
          ...(before && { before }),
          ...(pageParam && { cursor: pageParam }),
        },
      }),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor,
    enabled: query !== "",
    placeholderData: keepPreviousData,
  });

  const goTo = (address: string) => {
    onClose();
    navigate(address);
  };
  const openConversation =
    ({ id }: Conversation) =>
    () =>
      goTo(`/c/${id}`);
  const openPerson = (user: User) => async () => {
    onClose();
    await attempt(client.conversations.create([user.id]).then((id) => navigate(`/c/${id}`)));
  };
  const { active, archived } = sortedConversations(conversations);
  const letters = text.trim().toLowerCase();
  const isNamed = (conversation: Conversation) =>
    titleOf(conversation, me.id, texts).toLowerCase().includes(letters) ||
    conversation.participants.some(({ user }) => user.username.includes(letters));
  const known: Item[] = [...active, ...archived]
    .filter(isNamed)
    .slice(0, shown)
    .map((conversation) => ({
      key: conversation.id,
      go: openConversation(conversation),
      avatar: titleOf(conversation, me.id, texts),
      title: titleOf(conversation, me.id, texts),
      hint: conversation.isGroupChat ? texts.conversation.people(conversation.participantCount) : "",
    }));
  const found: Item[] = (letters === "" ? [] : (people.data?.items ?? []))
    .filter((user) => user.id !== me.id)
    .map((user) => ({
      key: user.id,
      go: () => void openPerson(user)(),
      avatar: nameOf(user),
      title: nameOf(user),
      hint: `@${user.username}`,
    }));
  const senderOf = ({ message }: SearchHit) =>
    message.senderId === me.id
      ? me
      : conversations
          .get(message.conversationId)
          ?.participants.find(({ user }) => user.id === message.senderId)?.user;
  const messages: Item[] = (letters === "" ? [] : (hits.data?.pages ?? []))
    .flatMap(({ items }) => items)
    .map((hit) => {
      const { message, excerpt } = hit;
      const sender = senderOf(hit);
      const conversation = conversations.get(message.conversationId);
      const name = sender ? nameOf(sender) : texts.conversation.somebody;
      return {
        key: message.id,
        go: () => goTo(`/c/${message.conversationId}/${message.seq}`),
        avatar: name,
        title: name,
        hint: [conversation && titleOf(conversation, me.id, texts), times.shortTime(message.createdAt)]
          .filter(Boolean)
          .join(" · "),
        excerpt,
      };
    });
  const sections = [
    { name: texts.list.conversations, items: known },
    { name: texts.start.people, items: found },
    { name: texts.conversation.messages, items: messages },
  ].filter(({ items }) => items.length > 0);
  const all = sections.flatMap(({ items }) => items);
  const at = Math.min(chosen, all.length - 1);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new query resets the selection
  useEffect(() => setChosen(0), [text]);
  useEffect(() => {
    document.getElementById(`search-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [at]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "ArrowDown") setChosen(Math.min(all.length - 1, at + 1));
    else if (event.key === "ArrowUp") setChosen(Math.max(0, at - 1));
    else if (event.key === "Enter") all[at]?.go();
    else return;
    event.preventDefault();
  }

  const isLooking = query !== letters || hits.isFetching || people.isFetching;
  return (
    <Dialog onClose={onClose} isPage title={texts.search.title} size="lg">
      <TextInput
        aria-label={texts.search.title}
        placeholder={texts.search.placeholder}
        leftSection={<IconSearch size={18} aria-hidden />}
        value={text}
        maxLength={limits.searchQuery}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        role="combobox"
        aria-expanded={all.length > 0}
        aria-controls="search-results"
        {...(all.length > 0 && { "aria-activedescendant": `search-${at}` })}
        data-autofocus
      />
      <Group gap="xs" mt="xs" grow preventGrowOverflow={false}>
        <Select
          aria-label={texts.search.where}
          data={[
            { value: "everywhere", label: texts.search.everywhere },
            ...(openId ? [{ value: "here", label: texts.search.here }] : []),
          ]}
          value={place}
          allowDeselect={false}
          onChange={(value) => setPlace(value ?? "everywhere")}
        />
        <Select
          aria-label={texts.search.from}
          data={[
            { value: "anybody", label: texts.search.fromAnybody },
            { value: "me", label: texts.search.fromMe },
          ]}
          value={from}
          allowDeselect={false}
          onChange={(value) => setFrom(value ?? "anybody")}
        />
        <TextInput
          type="date"
          aria-label={texts.search.after}
          title={texts.search.after}
          value={after}
          onChange={(event) => setAfter(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          aria-label={texts.search.before}
          title={texts.search.before}
          value={before}
          onChange={(event) => setBefore(event.currentTarget.value)}
        />
      </Group>
      <div id="search-results" role="listbox" aria-label={texts.search.results} className={classes.results}>
        {sections.map(({ name, items }) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options is no fieldset
          <div key={name} role="group" aria-label={name}>
            <Text size="xs" fw={650} c="dimmed" className={classes.section} aria-hidden>
              {name}
            </Text>
            {items.map((item) => (
              <Option key={item.key} item={item} index={all.indexOf(item)} isChosen={all[at] === item} />
            ))}
          </div>
        ))}
      </div>
      <Text size="sm" c="dimmed" ta="center" role="status" mt="sm">
        {letters !== "" && all.length === 0 && (isLooking ? texts.start.looking : texts.search.nothing)}
      </Text>
      {hits.hasNextPage && (
        <Button fullWidth variant="subtle" onClick={() => void hits.fetchNextPage()}>
          {texts.list.showMore}
        </Button>
      )}
    </Dialog>
  );
}

function Option({ item, index, isChosen }: { item: Item; index: number; isChosen: boolean }) {
  const { go, avatar, title, hint, excerpt } = item;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above handles the keys
    <div
      id={`search-${index}`}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      className={classes.option}
      onClick={go}
    >
      <Avatar name={avatar} size={32} />
      <div className={classes.optionText}>
        <Group gap="xs" wrap="nowrap" justify="space-between">
          <Text size="sm" fw={excerpt ? 600 : undefined} truncate>
            {title}
          </Text>
          <Text size="xs" c="dimmed" flex="none" maw="50%" truncate>
            {hint}
          </Text>
        </Group>
        {excerpt && (
          <Text size="sm" lineClamp={2} dir="auto">
            {excerpt.map(({ text, isMatch }, at) =>
              // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no ids and never move
              isMatch ? <mark key={at}>{text}</mark> : text,
            )}
          </Text>
        )}
      </div>
    </div>
  );
}
