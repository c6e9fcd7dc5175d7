import {
  IconArrowBackUp,
  IconBookmark,
  IconBookmarkFilled,
  IconDots,
  IconMessage2,
  IconMoodPlus,
} from "@tabler/icons-react";
import { lazy, useState } from "react";
import { isEmoji } from "../../../contract/emoji.ts";
import type { Message } from "../../../contract/messages.ts";
import { useDraft } from "../conversation/use-draft.ts";
import { useIsArchived } from "../conversation/use-is-archived.ts";
import { recentEmoji } from "../emoji/recent-emoji.ts";
import { Overlay } from "../errors/failures.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { IconButton } from "../icon-button.tsx";
import { useSaved } from "../saved/use-saved.ts";
import { useChat } from "../session/chat-context.tsx";
import { useOpenThread } from "../threads/open-thread.ts";
import { useThreadRoot } from "../threads/thread-place.ts";
import classes from "./message.module.css";

const EmojiPopover = lazy(() => import("../emoji/emoji-popover.tsx"));
const MessageMenu = lazy(() => import("./message-menu.tsx"));

export interface MessageToolbarProps {
  message: Message;
  runsGroup: boolean;
  /** Called with true while a menu or picker is open. The toolbar must then stay, even if the pointer leaves. */
  onBusy: (isBusy: boolean) => void;
}

/** The actions for the message that has the pointer or the focus. */
export function MessageToolbar({ message, runsGroup, onBusy }: MessageToolbarProps) {
  const { client, me } = useChat();
  const { reply } = useDraft(message.conversationId);
  const { message: texts, threads } = useTexts();
  const isArchived = useIsArchived(message.conversationId);
  const isInThread = useThreadRoot() !== undefined;
  const openThread = useOpenThread();
  const { isSaved, toggle: toggleSaved } = useSaved(message);
  const { conversationId, id, threadId } = message;
  const [open, setOpen] = useState<"picker" | "menu">();
  const [quick] = useState(() => recentEmoji().filter(isEmoji).slice(0, 3));
  const show = (overlay: "picker" | "menu" | undefined) => {
    setOpen(overlay);
    onBusy(overlay !== undefined);
  };
  const close = () => show(undefined);
  const toggle = (emoji: string) => {
    const isMine = message.reactions.some(
      (reaction) => reaction.emoji === emoji && reaction.userIds.includes(me.id),
    );
    void client.messages.react(
      { conversationId: message.conversationId, messageId: message.id },
      { emoji, isSet: !isMine },
    );
  };
  const button = (label: string, key: string, onClick: () => void, icon: React.ReactNode, className = "") => (
    <IconButton className={className} aria-keyshortcuts={key} label={label} onClick={onClick}>
      {icon}
    </IconButton>
  );
  const react = button(
    texts.react,
    "R",
    () => show(open === "picker" ? undefined : "picker"),
    <IconMoodPlus size={18} />,
  );
  const more = button(texts.more, "M", () => show("menu"), <IconDots size={18} />);
  return (
    <div className={classes.toolbar} role="toolbar" aria-label={texts.actions}>
      {!isArchived &&
        quick.map((emoji) => (
          <IconButton
            key={emoji}
            className={classes.quick ?? ""}
            label={texts.reactWith({ emoji })}
            onClick={() => toggle(emoji)}
          >
            {emoji}
          </IconButton>
        ))}
      {isArchived ? null : open === "picker" ? (
        <Overlay name="emoji picker" onClose={close} fallback={react}>
          <EmojiPopover position="top-end" onPick={toggle} onClose={close}>
            {react}
          </EmojiPopover>
        </Overlay>
      ) : (
        react
      )}
      {!isArchived && button(texts.reply, "Q", () => reply(message), <IconArrowBackUp size={18} />)}
      {!isInThread &&
        button(
          threads.replyInThread,
          "T",
          () => openThread({ conversationId, rootId: threadId ?? id }),
          <IconMessage2 size={18} />,
        )}
      {button(
        isSaved ? texts.unsave : texts.save,
        "A",
        toggleSaved,
        isSaved ? <IconBookmarkFilled size={18} /> : <IconBookmark size={18} />,
        classes.quick,
      )}
      {open === "menu" ? (
        <Overlay name="message menu" onClose={close} fallback={more}>
          <MessageMenu message={message} runsGroup={runsGroup} onClose={close}>
            {more}
          </MessageMenu>
        </Overlay>
      ) : (
        more
      )}
    </div>
  );
}
