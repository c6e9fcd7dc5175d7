import { TextReminders } from "../../../client/reminders/text-reminders.ts";
import { useQuery } from "../queries/use-query.ts";
import { useChatState } from "../session/chat-context.tsx";
import { useSession } from "../session/session-context.tsx";

/** Lists the user's text reminders, and updates the list after each change on any device. */
export function useTextReminders() {
  const { session } = useSession();
  const changes = useChatState((state) => state.reminderChanges);
  return useQuery({
    queryKey: ["text reminders", changes],
    queryFn: () => new TextReminders(session).list(),
    placeholderData: (before) => before,
  });
}
