import { IconDotsVertical, IconUsers } from "@tabler/icons-react";
import { lazy, useState } from "react";
import type { Conversation } from "../../../contract/conversations.ts";
import { Overlay } from "../errors/failures.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { IconButton } from "../icon-button.tsx";
import { usePanel } from "../panel/panel-context.tsx";

const ConversationActions = lazy(() => import("./conversation-actions.tsx"));
const DetailsPanel = lazy(() => import("../details/details-panel.tsx"));
const MembersPanel = lazy(() => import("../details/members-panel.tsx"));

const FilesPanel = lazy(() => import("../conversation-files/files-panel.tsx"));
const PinsPanel = lazy(() => import("../pins/pins-panel.tsx"));

/** The buttons for the members and for the conversation menu, whose code loads when it first opens. */
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
          label={texts.members({ count: participantCount })}
          onClick={() => panel.open(<MembersPanel id={id} />, { name: "members", of: id })}
        >
          <IconUsers size={20} />
        </IconButton>
      )}
      {isOpen ? (
        <Overlay name="conversation menu" onClose={close} fallback={button}>
          <ConversationActions
            conversation={conversation}
            onClose={close}
            onFiles={() => panel.open(<FilesPanel id={id} />, { name: "files", of: id })}
            onPins={() => panel.open(<PinsPanel id={id} />, { name: "pins", of: id })}
            onDetails={() => panel.open(<DetailsPanel id={id} />, { name: "details", of: id })}
          >
            {button}
          </ConversationActions>
        </Overlay>
      ) : (
        button
      )}
    </>
  );
}
