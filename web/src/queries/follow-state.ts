import type { QueryClient } from "@tanstack/react-query";
import type { ChatClient } from "../../../client/chat-client.ts";
import type { UserId } from "../../../contract/ids.ts";
import { User } from "../../../contract/users.ts";

type People = ReadonlyMap<UserId, User>;

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** The user whose version an answer contains, if the object is one and the user has changed. */
function changedUser(value: object, changed: ReadonlyMap<string, User>): User | undefined {
  if (!("id" in value && "username" in value) || typeof value.id !== "string") return undefined;
  return changed.get(value.id);
}

/** The user as they are now, with what only the answer knows of them, such as a member's role. */
const withUser = (value: object, user: User): object => ({
  ...Object.fromEntries(Object.entries(value).filter(([name]) => !(name in User.shape))),
  ...user,
});

/**
 * Replaces the changed users in an answer, wherever they are. The rest stays the same object.
 *
 * @example withUsers({ items: [ada] }, new Map([[ada.id, renamed]])) // { items: [renamed] }
 */
export function withUsers(answer: unknown, changed: ReadonlyMap<string, User>): unknown {
  if (Array.isArray(answer)) {
    const items: readonly unknown[] = answer;
    const replaced = items.map((item) => withUsers(item, changed));
    return replaced.some((item, at) => item !== items[at]) ? replaced : items;
  }
  if (!isObject(answer)) return answer;
  const user = changedUser(answer, changed);
  if (user) return withUser(answer, user);
  const entries: [string, unknown][] = Object.entries(answer);
  const replaced = entries.map(([name, value]) => [name, withUsers(value, changed)] as const);
  return replaced.some(([, value], at) => value !== entries[at]?.[1]) ? Object.fromEntries(replaced) : answer;
}

/** The users who are known and have changed. */
const changedIn = (before: People, now: People): ReadonlyMap<string, User> =>
  before === now ? new Map() : new Map([...now].filter(([id, user]) => before.get(id) !== user));

/**
 * Keeps the answers of the page's queries up to date: changed users replace those in the answers, and all answers load
 * again after an interruption, during which the client may have missed changes.
 *
 * @returns stops it
 */
export function followState(
  queries: QueryClient,
  client: Pick<ChatClient, "state" | "subscribe">,
): () => void {
  let { people } = client.state;
  let wasOffline = false;
  return client.subscribe(() => {
    const { status } = client.state;
    const changed = changedIn(people, client.state.people);
    people = client.state.people;
    if (changed.size > 0)
      for (const { queryKey, state } of queries.getQueryCache().getAll()) {
        const answer = withUsers(state.data, changed);
        if (answer !== state.data) queries.setQueryData(queryKey, answer, { updatedAt: state.dataUpdatedAt });
      }
    if (status === "live" && wasOffline) void queries.invalidateQueries();
    wasOffline = status !== "live" && (wasOffline || status === "offline");
  });
}
