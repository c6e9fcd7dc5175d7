import { useEffect } from "react";
import type { Call } from "../../../contract/calls.ts";
import type { UserId } from "../../../contract/ids.ts";
import { nameOf } from "../conversation/names.ts";
import { useErrors } from "../errors/errors-context.tsx";
import { useChat, useChatState } from "../session/chat-context.tsx";

/** Returns a function that names the people in a call. Loads those whom the client does not know. */
export function useNames(call: Call | undefined): (id: UserId) => string {
  const { client } = useChat();
  const { background } = useErrors();
  const people = useChatState((state) => state.people);
  const ids = call?.participants.map(({ userId }) => userId).join() ?? "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: loads again when others join
  useEffect(() => {
    const userIds = call?.participants.map(({ userId }) => userId) ?? [];
    background(client.people.ensure(userIds), "call.people");
  }, [client, background, ids]);
  return (id) => {
    const user = people.get(id);
    return user ? nameOf(user) : "…";
  };
}
