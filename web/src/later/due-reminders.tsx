import { lazy } from "react";
import { LazyPart } from "../errors/lazy-part.tsx";
import { useChatState } from "../session/chat-context.tsx";

const ReminderNotice = lazy(() => import("./reminder-notice.tsx"));

/** Shows reminders whose time comes while the page is open. */
export function DueReminders() {
  const reminder = useChatState((state) => state.latestReminder);
  return (
    reminder && (
      <LazyPart name="reminder" fallback={null}>
        <ReminderNotice reminder={reminder} />
      </LazyPart>
    )
  );
}
