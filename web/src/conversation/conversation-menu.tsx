import { IconDotsVertical, IconUsers } from "@tabler/icons-react";
import { lazy, useState } from "react";
import type { Conversation } from "../../../contract/conversations.ts";
import { Overlay } from "../errors/failures.tsx";
import { LazyPart } from "../errors/lazy-part.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { IconButton } from "../icon-button.tsx";
import { usePanel } from "../panel/panel-context.tsx";
import classes from "./conversation.module.css";

const ConversationActions = lazy(() => import("./conversation-actions.tsx"));
const MembersPanel = lazy(() => import("../details/members-panel.tsx"));
const HeaderTools = lazy(() => import("./header-tools.tsx"));

/**
 * The buttons for the members, for a few actions of the menu if there is room, and for the menu, whose code loads when it
 * first opens.
 */
export function ConversationMenu({ conversation }: { conversation: Conversation }) {
  const texts = useTexts().conversation;
  const panel = usePanel();
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  const { id, isGroupChat, participantCount } = conversation;
  const button = (
    <IconButton size={44} label={texts.actions} onClick={() => setOpen(true)}>
      <IconDotsVertical size={20} />
    </IconButton>
  );
  return (
    <>
      {isGroupChat && (
        <IconButton
          size={44}
          className={classes.members ?? ""}
          data-count={participantCount}
          label={texts.members({ count: participantCount })}
          onClick={() => panel.open(<MembersPanel id={id} />, { name: "members", of: id })}
        >
          <IconUsers size={20} />
        </IconButton>
      )}
      <span className={classes.tools}>
        <LazyPart name="header tools" fallback={null}>
          <HeaderTools conversation={conversation} />
        </LazyPart>
      </span>
      {isOpen ? (
        <Overlay name="conversation menu" onClose={close} fallback={button}>
          <ConversationActions conversation={conversation} onClose={close}>
            {button}
          </ConversationActions>
        </Overlay>
      ) : (
        button
      )}
    </>
  );
}
