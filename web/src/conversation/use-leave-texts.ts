import { kindOf } from "../../../contract/conversations.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useChatState } from "../session/chat-context.tsx";

export interface LeaveTexts {
  leave: string;
  sure: string;
  /** The name of a channel, which the user can join again. */
  channel?: string;
}

/** Returns the texts of leaving a conversation. A user can join a channel again, but not a group. */
export function useLeaveTexts(id: ConversationId): LeaveTexts {
  const { conversation: texts } = useTexts();
  const { details } = useFeatureTexts();
  const channel = useChatState(({ conversations }) => {
    const conversation = conversations.get(id);
    return conversation && kindOf(conversation) === "channel" ? (conversation.name ?? "") : undefined;
  });
  return channel === undefined
    ? { leave: texts.leave, sure: details.leaveSure }
    : { leave: details.leaveChannel, sure: details.leaveChannelSure, channel };
}
