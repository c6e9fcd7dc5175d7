import { useEffect, useMemo } from "react";
import type { UserId } from "../../../contract/ids.ts";
import type { User } from "../../../contract/users.ts";
import { useErrors } from "../errors/errors-context.tsx";
import { useChat, useChatState } from "../session/chat-context.tsx";

/** Returns all known users, and fetches those of `ids` that are not. */
export function usePeople(ids: Iterable<UserId>): ReadonlyMap<UserId, User> {
  const { client, me } = useChat();
  const { background } = useErrors();
  const known = useChatState((state) => state.people);
  // A connection that returns is another chance, and changes may have been missed.
  const isLive = useChatState((state) => state.status === "live");
  const wanted = [...new Set(ids)].join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: compares the ids by value
  useEffect(() => {
    const others = [...new Set(ids)].filter((id) => id !== me.id);
    background(client.people.ensure(others), "people");
  }, [client, background, me.id, wanted, isLive]);
  return useMemo(() => new Map([...known, [me.id, me]]), [known, me]);
}

/** Returns a user, who is fetched if need be. */
export function usePerson(id: UserId | undefined): User | undefined {
  const people = usePeople(id === undefined ? [] : [id]);
  return id === undefined ? undefined : people.get(id);
}
