import { Menu } from "@mantine/core";
import {
  IconArchive,
  IconArchiveOff,
  IconBell,
  IconBellOff,
  IconFiles,
  IconFolderSymlink,
  IconInfoCircle,
  IconListSearch,
  IconLogout,
  IconMailOpened,
  IconPin,
  IconStar,
  IconStarOff,
} from "@tabler/icons-react";
import { lazy, type ReactNode, useState } from "react";
import type { UpdateSettings } from "../../../contract/conversation-settings.ts";
import type { Conversation } from "../../../contract/conversations.ts";
import { Overlay } from "../errors/failures.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { OpenedMenu } from "../overlays/opened-menu.tsx";
import { usePanel } from "../panel/panel-context.tsx";
import { useOpenPins } from "../pins/use-open-pins.tsx";
import { useSearchIn } from "../search/use-search-in.ts";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { titleOf } from "./names.ts";
import { useLeaveTexts } from "./use-leave-texts.ts";

const MoveMenu = lazy(() => import("../sections/move-menu.tsx"));
const LeaveDialog = lazy(() => import("./leave-dialog.tsx"));
const DetailsPanel = lazy(() => import("../details/details-panel.tsx"));
const FilesPanel = lazy(() => import("../conversation-files/files-panel.tsx"));

export interface ConversationActionsProps {
  conversation: Conversation;
  onClose: () => void;
  /** Called when a panel of the conversation has opened. */
  onPanel?: () => void;
  /** The button that opens the menu. */
  children: ReactNode;
}

/** The menu of a conversation's personal settings, such as mute, pin and archive. */
export default function ConversationActions({
  conversation,
  onClose,
  onPanel,
  children,
}: ConversationActionsProps) {
  const { client, me } = useChat();
  const { attempt, show } = useNotice();
  const panel = usePanel();
  const allTexts = useTexts();
  const { conversationMenu } = useFeatureTexts();
  const texts = allTexts.conversation;
  const leaveTexts = useLeaveTexts(conversation.id);
  const { id, settings, lastSeq, isGroupChat } = conversation;
  const openPins = useOpenPins(id);
  const set = (change: UpdateSettings) => () => void attempt(client.conversations.updateSettings(id, change));
  const archive = async () => {
    if (!(await attempt(client.conversations.updateSettings(id, { isArchived: true })))) return;
    show(conversationMenu.wasArchived({ title: titleOf(conversation, me.id, allTexts) }), {
      label: texts.undo,
      run: set({ isArchived: false }),
      isPassing: true,
    });
  };
  const searchIn = useSearchIn();
  const isMuted = settings.notify === "nothing";
  const [isLeaving, setLeaving] = useState(false);
  const [isMoving, setMoving] = useState(false);
  if (isMoving) {
    return (
      <Overlay name="move menu" onClose={onClose} fallback={children}>
        <MoveMenu conversation={conversation} onClose={onClose}>
          {children}
        </MoveMenu>
      </Overlay>
    );
  }
  if (isLeaving) {
    return (
      <>
        {children}
        <Overlay name="leave" onClose={onClose}>
          <LeaveDialog id={id} onClose={onClose} />
        </Overlay>
      </>
    );
  }
  return (
    <OpenedMenu onClose={onClose} target={children} position="bottom-end">
      <Menu.Item
        leftSection={<IconInfoCircle size={18} />}
        onClick={() => {
          panel.open(<DetailsPanel id={id} />, { name: "details", of: id });
          onPanel?.();
        }}
      >
        {texts.details}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconPin size={18} />}
        onClick={() => {
          openPins();
          onPanel?.();
        }}
      >
        {allTexts.message.pins}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconFiles size={18} />}
        onClick={() => {
          panel.open(<FilesPanel id={id} />, { name: "files", of: id });
          onPanel?.();
        }}
      >
        {texts.files}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconListSearch size={18} />}
        onClick={() => {
          searchIn(id);
          onPanel?.();
        }}
      >
        {conversationMenu.search}
      </Menu.Item>
      <Menu.Item
        leftSection={isMuted ? <IconBell size={18} /> : <IconBellOff size={18} />}
        onClick={set({ notify: isMuted ? "all" : "nothing" })}
      >
        {isMuted ? conversationMenu.unmute : conversationMenu.mute}
      </Menu.Item>
      <Menu.Item
        leftSection={settings.isPinned ? <IconStarOff size={18} /> : <IconStar size={18} />}
        onClick={set({ isPinned: !settings.isPinned })}
      >
        {settings.isPinned ? conversationMenu.removeFavourite : conversationMenu.addFavourite}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconFolderSymlink size={18} />}
        closeMenuOnClick={false}
        onClick={() => setMoving(true)}
      >
        {conversationMenu.move}
      </Menu.Item>
      <Menu.Item
        leftSection={settings.isArchived ? <IconArchiveOff size={18} /> : <IconArchive size={18} />}
        onClick={() => void (settings.isArchived ? set({ isArchived: false })() : archive())}
      >
        {settings.isArchived ? conversationMenu.unarchive : conversationMenu.archive}
      </Menu.Item>
      {lastSeq > 0 && (
        <Menu.Item leftSection={<IconMailOpened size={18} />} onClick={set({ unreadFrom: lastSeq })}>
          {conversationMenu.markUnread}
        </Menu.Item>
      )}
      {isGroupChat && (
        <Menu.Item
          leftSection={<IconLogout size={18} />}
          c="var(--mantine-color-error)"
          closeMenuOnClick={false}
          onClick={() => setLeaving(true)}
        >
          {leaveTexts.leave}
        </Menu.Item>
      )}
    </OpenedMenu>
  );
}
