import { Badge } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { lazy, useState } from "react";
import { useLocation } from "wouter";
import { messageKey } from "../../../client/messages/message-key.ts";
import { Reminders } from "../../../client/reminders/reminders.ts";
import { TextReminders } from "../../../client/reminders/text-reminders.ts";
import type { Reminder } from "../../../contract/reminders.ts";
import type { TextReminder } from "../../../contract/text-reminders.ts";
import { useCurrentMessage } from "../conversation/use-message.ts";
import { Overlay } from "../errors/failures.tsx";
import { useTimes } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { PreviewLine } from "../message/plain-line.tsx";
import { useChatState } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import { ShowMore } from "../show-more.tsx";
import { HomeRow, PlainRow } from "./home-row.tsx";
import { HomeSection } from "./home-section.tsx";
import type { useReminders } from "./use-reminders.ts";

const TextReminderDialog = lazy(() => import("../later/text-reminder-dialog.tsx"));

export interface RemindersSectionProps {
  list: ReturnType<typeof useReminders>;
  ownTexts: readonly TextReminder[];
}

/** The user's reminders of messages and of texts, due ones first. */
export function RemindersSection({ list, ownTexts }: RemindersSectionProps) {
  const texts = useFeatureTexts().later;
  const ofMessages = (list.data?.pages ?? []).flatMap((page) => page.items);
  const end = list.hasNextPage ? ofMessages.at(-1)?.remindAt : undefined;
  // A later one would stand between reminders that have not been loaded.
  const ofTexts = ownTexts.filter(({ remindAt }) => end === undefined || remindAt <= end);
  const items = [...ofMessages, ...ofTexts].sort(
    (one, other) => Date.parse(one.remindAt) - Date.parse(other.remindAt),
  );
  // The dialog stays open with what the user types, although another device may complete the reminder.
  const [edited, setEdited] = useState<TextReminder>();
  const close = () => setEdited(undefined);
  // Another device may change the reminder meanwhile. The text that the user is writing stays.
  const current = edited && (ownTexts.find(({ id }) => id === edited.id) ?? edited);
  return (
    <>
      {items.length > 0 && (
        <HomeSection
          title={texts.reminders}
          after={
            <ShowMore fullWidth mt="xs" hasMore={list.hasNextPage} onMore={() => void list.fetchNextPage()} />
          }
        >
          {items.map((reminder) =>
            "message" in reminder ? (
              <ReminderRow
                key={messageKey(reminder.conversationId, reminder.messageId)}
                reminder={reminder}
              />
            ) : (
              <TextReminderRow key={reminder.id} reminder={reminder} onEdit={() => setEdited(reminder)} />
            ),
          )}
        </HomeSection>
      )}
      {current && (
        <Overlay name="text reminder" onClose={close}>
          <TextReminderDialog key={current.id} reminder={current} onClose={close} />
        </Overlay>
      )}
    </>
  );
}

/** The time of a reminder. */
function ReminderTime({ remindAt }: Pick<Reminder, "remindAt">) {
  const times = useTimes();
  return <time dateTime={remindAt}>{times.dayAndTime(remindAt)}</time>;
}

/** Marks a reminder whose time has come. */
function DueBadge({ reminder }: { reminder: Reminder | TextReminder }) {
  const texts = useFeatureTexts().later;
  // The event is older than the server's note, which the list may lack.
  const isDue = useChatState(
    ({ latestReminder: due }) =>
      reminder.notifiedAt !== undefined ||
      (due !== undefined && idOf(due) === idOf(reminder) && due.remindAt === reminder.remindAt),
  );
  if (!isDue) return null;
  return (
    <Badge component="span" size="sm">
      {texts.isDue}
    </Badge>
  );
}

const idOf = (reminder: Reminder | TextReminder) =>
  "message" in reminder ? reminder.messageId : reminder.id;

function TextReminderRow({ reminder, onEdit }: { reminder: TextReminder; onEdit: () => void }) {
  const { session } = useSession();
  const { attempt } = useNotice();
  const texts = useFeatureTexts().later;
  const done = () => void attempt(new TextReminders(session).remove(reminder.id));
  return (
    <PlainRow
      head={texts.ownReminder}
      note={<ReminderTime remindAt={reminder.remindAt} />}
      text={reminder.text}
      actions={[{ label: texts.done, Icon: IconCheck, run: done }]}
      onOpen={onEdit}
    >
      <DueBadge reminder={reminder} />
    </PlainRow>
  );
}

function ReminderRow({ reminder }: { reminder: Reminder }) {
  const { session } = useSession();
  const { attempt } = useNotice();
  const texts = useFeatureTexts().later;
  const [, navigate] = useLocation();
  const { conversationId, messageId, remindAt } = reminder;
  const message = useCurrentMessage(reminder.message);
  const done = () => void attempt(new Reminders(session).remove({ conversationId, messageId }));
  return (
    <HomeRow
      conversationId={conversationId}
      note={<ReminderTime remindAt={remindAt} />}
      text={<PreviewLine message={message} />}
      actions={[{ label: texts.done, Icon: IconCheck, run: done }]}
      onOpen={() => navigate(`/c/${conversationId}/${message.seq}`)}
    >
      <DueBadge reminder={reminder} />
    </HomeRow>
  );
}
