import { lazy, Suspense } from "react";
import { useChatState } from "../session/chat-context.tsx";

const ReminderNotice = lazy(() => import("./reminder-notice.tsx"));

/** Shows reminders whose time comes while the page is open. */
export function DueReminders() {
  const reminder = useChatState((state) => state.latestReminder);
  return (
    reminder && (
      <Suspense>
        <ReminderNotice reminder={reminder} />
      </Suspense>
    )
  );
}
