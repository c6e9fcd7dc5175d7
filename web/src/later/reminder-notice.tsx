import { useEffect } from "react";
import { useLocation } from "wouter";
import type { Reminder } from "../../../contract/reminders.ts";
import type { TextReminder } from "../../../contract/text-reminders.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { previewOf } from "../message/preview.ts";
import { usePreferences } from "../notifications/preferences.ts";
import { useNotice } from "../session/notice.tsx";

/** Shows a reminder whose time has come: a notice that stays, and a desktop notification. */
export default function ReminderNotice({ reminder }: { reminder: Reminder | TextReminder }) {
  const { show } = useNotice();
  const texts = useFeatureTexts().later;
  const { message: messageTexts } = useTexts();
  const [preferences] = usePreferences();
  const [, navigate] = useLocation();
  const { tag, text, action, address } = "message" in reminder ? ofMessage(reminder) : ofText(reminder);

  function ofMessage({ conversationId, messageId, message }: Reminder) {
    return {
      tag: messageId,
      text: message.deletedAt ? messageTexts.deleted : previewOf(message, messageTexts),
      action: texts.goToMessage,
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
    show(title, { label: action, run: goTo });
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
