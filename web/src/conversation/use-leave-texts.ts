import { kindOf } from "../../../contract/conversations.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useChatState } from "../session/chat-context.tsx";

export interface LeaveTexts {
  leave: string;
  sure: string;
}

/** Returns the texts of leaving a conversation. A user can join a channel again, but not a group. */
export function useLeaveTexts(id: ConversationId): LeaveTexts {
  const { conversation: texts } = useTexts();
  const { details } = useFeatureTexts();
  const isChannel = useChatState(({ conversations }) => {
    const conversation = conversations.get(id);
    return conversation !== undefined && kindOf(conversation) === "channel";
  });
  return isChannel
    ? { leave: details.leaveChannel, sure: details.leaveChannelSure }
    : { leave: texts.leave, sure: details.leaveSure };
}
