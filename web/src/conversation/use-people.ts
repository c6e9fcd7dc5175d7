import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Conversation } from "../../../contract/conversations.ts";
import type { UserId } from "../../../contract/ids.ts";
import type { User } from "../../../contract/users.ts";
import { useChat } from "../session/chat-context.tsx";
import { useSession } from "../session/session-context.tsx";
import type { Row } from "./rows.ts";

/** Returns the authors of the rows, and the users whom a reaction's tooltip names. */
function peopleOf(rows: readonly Row[]): Set<UserId> {
  const ids = new Set<UserId>();
  for (const row of rows) {
    ids.add(row.senderId);
    if (row.state !== "sent") continue;
    for (const { userIds } of row.message.reactions) for (const id of userIds.slice(0, 12)) ids.add(id);
  }
  return ids;
}

/** Returns the users of the rows. Fetches those who did not come with the conversation. */
export function usePeople(
  conversation: Conversation | undefined,
  rows: readonly Row[],
): ReadonlyMap<UserId, User> {
  const { me } = useChat();
  const { session } = useSession();
  const known = useMemo(
    () =>
      new Map<UserId, User>([
        [me.id, me],
        ...(conversation?.participants.map(({ user }) => [user.id, user] as const) ?? []),
      ]),
    [me, conversation?.participants],
  );
  const unknown = useMemo(() => [...peopleOf(rows)].filter((id) => !known.has(id)), [rows, known]);
  return useQueries({
    queries: unknown.map((id) => ({
      queryKey: ["person", id],
      queryFn: () => session.call("getUser", { params: { id } }),
      staleTime: 5 * 60_000,
    })),
    combine: (results) =>
      new Map([...known, ...results.flatMap(({ data }) => (data ? [[data.id, data] as const] : []))]),
  });
}
