import { IconDots } from "@tabler/icons-react";
import { lazy } from "react";
import { useLocation } from "wouter";
import type { Conversation } from "../../../contract/conversations.ts";
import { titleOf } from "../conversation/names.ts";
import { Overlay } from "../errors/failures.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { IconButton } from "../icon-button.tsx";
import { useChat } from "../session/chat-context.tsx";
import classes from "./sidebar.module.css";

const ConversationActions = lazy(() => import("../conversation/conversation-actions.tsx"));

export interface ItemMenuProps {
  conversation: Conversation;
  isOpen: boolean;
  onChange: (isOpen: boolean) => void;
}

/**
 * The button for the menu of a conversation in the list. Tab passes it, so that each conversation takes one step. An
 * arrow key on the conversation presses it (`web/src/keyboard/`).
 */
export function ItemMenu({ conversation, isOpen, onChange }: ItemMenuProps) {
  const { me } = useChat();
  const texts = useTexts();
  const label = texts.common.actionsFor({ name: titleOf(conversation, me.id, texts) });
  const [, navigate] = useLocation();
  const { id } = conversation;
  const close = () => onChange(false);
  const button = (
    <IconButton
      className={classes.itemMenu ?? ""}
      variant="default"
      size={24}
      tabIndex={-1}
      data-row-menu
      label={label}
      onClick={() => onChange(true)}
    >
      <IconDots size={16} />
    </IconButton>
  );
  if (!isOpen) return button;
  return (
    <Overlay name="conversation menu" onClose={close} fallback={button}>
      <ConversationActions conversation={conversation} onClose={close} onPanel={() => navigate(`/c/${id}`)}>
        {button}
      </ConversationActions>
    </Overlay>
  );
}
