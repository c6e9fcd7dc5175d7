import { Badge } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useLocation } from "wouter";
import { Reminders } from "../../../client/reminders/reminders.ts";
import type { Reminder } from "../../../contract/reminders.ts";
import { useTexts, useTimes } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { previewOf } from "../message/preview.ts";
import { useChatState } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import { ShowMore } from "../show-more.tsx";
import { HomeRow } from "./home-row.tsx";
import { HomeSection } from "./home-section.tsx";
import type { useReminders } from "./use-reminders.ts";

/** The user's reminders, due ones first. */
export function RemindersSection({ list }: { list: ReturnType<typeof useReminders> }) {
  const texts = useFeatureTexts().later;
  const items = (list.data?.pages ?? []).flatMap((page) => page.items);
  if (items.length === 0) return null;
  return (
    <HomeSection
      title={texts.reminders}
      after={
        <ShowMore fullWidth mt="xs" hasMore={list.hasNextPage} onMore={() => void list.fetchNextPage()} />
      }
    >
      {items.map((reminder) => (
        <ReminderRow key={reminder.messageId} reminder={reminder} />
      ))}
    </HomeSection>
  );
}

function ReminderRow({ reminder }: { reminder: Reminder }) {
  const { session } = useSession();
  const { attempt } = useNotice();
  const { message: messageTexts } = useTexts();
  const texts = useFeatureTexts().later;
  const times = useTimes();
  const [, navigate] = useLocation();
  const { conversationId, messageId, message, remindAt, notifiedAt } = reminder;
  // The event is older than the server's note, which the list may lack.
  const isDue = useChatState(
    ({ latestReminder: due }) =>
      notifiedAt !== undefined || (due?.messageId === messageId && due.remindAt === remindAt),
  );
  const done = () => void attempt(new Reminders(session).remove(reminder));
  return (
    <HomeRow
      conversationId={conversationId}
      note={<time dateTime={remindAt}>{times.dayAndTime(remindAt)}</time>}
      text={message.deletedAt ? messageTexts.deleted : previewOf(message, messageTexts)}
      actions={[{ label: texts.done, Icon: IconCheck, run: done }]}
      onOpen={() => navigate(`/c/${conversationId}/${message.seq}`)}
    >
      {isDue && (
        <Badge component="span" size="sm">
          {texts.isDue}
        </Badge>
      )}
    </HomeRow>
  );
}
