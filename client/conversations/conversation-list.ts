import type { Conversation, ConversationPage } from "../../contract/conversations.ts";
import type { ConversationId } from "../../contract/ids.ts";
import { inBackground, type ReportError } from "../errors.ts";
import { ProblemError } from "../http/problem-error.ts";
import type { People } from "../people/people.ts";
import type { ReadPositions } from "../read-positions.ts";
import type { Session } from "../session/session.ts";
import { SingleFlight } from "../single-flight.ts";
import type { Store } from "../store.ts";
import { mayLackMentions, merged, withoutUnreadFrom } from "./conversation-changes.ts";

/** The first page is small, so that the list shows early. The others are as large as the server allows. */
const pageSizes = { first: "50", next: "100" } as const;

/** The maximum number of requests for changes that keep arriving. The next change after them starts again. */
const recountAttempts = 3;

export interface ConversationListOptions {
  store: Store;
  session: Session;
  people: Pick<People, "take">;
  readPositions: Pick<ReadPositions, "wasJustSent" | "hasRemovedMark" | "confirmMark" | "resend">;
  reportError: ReportError;
  /** Called for each conversation that the server returned. */
  onFetched: (id: ConversationId) => void;
  /** Called when the user no longer takes part in a conversation, before it leaves the state. */
  onLost: (id: ConversationId) => void;
}

/** A list that has been loaded as far as `cursor`. */
export interface Listing {
  /** The conversations that the client knew before. */
  readonly known: ReadonlySet<ConversationId>;
  readonly listed: ReadonlySet<ConversationId>;
  readonly cursor: string | null;
}

/** Keeps the list of conversations up to date with the server. */
export class ConversationList {
  readonly #options: ConversationListOptions;
  readonly #fetches = new SingleFlight();
  /** The last change after which each conversation was recounted. */
  readonly #recounted = new Map<ConversationId, number>();
  /** How many `conversation.created` events arrived for each conversation. */
  readonly #created = new Map<ConversationId, number>();

  constructor(options: ConversationListOptions) {
    this.#options = options;
  }

  get #store(): Store {
    return this.#options.store;
  }

  get #session(): Session {
    return this.#options.session;
  }

  /**
   * Loads the first page of the list, most recent activity first.
   *
   * @returns what `complete` needs to load the others
   * @throws {ProblemError} when the server refuses or cannot be reached
   */
  async refresh(): Promise<Listing> {
    const known = new Set(this.#store.state.conversations.keys());
    const { items, nextCursor } = await this.#page(undefined);
    // A complete list stays complete while it is loaded again.
    if (this.#store.state.conversationsCursor === undefined || nextCursor === null) {
      this.#store.update({ conversationsCursor: nextCursor });
    }
    return { known, listed: new Set(items.map(({ id }) => id)), cursor: nextCursor };
  }

  /**
   * Loads the pages after the first one, and verifies each known conversation that is no longer on the list.
   *
   * @param isCurrent  returns false to stop before the next page
   * @throws {ProblemError}
   */
  async complete({ known, listed, cursor }: Listing, isCurrent: () => boolean): Promise<void> {
    const all = new Set(listed);
    for (let next = cursor; next !== null; ) {
      if (!isCurrent()) return;
      const page = await this.#page(next);
      for (const { id } of page.items) all.add(id);
      next = page.nextCursor;
    }
    this.#store.update({ conversationsCursor: null });
    for (const id of known) if (!all.has(id) && isCurrent()) await this.verify(id);
  }

  async #page(cursor: string | undefined): Promise<ConversationPage> {
    const limit = cursor === undefined ? pageSizes.first : pageSizes.next;
    const page = await this.#session.call("listConversations", {
      query: { limit, ...(cursor !== undefined && { cursor }) },
    });
    this.take(page.items);
    return page;
  }

  /** Loads a conversation unless it is known. @throws {ProblemError} 404 if the user does not take part in it */
  async ensure(id: ConversationId): Promise<void> {
    if (!this.#store.conversation(id)) await this.fetch(id);
  }

  /** Loads a conversation again. @throws {ProblemError} */
  fetch(id: ConversationId): Promise<void> {
    return this.#fetches.run(`conversation ${id}`, async () => {
      this.take([await this.#session.call("getConversation", { params: { id } })]);
    });
  }

  /** Checks whether the user still takes part in a conversation, and removes it from the state if not. */
  async verify(id: ConversationId): Promise<void> {
    const created = this.#created.get(id);
    try {
      await this.fetch(id);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status !== 404) throw error;
      // The user was added again during the call, and the answer may come from the time before.
      if (this.#created.get(id) !== created) return this.verify(id);
      this.#options.onLost(id);
      this.#store.removeConversation(id);
    }
  }

  /**
   * Adds a conversation from a `conversation.created` event. If it is known already, other events have overtaken this
   * one, and the server has the current state.
   */
  welcome(conversation: Conversation): void {
    const { id } = conversation;
    this.#created.set(id, (this.#created.get(id) ?? 0) + 1);
    if (this.#store.conversation(id)) this.fetchInBackground(id);
    else this.take([conversation]);
  }

  /** Loads a conversation again after a change whose effect on the counts only the server knows. */
  recountInBackground(id: ConversationId, revision: number): void {
    this.#recounted.set(id, revision);
    const recount = this.#fetches.run(`recount ${id}`, () => this.#recount(id));
    inBackground("conversations.recount", recount, this.#options.reportError);
  }

  /** Asks again if a further change or mention arrives before the answer. */
  async #recount(id: ConversationId): Promise<void> {
    for (let attempt = 0; attempt < recountAttempts; attempt++) {
      const answer = await this.#session.call("getConversation", { params: { id } });
      const before = this.#store.conversation(id);
      this.take([answer]);
      const isCounted = !before || !mayLackMentions(before, answer);
      if (isCounted && answer.lastRevision >= (this.#recounted.get(id) ?? 0)) return;
    }
  }

  fetchInBackground(id: ConversationId): void {
    inBackground("conversations.fetch", this.fetch(id), this.#options.reportError);
  }

  verifyInBackground(id: ConversationId): void {
    inBackground("conversations.verify", this.verify(id), this.#options.reportError);
  }

  /** Merges fetched conversations into the state. */
  take(fetched: readonly Conversation[]): void {
    const { readPositions } = this.#options;
    const known = this.#store.state.conversations;
    for (const item of fetched) readPositions.confirmMark(item);
    const removed = new Set(fetched.filter((item) => readPositions.hasRemovedMark(item)));
    const fresh = fetched.map((item) => {
      const isOlder = removed.has(item) || readPositions.wasJustSent(item.id);
      return [item.id, merged(known.get(item.id), isOlder ? withoutUnreadFrom(item) : item)] as const;
    });
    this.#store.update({ conversations: new Map([...known, ...fresh]) });
    this.#options.people.take(fetched.flatMap(({ participants }) => participants.map(({ user }) => user)));
    for (const [id] of fresh) this.#options.onFetched(id);
    for (const item of fetched) {
      const before = known.get(item.id);
      if (!before) continue;
      if (mayLackMentions(before, item)) this.recountInBackground(item.id, before.lastRevision);
      const { lastReadSeq } = before;
      // At the server, a position removes the mark "unread from here", which the user may have set after it.
      const isMarked = (before.settings.unreadFrom ?? item.settings.unreadFrom) !== null;
      const isLost = removed.has(item) || (!isMarked && lastReadSeq > item.lastReadSeq);
      if (isLost) readPositions.resend(item.id, lastReadSeq);
    }
  }
}
