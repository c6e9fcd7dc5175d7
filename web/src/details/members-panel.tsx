import type { ConversationId } from "../../../contract/ids.ts";
import { useTexts } from "../i18n/texts.tsx";
import { PanelFrame } from "../panel/panel-frame.tsx";
import { useChatState } from "../session/chat-context.tsx";
import { Members } from "./members.tsx";

/** The panel with the members of a group. */
export default function MembersPanel({ id }: { id: ConversationId }) {
  const texts = useTexts().details;
  const conversation = useChatState((state) => state.conversations.get(id));
  return (
    <PanelFrame title={conversation ? texts.members(conversation.participantCount) : ""}>
      {conversation && <Members conversation={conversation} />}
    </PanelFrame>
  );
}
