import { useEffect } from "react";
import { useLocation } from "wouter";
import type { Reminder } from "../../../contract/reminders.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { previewOf } from "../message/preview.ts";
import { usePreferences } from "../notifications/preferences.ts";
import { useNotice } from "../session/notice.tsx";

/** Shows a reminder whose time has come: a notice that stays, and a desktop notification. */
export default function ReminderNotice({ reminder }: { reminder: Reminder }) {
  const { show } = useNotice();
  const texts = useFeatureTexts().later;
  const { message: messageTexts } = useTexts();
  const [preferences] = usePreferences();
  const [, navigate] = useLocation();
  const { conversationId, messageId, message } = reminder;
  const text = texts.dueReminder({
    text: message.deletedAt ? messageTexts.deleted : previewOf(message, messageTexts),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each reminder
  useEffect(() => {
    const goTo = () => navigate(`/c/${conversationId}/${message.seq}`);
    show(text, { label: texts.goToMessage, run: goTo });
    if (!preferences.desktop || !("Notification" in window) || Notification.permission !== "granted") return;
    // All tabs show the same one, because its tag is the same.
    const notification = new Notification(text, { tag: messageId, icon: "/icon.svg" });
    notification.onclick = () => {
      window.focus();
      goTo();
      notification.close();
    };
  }, [reminder]);
  return null;
}
