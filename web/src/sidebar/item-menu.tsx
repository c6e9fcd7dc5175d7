import { IconDots } from "@tabler/icons-react";
import { lazy, type ReactElement } from "react";
import { useLocation } from "wouter";
import type { Conversation } from "../../../contract/conversations.ts";
import { titleOf } from "../conversation/names.ts";
import { Overlay } from "../errors/failures.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { IconButton } from "../icon-button.tsx";
import { usePanel } from "../panel/panel-context.tsx";
import { useChat } from "../session/chat-context.tsx";
import classes from "./sidebar.module.css";

const ConversationActions = lazy(() => import("../conversation/conversation-actions.tsx"));
const DetailsPanel = lazy(() => import("../details/details-panel.tsx"));
const FilesPanel = lazy(() => import("../conversation-files/files-panel.tsx"));
const PinsPanel = lazy(() => import("../pins/pins-panel.tsx"));

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
  const panel = usePanel();
  const [, navigate] = useLocation();
  const { id } = conversation;
  const close = () => onChange(false);
  const show = (element: ReactElement, name: string) => {
    panel.open(element, { name, of: id });
    navigate(`/c/${id}`);
  };
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
      <ConversationActions
        conversation={conversation}
        onClose={close}
        onDetails={() => show(<DetailsPanel id={id} />, "details")}
        onFiles={() => show(<FilesPanel id={id} />, "files")}
        onPins={() => show(<PinsPanel id={id} />, "pins")}
      >
        {button}
      </ConversationActions>
    </Overlay>
  );
}
