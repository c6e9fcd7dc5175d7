import { useEffect } from "react";
import { useLocation } from "wouter";
import type { Message } from "../../../contract/messages.ts";
import type { Reminder } from "../../../contract/reminders.ts";
import type { TextReminder } from "../../../contract/text-reminders.ts";
import { useCurrentMessage } from "../conversation/use-message.ts";
import type { Texts } from "../i18n/page-texts.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { previewOf } from "../message/preview.ts";
import { usePreferences } from "../notifications/preferences.ts";
import { useNotice } from "../session/notice.tsx";

/** The text of a notice of a message, as the message is now. */
function CurrentText({ reminder }: { reminder: Reminder }) {
  const texts = useFeatureTexts().later;
  const { message: messageTexts } = useTexts();
  return texts.dueReminder({ text: textOf(useCurrentMessage(reminder.message), messageTexts) });
}

const textOf = (message: Message, texts: Texts["message"]): string =>
  message.deletedAt ? texts.deleted : previewOf(message, texts);

/** Shows a reminder whose time has come: a notice that stays, and a desktop notification. */
export default function ReminderNotice({ reminder }: { reminder: Reminder | TextReminder }) {
  const { show } = useNotice();
  const {
    later: texts,
    messages: { goToMessage },
  } = useFeatureTexts();
  const { message: messageTexts } = useTexts();
  const [preferences] = usePreferences();
  const [, navigate] = useLocation();
  const { tag, text, action, address } = "message" in reminder ? ofMessage(reminder) : ofText(reminder);

  function ofMessage({ conversationId, messageId, message }: Reminder) {
    return {
      tag: messageId,
      text: textOf(message, messageTexts),
      action: goToMessage,
      address: `/c/${conversationId}/${message.seq}`,
    };
  }
  function ofText({ id, text }: TextReminder) {
    return { tag: id, text, action: texts.showAll, address: "/home" };
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each reminder
  useEffect(() => {
    const goTo = () => navigate(address);
    const title = texts.dueReminder({ text });
    const current = "message" in reminder ? <CurrentText reminder={reminder} /> : title;
    show(current, { label: action, run: goTo });
    if (!preferences.desktop || !("Notification" in window) || Notification.permission !== "granted") return;
    // All tabs show the same one, because its tag is the same.
    const notification = new Notification(title, { tag, icon: "/icon.svg" });
    notification.onclick = () => {
      window.focus();
      goTo();
      notification.close();
    };
  }, [reminder]);
  return null;
}
