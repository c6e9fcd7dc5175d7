import { draftPlace } from "../../../client/drafts/draft-place.ts";
import { ScheduledMessages } from "../../../client/scheduled/scheduled-messages.ts";
import type { ScheduledMessage } from "../../../contract/scheduled-messages.ts";
import { useTexts, useTimes } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { nextPreset } from "../later/presets.ts";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";

/**
 * Returns a function that deletes a scheduled message. A notice offers to schedule it again. If its time has passed
 * meanwhile, or the server refuses it, its text becomes a draft. A draft holds no files, so a message with files whose
 * time has passed waits for the next usual time instead.
 */
export function useDeleteScheduled(): (scheduled: ScheduledMessage) => Promise<void> {
  const { session } = useSession();
  const { drafts } = useChat();
  const { attempt, show } = useNotice();
  const { conversation } = useTexts();
  const texts = useFeatureTexts().later;
  const times = useTimes();
  const client = new ScheduledMessages(session);

  async function restore(scheduled: ScheduledMessage): Promise<void> {
    const { conversationId, content, replyTo, threadId, alsoInConversation, attachments = [] } = scheduled;
    const isAhead = Date.parse(scheduled.sendAt) > Date.now();
    if (isAhead || attachments.length > 0) {
      const sendAt = isAhead ? scheduled.sendAt : nextPreset(new Date()).toISOString();
      const attachmentIds = attachments.map(({ id }) => id);
      const message = { content, replyTo, threadId, alsoInConversation, attachmentIds, sendAt };
      if (await attempt(client.schedule(conversationId, message))) {
        if (!isAhead) show(texts.isScheduled({ time: times.dayAndTime(sendAt) }));
        return;
      }
    } else show(texts.isDraftNow);
    if (content !== "") drafts.restore(draftPlace(conversationId, threadId), { text: content, replyTo });
  }

  return async (scheduled) => {
    if (!(await attempt(client.cancel(scheduled.id)))) return;
    show(texts.scheduledDeleted, { label: conversation.undo, run: () => void restore(scheduled) });
  };
}
