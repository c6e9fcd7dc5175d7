import { ActionIcon, Popover, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconDots, IconMoodPlus } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import type { Message } from "../../../contract/messages.ts";
import { useDraft } from "../conversation/draft-context.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import classes from "./message.module.css";

const EmojiPicker = lazy(() => import("../emoji/emoji-picker.tsx"));
const MessageMenu = lazy(() => import("./message-menu.tsx"));

export interface MessageToolbarProps {
  message: Message;
  runsGroup: boolean;
  /** Something of it is open: it must stay, wherever the pointer goes. */
  onBusy: (isBusy: boolean) => void;
}

/** What one can do with the message under the pointer, or with the one that has the focus. */
export function MessageToolbar({ message, runsGroup, onBusy }: MessageToolbarProps) {
  const { client, me } = useChat();
  const { attempt } = useNotice();
  const { reply } = useDraft();
  const texts = useTexts().message;
  const [open, setOpen] = useState<"picker" | "menu">();
  const show = (what: "picker" | "menu" | undefined) => {
    setOpen(what);
    onBusy(what !== undefined);
  };
  const toggle = (emoji: string) => {
    const isMine = message.reactions.some(
      (reaction) => reaction.emoji === emoji && reaction.userIds.includes(me.id),
    );
    void attempt(client.react(message.conversationId, message.id, emoji, !isMine));
  };
  const more = (
    <ActionIcon variant="subtle" color="gray" aria-label={texts.more} onClick={() => show("menu")}>
      <IconDots size={18} />
    </ActionIcon>
  );
  return (
    <div className={classes.toolbar} role="toolbar" aria-label={texts.actions}>
      <Popover
        opened={open === "picker"}
        onChange={(isOpen) => show(isOpen ? "picker" : undefined)}
        position="top-end"
        trapFocus
        returnFocus
      >
        <Popover.Target>
          <Tooltip label={texts.react}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={texts.react}
              onClick={() => show(open === "picker" ? undefined : "picker")}
            >
              <IconMoodPlus size={18} />
            </ActionIcon>
          </Tooltip>
        </Popover.Target>
        <Popover.Dropdown p="xs">
          <Suspense>
            {open === "picker" && (
              <EmojiPicker
                onPick={(emoji) => {
                  show(undefined);
                  toggle(emoji);
                }}
              />
            )}
          </Suspense>
        </Popover.Dropdown>
      </Popover>
      <Tooltip label={texts.reply}>
        <ActionIcon variant="subtle" color="gray" aria-label={texts.reply} onClick={() => reply(message)}>
          <IconArrowBackUp size={18} />
        </ActionIcon>
      </Tooltip>
      {open === "menu" ? (
        <Suspense fallback={more}>
          <MessageMenu message={message} runsGroup={runsGroup} onClose={() => show(undefined)}>
            {more}
          </MessageMenu>
        </Suspense>
      ) : (
        more
      )}
    </div>
  );
}
