import type { KeywordsUpdated, UpdateMe } from "../../contract/accounts.ts";
import type { UserId } from "../../contract/ids.ts";
import type { ListSections, SectionsUpdated } from "../../contract/list-sections.ts";
import type { User } from "../../contract/users.ts";
import { LatestChanges } from "../events/latest-changes.ts";
import { ProblemError } from "../http/problem-error.ts";
import type { Session } from "../session/session.ts";
import { SingleFlight } from "../single-flight.ts";
import type { Store } from "../store.ts";

export interface PeopleOptions {
  store: Store;
  session: Pick<Session, "call" | "user" | "update">;
}

/** A change of the user's own status, quiet times and keywords. `null` removes a value. */
export type OwnChange = Pick<UpdateMe, "status" | "pausedUntil" | "quietHours" | "keywords">;

/** The fields of a user that may change, absent. An event omits those that were removed. */
const nothing = {
  pictureId: undefined,
  status: undefined,
  pausedUntil: undefined,
  quietHours: undefined,
  groups: undefined,
};

/**
 * Every user whom the client has to display, by id. Conversations list only their first participants, so the others are
 * fetched one by one when they are needed.
 */
export class People {
  readonly #store: Store;
  readonly #session: PeopleOptions["session"];
  readonly #loads = new SingleFlight();
  /** Users whom the server returned, or does not know, since the connection opened. */
  readonly #fresh = new Set<UserId>();
  readonly #latest = new LatestChanges();
  /** The number of changes of the sections that the server has not answered. */
  #sectionChanges = 0;
  /** The latest sections that arrived during such a change. */
  #receivedSections: ListSections | undefined;

  constructor({ store, session }: PeopleOptions) {
    this.#store = store;
    this.#session = session;
  }

  /** Takes the users that an answer or an event contains. The user's own account changes with them. */
  take(users: readonly User[]): void {
    const own = this.#session.user;
    const me = own && users.find(({ id }) => id === own.id);
    if (own && me && !isSame(own, me)) this.#session.update({ ...own, ...nothing, ...me });
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

  /**
   * Changes the user's own status, quiet times and keywords, on all devices. Others see the status and whether the user is
   * quiet.
   *
   * @example await client.people.changeOwn({ status: { emoji: "🌴", text: "On holiday" } });
   * @throws {ProblemError}
   */
  async changeOwn(change: OwnChange): Promise<void> {
    const { changedAt, ...account } = await this.#session.call("updateMe", { body: change });
    const own = this.#session.user;
    if (!own) return;
    const hasKeywords = change.keywords !== undefined && this.#latest.take("keywords", changedAt);
    // Events bring the changes of the sections, and of keywords that another device has changed.
    const { sections, keywords } = own;
    this.#session.update({ ...account, sections, keywords: hasKeywords ? account.keywords : keywords });
  }

  /**
   * Changes the sections of the user's conversation list, on all devices. The change shows immediately and is reverted if
   * refused.
   *
   * @throws {ProblemError}
   */
  async changeSections(sections: ListSections): Promise<void> {
    const before = this.#session.user;
    if (before) this.#session.update({ ...before, sections });
    this.#sectionChanges++;
    try {
      const { changedAt } = await this.#session.call("updateMe", { body: { sections } });
      // The sections that have arrived meanwhile are older.
      if (changedAt !== undefined && this.#latest.take("sections", changedAt))
        this.#receivedSections = undefined;
    } catch (error) {
      const now = this.#session.user;
      if (now?.sections === sections) this.#session.update({ ...now, sections: before?.sections });
      throw error;
    } finally {
      this.#sectionChanges--;
      this.#showSections();
    }
  }

  /** Takes the sections that any of the user's devices has changed. A change on its way from here shows until its answer. */
  receiveSections({ sections, changedAt }: SectionsUpdated): void {
    if (!this.#latest.take("sections", changedAt)) return;
    this.#receivedSections = sections;
    this.#showSections();
  }

  /** Takes the keywords that any of the user's devices has changed. */
  receiveKeywords({ keywords, changedAt }: KeywordsUpdated): void {
    const { user } = this.#session;
    if (user && this.#latest.take("keywords", changedAt)) this.#session.update({ ...user, keywords });
  }

  #showSections(): void {
    const { user } = this.#session;
    const sections = this.#receivedSections;
    if (this.#sectionChanges > 0 || !user || !sections) return;
    this.#receivedSections = undefined;
    this.#session.update({ ...user, sections });
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

/** Whether two versions of a user show the same. */
const isSame = (one: User, other: User): boolean => {
  const shown = ({ username, fullName, pictureId, status, pausedUntil, quietHours, groups }: User) =>
    JSON.stringify([username, fullName, pictureId, status, pausedUntil, quietHours, groups]);
  return shown(one) === shown(other);
};
