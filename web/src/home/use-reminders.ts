import { Reminders } from "../../../client/reminders/reminders.ts";
import { useInfiniteQuery } from "../queries/use-infinite-query.ts";
import { useChatState } from "../session/chat-context.tsx";
import { useSession } from "../session/session-context.tsx";

/** Lists the user's reminders, and updates the list after each change on any device. */
export function useReminders() {
  const { session } = useSession();
  const changes = useChatState((state) => state.reminderChanges);
  return useInfiniteQuery({
    queryKey: ["reminders", changes],
    queryFn: ({ pageParam }) => new Reminders(session).list(pageParam),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: (before) => before,
  });
}
