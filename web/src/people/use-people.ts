import { useEffect, useMemo } from "react";
import type { UserId } from "../../../contract/ids.ts";
import type { User } from "../../../contract/users.ts";
import { useErrors } from "../errors/errors-context.tsx";
import { useChat, useChatState } from "../session/chat-context.tsx";

/** Fetches the users who are not known yet. */
function useEnsured(ids: readonly UserId[]): void {
  const { client, me } = useChat();
  const { background } = useErrors();
  // Fetches again when the connection returns, because an attempt may have failed, or changes may have been missed.
  const isLive = useChatState((state) => state.status === "live");
  const wanted = ids.join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: compares the ids by value
  useEffect(() => {
    const others = ids.filter((id) => id !== me.id);
    background(client.people.ensure(others), "people");
  }, [client, background, me.id, wanted, isLive]);
}

/** Returns all known users, and fetches those of `ids` who are not known yet. */
export function usePeople(ids: Iterable<UserId>): ReadonlyMap<UserId, User> {
  const { me } = useChat();
  const known = useChatState((state) => state.people);
  useEnsured([...new Set(ids)]);
  return useMemo(() => new Map([...known, [me.id, me]]), [known, me]);
}

/** Returns a user. One who is not known yet is fetched. */
export function usePerson(id: UserId | undefined): User | undefined {
  const { me } = useChat();
  const known = useChatState((state) => (id === undefined ? undefined : state.people.get(id)));
  useEnsured(id === undefined ? [] : [id]);
  return id === me.id ? me : known;
}
