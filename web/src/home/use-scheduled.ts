import { ScheduledMessages } from "../../../client/scheduled/scheduled-messages.ts";
import { useInfiniteQuery } from "../queries/use-infinite-query.ts";
import { useChatState } from "../session/chat-context.tsx";
import { useSession } from "../session/session-context.tsx";

/** Lists the user's scheduled messages, and updates the list after each change on any device. */
export function useScheduled() {
  const { session } = useSession();
  const changes = useChatState((state) => state.scheduledChanges);
  return useInfiniteQuery({
    queryKey: ["scheduled messages", changes],
    queryFn: ({ pageParam }) => new ScheduledMessages(session).list(pageParam),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: (before) => before,
  });
}
