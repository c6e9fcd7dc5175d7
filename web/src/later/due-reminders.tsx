import { lazy } from "react";
import { Overlay } from "../errors/failures.tsx";
import { useChatState } from "../session/chat-context.tsx";

const ReminderNotice = lazy(() => import("./reminder-notice.tsx"));

/** Shows reminders whose time comes while the page is open. */
export function DueReminders() {
  const reminder = useChatState((state) => state.latestReminder);
  return (
    reminder && (
      <Overlay name="reminder" onClose={() => {}}>
        <ReminderNotice reminder={reminder} />
      </Overlay>
    )
  );
}
