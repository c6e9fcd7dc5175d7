import type { ConversationId } from "../../../contract/ids.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { PanelFrame } from "../panel/panel-frame.tsx";
import { useChatState } from "../session/chat-context.tsx";
import { Members } from "./members.tsx";

/** The panel with the members of a group. */
export default function MembersPanel({ id }: { id: ConversationId }) {
  const texts = useFeatureTexts().details;
  const conversation = useChatState((state) => state.conversations.get(id));
  return (
    <PanelFrame title={conversation ? texts.members({ count: conversation.participantCount }) : ""}>
      {conversation && <Members conversation={conversation} />}
    </PanelFrame>
  );
}
