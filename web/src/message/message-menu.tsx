import { Menu } from "@mantine/core";
import {
  IconAlarm,
  IconArrowForwardUp,
  IconBookmark,
  IconBookmarkFilled,
  IconCopy,
  IconLink,
  IconMailOpened,
  IconMessage2,
  IconMoodSmile,
  IconPencil,
  IconPin,
  IconPinnedOff,
  IconTrash,
} from "@tabler/icons-react";
import { lazy, type ReactNode, useState } from "react";
import type { Message } from "../../../contract/messages.ts";
import { useDraft } from "../conversation/use-draft.ts";
import { useIsArchived } from "../conversation/use-is-archived.ts";
import { Overlay } from "../errors/failures.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { ConfirmDialog } from "../overlays/confirm-dialog.tsx";
import { OpenedMenu } from "../overlays/opened-menu.tsx";
import { usePanel } from "../panel/panel-context.tsx";
import { useMayPin } from "../pins/use-may-pin.ts";
import { useSaved } from "../saved/use-saved.ts";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { useOpenThread } from "../threads/open-thread.ts";
import { useThreadRoot } from "../threads/thread-place.ts";
import { useCopy } from "./use-copy.ts";

const ForwardDialog = lazy(() => import("../forward/forward-dialog.tsx"));
const RemindMenu = lazy(() => import("../later/remind-menu.tsx"));
const ReactionsPanel = lazy(() => import("./reactions-panel.tsx"));

export interface MessageMenuProps {
  message: Message;
  runsGroup: boolean;
  onClose: () => void;
  /** The button that opens the menu. */
  children: ReactNode;
}

/** The menu of a message's less frequent actions. */
export default function MessageMenu({ message, runsGroup, onClose, children }: MessageMenuProps) {
  const { client, me } = useChat();
  const { attempt } = useNotice();
  const { edit } = useDraft(message.conversationId);
  const texts = useTexts();
  const own = useFeatureTexts().messages;
  const [isDeleting, setDeleting] = useState(false);
  const [isForwarding, setForwarding] = useState(false);
  const [isReminding, setReminding] = useState(false);
  const { conversationId, id, seq, content } = message;
  const isMine = message.senderId === me.id;
  const isArchived = useIsArchived(conversationId);
  const mayPin = useMayPin(conversationId);
  const { isSaved, toggle: toggleSaved } = useSaved(message);
  const isInThread = useThreadRoot() !== undefined;
  const openThread = useOpenThread();
  const copy = useCopy();
  const panel = usePanel();
  if (isForwarding) {
    return (
      <>
        {children}
        <Overlay name="forward" onClose={onClose}>
          <ForwardDialog message={message} onClose={onClose} />
        </Overlay>
      </>
    );
  }
  if (isReminding) {
    return (
      <Overlay name="remind menu" onClose={onClose} fallback={children}>
        <RemindMenu message={message} onClose={onClose}>
          {children}
        </RemindMenu>
      </Overlay>
    );
  }
  if (isDeleting) {
    return (
      <>
        {children}
        <ConfirmDialog
          action={texts.message.delete}
          question={own.deleteSure}
          isDeletion
          onConfirm={() => void client.messages.delete({ conversationId, messageId: id })}
          onClose={onClose}
        />
      </>
    );
  }
  return (
    <OpenedMenu onClose={onClose} target={children} position="bottom-end">
      {!isInThread && (
        <Menu.Item
          leftSection={<IconMessage2 size={18} />}
          onClick={() => openThread({ conversationId, rootId: message.threadId ?? id })}
        >
          {texts.threads.replyInThread}
        </Menu.Item>
      )}
      {isMine && !isArchived && !message.forwarded && !message.poll && (
        <Menu.Item leftSection={<IconPencil size={18} />} onClick={() => edit(message)}>
          {texts.message.edit}
        </Menu.Item>
      )}
      {message.reactions.length > 0 && (
        <Menu.Item
          leftSection={<IconMoodSmile size={18} />}
          onClick={() =>
            panel.open(<ReactionsPanel conversationId={conversationId} messageId={id} />, {
              name: "reactions",
              of: conversationId,
            })
          }
        >
          {own.whoReacted}
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<IconArrowForwardUp size={18} />}
        closeMenuOnClick={false}
        onClick={() => setForwarding(true)}
      >
        {texts.message.forward}
      </Menu.Item>
      <Menu.Item leftSection={<IconCopy size={18} />} onClick={() => copy(content)}>
        {texts.message.copyText}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconLink size={18} />}
        onClick={() => copy(`${location.origin}/c/${conversationId}/${seq}`)}
      >
        {own.copyLink}
      </Menu.Item>
      <Menu.Item
        leftSection={isSaved ? <IconBookmarkFilled size={18} /> : <IconBookmark size={18} />}
        onClick={toggleSaved}
      >
        {isSaved ? texts.message.unsave : texts.message.save}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconAlarm size={18} />}
        closeMenuOnClick={false}
        onClick={() => setReminding(true)}
      >
        {own.remind}
      </Menu.Item>
      {mayPin && (
        <Menu.Item
          leftSection={message.pinnedAt ? <IconPinnedOff size={18} /> : <IconPin size={18} />}
          onClick={() =>
            void attempt(
              client.messages.pin({ conversationId, messageId: id }, { isPinned: !message.pinnedAt }),
            )
          }
        >
          {message.pinnedAt ? own.unpin : own.pin}
        </Menu.Item>
      )}
      {!isMine && !isInThread && (
        <Menu.Item
          leftSection={<IconMailOpened size={18} />}
          onClick={() =>
            void attempt(client.conversations.updateSettings(conversationId, { unreadFrom: seq }))
          }
        >
          {own.markUnread}
        </Menu.Item>
      )}
      {(isMine || runsGroup) && (
        <Menu.Item
          leftSection={<IconTrash size={18} />}
          c="var(--mantine-color-error)"
          closeMenuOnClick={false}
          onClick={() => setDeleting(true)}
        >
          {texts.message.delete}
        </Menu.Item>
      )}
    </OpenedMenu>
  );
}
