import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Conversation } from "../../../contract/conversations.ts";
import type { UserId } from "../../../contract/ids.ts";
import type { User } from "../../../contract/users.ts";
import { useChat } from "../session/chat-context.tsx";
import { useSession } from "../session/session-context.tsx";
import type { Row } from "./rows.ts";

/** The author, and whoever reacted. */
const peopleOf = ({ senderId, state, message }: Row): UserId[] =>
  state === "sent"
    ? [senderId, ...message.reactions.flatMap(({ userIds }) => userIds.slice(0, 12))]
    : [senderId];

/** The people of the rows: the participants that came with the conversation, and others asked for by id. */
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
  const unknown = useMemo(
    () => [...new Set(rows.flatMap(peopleOf))].filter((id) => !known.has(id)),
    [rows, known],
  );
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
