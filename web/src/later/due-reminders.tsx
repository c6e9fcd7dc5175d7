import { lazy, Suspense } from "react";
import { ErrorBoundary } from "../errors/error-boundary.tsx";
import { useChatState } from "../session/chat-context.tsx";

const ReminderNotice = lazy(() => import("./reminder-notice.tsx"));

/** Shows reminders whose time comes while the page is open. */
export function DueReminders() {
  const reminder = useChatState((state) => state.latestReminder);
  return (
    reminder && (
      <ErrorBoundary name="reminder" fallback={() => null}>
        <Suspense>
          <ReminderNotice reminder={reminder} />
        </Suspense>
      </ErrorBoundary>
    )
  );
}
