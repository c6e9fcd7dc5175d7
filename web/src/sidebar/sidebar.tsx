import { Group, Skeleton, Stack, Title } from "@mantine/core";
import { IconEdit, IconFilter, IconPlus, IconSearch } from "@tabler/icons-react";
import { lazy, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { conversationSections, keyOfSection } from "../../../client/conversations/sorted-conversations.ts";
import type { Conversation } from "../../../contract/conversations.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { useErrors } from "../errors/errors-context.tsx";
import { Overlay } from "../errors/failures.tsx";
import { LazyPart } from "../errors/lazy-part.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { IconButton } from "../icon-button.tsx";
import { earlyKeys } from "../overlays/early-keys.ts";
import { whenIdle } from "../overlays/when-idle.ts";
import { commandKey } from "../pages/command-key.ts";
import { requestOverlay } from "../pages/use-shortcuts.ts";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { useDensity } from "../session/density.ts";
import { AccountMenu } from "./account-menu.tsx";
import { AddChannel } from "./add-channel.tsx";
import { ConversationRow } from "./conversation-row.tsx";
import { GrowingRows } from "./growing-rows.tsx";
import { HomeItem } from "./home-item.tsx";
import { SavedItem } from "./saved-item.tsx";
import { SectionButton } from "./section-button.tsx";
import { SectionMenu } from "./section-menu.tsx";
import classes from "./sidebar.module.css";
import { type SectionName, useSidebarPreferences } from "./sidebar-preferences.ts";
import { SidebarSection } from "./sidebar-section.tsx";
import { keepSidebarWidth } from "./sidebar-width.ts";
import { ThreadsItem } from "./threads-item.tsx";
import { useHeldList, useSteadyList } from "./use-steady-list.ts";
import { useStepKeys } from "./use-step-keys.ts";
import { useUnreadSection } from "./use-unread-section.ts";

const loadNewConversation = () => import("./new-conversation.tsx");
const NewConversation = lazy(loadNewConversation);

const EmptyList = lazy(() => import("./empty-list.tsx"));
const SidebarResizer = lazy(() => import("./sidebar-resizer.tsx"));
const ListDragging = lazy(() => import("../sections/list-dragging.tsx"));

keepSidebarWidth();

/** The conversation list with its sections, and the account menu below it. */
export function Sidebar({ openId }: { openId: ConversationId | undefined }) {
  const { me } = useChat();
  const { background } = useErrors();
  const { list: texts } = useTexts();
  const conversations = useChatState((state) => state.conversations);
  const cursor = useChatState((state) => state.conversationsCursor);
  const [isStarting, setStarting] = useState(false);
  const { collapsed, unreadOnly, unreadFirst, toggleSection, toggle } = useSidebarPreferences();
  const [density] = useDensity();
  const { isHeld, handlers } = useHeldList();
  const unreadIds = useUnreadSection({ isOn: unreadFirst === true, conversations, openId, isHeld });
  const { unread, sections, archived } = useMemo(
    () => conversationSections(conversations, me.sections, unreadIds),
    [conversations, me.sections, unreadIds],
  );
  const idsOf = (listed: readonly Conversation[]) => listed.map(({ id }) => id);
  useStepKeys([unread, ...sections.map((each) => each.conversations)].flat(), openId);
  const steady = useSteadyList(
    new Map<SectionName, readonly ConversationId[]>([
      ["unread", idsOf(unread)],
      ...sections.map((each) => [keyOfSection(each.section), idsOf(each.conversations)] as const),
      ["archived", idsOf(archived)],
    ]),
    isHeld,
  );
  const list = useRef<HTMLDivElement>(null);
  const isLoading = cursor === undefined;
  useEffect(
    () => (isLoading ? undefined : whenIdle(() => background(loadNewConversation(), "preload"))),
    [isLoading, background],
  );
  const start = () => {
    earlyKeys.start("dialog");
    setStarting(true);
  };
  const isShown = (name: SectionName, conversation: Conversation | undefined) => {
    if (!conversation) return false;
    if (conversation.id === openId) return true;
    const isCollapsed = collapsed.includes(name);
    return name === "archived" || name === "unread"
      ? !isCollapsed
      : conversation.unreadCount > 0 || !(unreadOnly || isCollapsed);
  };
  const listed = (name: SectionName, title: string, action?: ReactNode) => (
    <SidebarSection
      key={name}
      name={name}
      title={title}
      isCollapsed={collapsed.includes(name)}
      onToggle={() => toggleSection(name)}
      action={action}
    >
      <GrowingRows ids={steady(name).filter((id) => isShown(name, conversations.get(id)))}>
        {(id) => {
          const conversation = conversations.get(id);
          return (
            conversation && (
              <ConversationRow
                key={id}
                conversation={conversation}
                me={me.id}
                isOpen={id === openId}
                isCompact={density === "compact"}
              />
            )
          );
        }}
      </GrowingRows>
    </SidebarSection>
  );
  const titles = { favourites: texts.favourites, channels: texts.channels, direct: texts.directMessages };
  const actions = {
    favourites: undefined,
    channels: <AddChannel />,
    direct: (
      <SectionButton label={texts.newMessage} onClick={start}>
        <IconPlus size={16} />
      </SectionButton>
    ),
  };
  // The channels are always there, because their button leads to more of them, and so are the user's own sections.
  const shown = sections.filter(
    ({ section, conversations: { length } }) =>
      length > 0 || section.kind === "channels" || section.kind === "own",
  );
  const shownKeys = shown.map(({ section }) => keyOfSection(section));

  return (
    <nav className={classes.sidebar} aria-label={texts.conversations}>
      <Group className={classes.header} wrap="nowrap" gap={4}>
        <Title order={2} size="h4" flex={1}>
          {texts.chats}
        </Title>
        <IconButton
          size={36}
          variant={unreadOnly ? "light" : "subtle"}
          color={unreadOnly ? undefined : "gray"}
          label={texts.unreadOnly}
          aria-pressed={unreadOnly}
          onClick={() => toggle("unreadOnly")}
        >
          <IconFilter size={20} />
        </IconButton>
        <IconButton size={36} label={texts.newConversation} onClick={start}>
          <IconEdit size={20} />
        </IconButton>
      </Group>
      <button type="button" className={classes.jump} onClick={() => requestOverlay("search")}>
        <IconSearch size={16} aria-hidden />
        <span>{texts.search}</span>
        <kbd aria-hidden>{commandKey} K</kbd>
      </button>
      <div ref={list} className={classes.list} data-scrolls {...handlers}>
        <HomeItem />
        <ThreadsItem />
        <SavedItem />
        {isLoading && conversations.size === 0 && <ListSkeleton />}
        {!isLoading && conversations.size === 0 && (
          <LazyPart name="empty list" fallback={null}>
            <EmptyList />
          </LazyPart>
        )}
        {unread.length > 0 && listed("unread", texts.unreadSection)}
        {!(isLoading && conversations.size === 0) &&
          shown.map(({ section }) => {
            const title = section.kind === "own" ? section.name : titles[section.kind];
            return listed(
              keyOfSection(section),
              title,
              <>
                <SectionMenu section={section} title={title} shown={shownKeys} />
                {section.kind !== "own" && actions[section.kind]}
              </>,
            );
          })}
        {archived.length > 0 && listed("archived", texts.archived({ count: archived.length }))}
      </div>
      <AccountMenu />
      {!isLoading && (
        <Overlay name="sidebar resizer" onClose={() => {}}>
          <SidebarResizer />
          <ListDragging list={list} />
        </Overlay>
      )}
      {isStarting && (
        <Overlay name="new conversation" onClose={() => setStarting(false)}>
          <NewConversation onClose={() => setStarting(false)} />
        </Overlay>
      )}
    </nav>
  );
}

function ListSkeleton() {
  const texts = useTexts().list;
  return (
    <Stack p="sm" gap="md" aria-label={texts.loading} aria-busy="true">
      {["a", "b", "c", "d", "e"].map((key) => (
        <Group key={key} wrap="nowrap">
          <Skeleton circle height={44} />
          <Stack gap={8} flex={1}>
            <Skeleton height={12} width="60%" />
            <Skeleton height={10} width="85%" />
          </Stack>
        </Group>
      ))}
    </Stack>
  );
}
