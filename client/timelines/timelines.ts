import type { ConversationId } from "../../contract/ids.ts";
import { isThreadOnly, type Message } from "../../contract/messages.ts";
import { readUpTo } from "../conversations/conversation-changes.ts";
import type { Session } from "../session/session.ts";
import { SingleFlight } from "../single-flight.ts";
import type { Store } from "../store.ts";
import { HistoryPages, pageSize } from "./history-pages.ts";
import { openedIds } from "./sync-positions.ts";
import { lastSeq, type Timeline, withoutChanges } from "./timeline.ts";
import type { TimelineStore } from "./timeline-store.ts";

/** The pages that one request of the view may load, if they contain only replies that threads show. */
const mostPages = 10;

const isShown = (message: Message) => !isThreadOnly(message);

/** Names the load for a jump to a message, so that a repeated jump joins it. */
const jumpTo = (id: ConversationId, seq: number) => `around ${id} ${seq}`;

/** A timeline that misses more messages than this at its end starts anew instead of loading page after page. */
const farBehind = 300;

/** The user's last jump in a conversation. */
interface Jump {
  /** The message to which the user jumps. */
  seq: number;
  /** The message of the last jump that succeeded. */
  shown?: number;
  /** Whether the newest page arrived during the jump, which dropped it. */
  isMissed?: boolean;
}

export interface TimelinesOptions {
  store: Store;
  timelines: TimelineStore;
  session: Session;
}

/** Loads parts of conversations' histories, page by page. */
export class Timelines {
  readonly #store: Store;
  readonly #timelines: TimelineStore;
  readonly #pages: HistoryPages;
  readonly #loads = new SingleFlight();
  /** The last jump in each conversation, unless the user has returned to the end since. */
  readonly #jumps = new Map<ConversationId, Jump>();

  constructor({ store, timelines, session }: TimelinesOptions) {
    this.#store = store;
    this.#timelines = timelines;
    this.#pages = new HistoryPages(session);
  }

  /** Loads the newest messages, or the first unread ones if more than a page is unread. @throws {ProblemError} */
  async open(id: ConversationId): Promise<void> {
    const timeline = this.#timelines.get(id);
    const unread = this.#distantUnread(id);
    // A timeline that has received very many messages no longer has the first unread one.
    const hasUnread = unread === undefined || unread >= (timeline.messages[0]?.seq ?? 1);
    if (timeline.isLoaded && timeline.isAtEnd && hasUnread) return this.#showSomething(id);
    await (unread === undefined ? this.showNewest(id) : this.show(id, unread));
  }

  /** Returns the first unread message if more than a page follows it. */
  #distantUnread(id: ConversationId): number | undefined {
    const conversation = this.#store.conversation(id);
    if (!conversation || conversation.unreadCount === 0) return undefined;
    const read = readUpTo(conversation);
    return conversation.lastSeq - read > pageSize ? read + 1 : undefined;
  }

  /** Loads the newest messages, and leaves the past if the timeline is there. @throws {ProblemError} */
  async showNewest(id: ConversationId): Promise<void> {
    this.#jumps.delete(id);
    const { isLoaded, isAtEnd } = this.#timelines.get(id);
    if (isLoaded && isAtEnd) return;
    await this.#loadNewest(id);
  }

  async #loadNewest(id: ConversationId): Promise<void> {
    await this.#loads.run(`newest ${id}`, async () => {
      const revision = this.#store.conversation(id)?.lastRevision ?? 0;
      const { items } = await this.#pages.load(id);
      const now = this.#timelines.get(id);
      const jump = this.#jumps.get(id);
      // Another load may have finished first. The page then adds to it instead of replacing it.
      if (now.isLoaded && now.isAtEnd) this.#timelines.add(id, items);
      // The user has jumped to a message meanwhile.
      else if (now.isLoaded && jump) jump.isMissed = true;
      else this.#timelines.replaceAll(id, items, { isAtEnd: true, revision });
    });
    await this.#showSomething(id);
  }

  /**
   * Loads older messages if the timeline contains only replies that threads show. A snapshot may end with those, too.
   */
  async #showSomething(id: ConversationId): Promise<void> {
    if (!this.#timelines.get(id).messages.some(isShown)) await this.loadOlder(id);
  }

  /** Loads a message and those around it, and makes it the focus. @throws {ProblemError} */
  async show(id: ConversationId, seq: number): Promise<void> {
    const jump: Jump = { ...this.#jumps.get(id), seq };
    this.#jumps.set(id, jump);
    if (this.#timelines.get(id).messages.some((message) => message.seq === seq)) {
      jump.shown = seq;
      this.#timelines.update(id, (timeline) => ({ ...timeline, focus: this.#nextFocus(id, seq) }));
      return;
    }
    // The user may move on to another message.
    const isWanted = () => this.#jumps.get(id)?.seq === seq;
    try {
      await this.#loads.run(jumpTo(id, seq), () => this.#loadAround(id, seq, isWanted));
      jump.shown = seq;
    } catch (error) {
      if (isWanted()) {
        // The part of an earlier jump stays.
        if (jump.shown) jump.seq = jump.shown;
        // The newest page, which the user asked for before, is wanted again. It may still be on its way.
        else if (this.#jumps.delete(id) && jump.isMissed) await this.#loadNewest(id);
      }
      throw error;
    }
  }

  async #loadAround(id: ConversationId, seq: number, isWanted: () => boolean): Promise<void> {
    const revision = this.#store.conversation(id)?.lastRevision ?? 0;
    const [before, after] = await Promise.all([
      this.#pages.load(id, { before: seq }),
      this.#pages.load(id, { after: seq - 1 }),
    ]);
    if (!isWanted()) return;
    const items = [...before.items, ...after.items];
    const focus = this.#nextFocus(id, seq);
    this.#timelines.replaceAll(id, items, { isAtEnd: after.nextCursor === null, revision, focus });
  }

  #nextFocus(id: ConversationId, seq: number) {
    return { seq, count: (this.#timelines.get(id).focus?.count ?? 0) + 1 };
  }

  /** Whether the user's last jump in a conversation is still loading. */
  #isJumping(id: ConversationId): boolean {
    const seq = this.#jumps.get(id)?.seq;
    return seq !== undefined && this.#loads.isRunning(jumpTo(id, seq));
  }

  /** Keeps a timeline's oldest messages while a view shows them. @returns a function that stops keeping them */
  hold(id: ConversationId): () => void {
    return this.#timelines.hold(id);
  }

  /** Starts timelines anew that miss too many messages to load them page by page. @throws {ProblemError} */
  async renewFarBehind(): Promise<void> {
    for (const id of openedIds(this.#store.state)) {
      const timeline = withoutChanges(this.#timelines.get(id));
      const missing = (this.#store.conversation(id)?.lastSeq ?? 0) - lastSeq(timeline);
      if (!timeline.isAtEnd || missing <= farBehind || this.#isJumping(id)) continue;
      // A page does not adjoin the old messages, and their changes are not asked for.
      this.#timelines.update(id, (now) => ({ ...now, messages: [], isLoaded: false }));
      try {
        await this.#loadAnew(id);
      } catch (error) {
        // The next catch-up tries again. It leaves out timelines that are not loaded.
        if (this.#store.conversation(id)) this.#restore(id, timeline);
        throw error;
      }
    }
  }

  /** Loads an empty timeline like `open`, unless the user opens or moves it meanwhile. */
  #loadAnew(id: ConversationId): Promise<void> {
    const unread = this.#distantUnread(id);
    if (unread === undefined) return this.#loadNewest(id);
    return this.#loadAround(id, unread, () => !this.#timelines.get(id).isLoaded);
  }

  /** Shows the earlier messages of a timeline again, and the newer ones, unless a page has loaded. */
  #restore(id: ConversationId, { messages, pending, revision }: Timeline): void {
    const now = this.#timelines.get(id);
    if (now.isLoaded) return;
    const newer = now.messages;
    // Sent messages whose place does not adjoin the old ones stay among the pending ones until the gap is filled.
    const sent = pending.filter((entry) => newer.some((message) => message.id === entry.id));
    this.#timelines.update(id, (timeline) => ({
      ...timeline,
      messages,
      pending: [...sent, ...timeline.pending],
      revision,
      isLoaded: true,
    }));
    this.#timelines.add(id, newer);
  }

  /**
   * Loads the page before the oldest loaded message, and further ones until the timeline shows more.
   * @throws {ProblemError}
   */
  async loadOlder(id: ConversationId): Promise<void> {
    for (let page = 0; page < mostPages; page++) {
      const oldest = this.#timelines.get(id).messages[0]?.seq ?? 0;
      if (oldest <= 1) return;
      // The name includes the position, so that a running load for another position is not taken for this one.
      await this.#loads.run(`older ${id} ${oldest}`, async () => {
        const { items } = await this.#pages.loadPersistently(id, { before: oldest });
        if (this.#timelines.get(id).messages[0]?.seq === oldest) this.#timelines.add(id, items);
      });
      const added = this.#timelines.get(id).messages.filter(({ seq }) => seq < oldest);
      if (added.length === 0 || added.some(isShown)) return;
    }
  }

  /** Loads the page after the last loaded message, if the timeline ends in the past. @throws {ProblemError} */
  async loadNewer(id: ConversationId): Promise<void> {
    const timeline = this.#timelines.get(id);
    if (timeline.isAtEnd) return;
    const last = lastSeq(timeline);
    await this.#loads.run(`newer ${id} ${last}`, async () => {
      const { items, nextCursor } = await this.#pages.loadPersistently(id, { after: last });
      if (lastSeq(this.#timelines.get(id)) !== last) return;
      this.#timelines.add(id, items);
      if (nextCursor === null) this.#timelines.update(id, (now) => ({ ...now, isAtEnd: true }));
      this.#timelines.watchGap(id);
    });
  }
}
