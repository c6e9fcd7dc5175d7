import type { UserId } from "../../contract/ids.ts";
import type { User } from "../../contract/users.ts";
import { ProblemError } from "../http/problem-error.ts";
import type { Session } from "../session/session.ts";
import { SingleFlight } from "../single-flight.ts";
import type { Store } from "../store.ts";

export interface PeopleOptions {
  store: Store;
  session: Pick<Session, "call">;
}

/**
 * Every user whom the client has to display, by id. Conversations list only their first participants, so the others are
 * fetched one by one when they are needed.
 */
export class People {
  readonly #store: Store;
  readonly #session: Pick<Session, "call">;
  readonly #loads = new SingleFlight();
  /** Users whom the server returned, or does not know, since the connection opened. */
  readonly #fresh = new Set<UserId>();

  constructor({ store, session }: PeopleOptions) {
    this.#store = store;
    this.#session = session;
  }

  /** Takes the users that an answer or an event contains. */
  take(users: readonly User[]): void {
    const { people } = this.#store.state;
    const changed = users.filter((user) => people.get(user.id) !== user);
    for (const { id } of users) this.#fresh.add(id);
    if (changed.length === 0) return;
    this.#store.update({ people: new Map([...people, ...changed.map((user) => [user.id, user] as const)]) });
  }

  /** Fetches the users that are not known. @throws {ProblemError} unless the server has no such user */
  async ensure(ids: readonly UserId[]): Promise<void> {
    const missing = ids.filter((id) => !this.#fresh.has(id));
    await Promise.all(missing.map((id) => this.#loads.run(id, () => this.#load(id))));
  }

  /** Notes that changes may have been missed. Known users stay until they are fetched again. */
  expire(): void {
    this.#fresh.clear();
  }

  async #load(id: UserId): Promise<void> {
    try {
      this.take([await this.#session.call("getUser", { params: { id } })]);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status !== 404) throw error;
      this.#fresh.add(id);
    }
  }
}
