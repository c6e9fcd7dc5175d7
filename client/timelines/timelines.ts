import type { ConversationId, MessageId } from "../../contract/ids.ts";
import { limits } from "../../contract/limits.ts";
import type { Message } from "../../contract/messages.ts";
import type { SyncAnswer } from "../../contract/sync.ts";
import type { MessageChange } from "../conversations/conversation-changes.ts";
import type { ReportError } from "../errors.ts";
import type { OutboxMessage } from "../outbox/outbox.ts";
import type { Session } from "../session/session.ts";
import { SingleFlight } from "../single-flight.ts";
import type { Store } from "../store.ts";
import { GapWatch } from "./gap-watch.ts";
import { HistoryPages, pageSize } from "./history-pages.ts";
import { addMessages, emptyTimeline, lastSeq, type Timeline, withChanged, withoutSent } from "./timeline.ts";

/** A timeline that misses more messages than this at its end starts anew instead of loading page after page. */
const farBehind = 300;

/** Conversations per `sync`. Two positions for each of them fit into a frame of 32 KiB. */
export const syncConversations = 250;

/** The positions that a sync continues from: see `SyncFrame`. */
export interface KnownPositions {
  conversations: Record<ConversationId, number>;
  revisions: Record<ConversationId, number>;
}

export interface TimelinesOptions {
  store: Store;
  session: Session;
  /** Asks the server for the missing messages and changes of a conversation. */
  sync: (id: ConversationId) => Promise<void>;
  reportError: ReportError;
}

/** The loaded messages of each conversation. Loads them page by page, and keeps them current and without gaps. */
export class Timelines {
  readonly #store: Store;
  readonly #pages: HistoryPages;
  readonly #gaps: GapWatch;
  readonly #loads = new SingleFlight();
  /** Messages that arrived before their predecessors. */
  readonly #early = new Map<ConversationId, Message[]>();

  constructor({ store, session, sync, reportError }: TimelinesOptions) {
    this.#store = store;
    this.#pages = new HistoryPages(session);
    this.#gaps = new GapWatch({ hasGap: (id) => this.#hasGap(id), fill: sync, reportError });
  }

  stop(): void {
    this.#gaps.stop();
  }

  get(id: ConversationId): Timeline {
    return this.#store.state.timelines.get(id) ?? emptyTimeline;
  }

  /** The conversations with a loaded timeline, the most recently opened last, at most as many as a sync can name. */
  get openedIds(): ConversationId[] {
    const opened = [...this.#store.state.timelines].filter(([, timeline]) => timeline.isLoaded);
    return opened.slice(-syncConversations).map(([id]) => id);
  }

  /** Returns the positions from which a sync of these conversations continues. */
  knownOf(ids: readonly ConversationId[]): KnownPositions {
    const each = (position: (timeline: Timeline, id: ConversationId) => number) =>
      Object.fromEntries(ids.map((id) => [id, position(this.get(id), id)]));
    return {
      // A timeline that ends in the past does not want the messages after it.
      conversations: each((timeline, id) =>
        timeline.isAtEnd ? lastSeq(timeline) : (this.#store.conversation(id)?.lastSeq ?? 0),
      ),
      revisions: each((timeline) => timeline.revision),
    };
  }

  /** Loads the newest messages, or the first unread ones if more than a page is unread. @throws {ProblemError} */
  async open(id: ConversationId): Promise<void> {
    const timeline = this.get(id);
    if (timeline.isLoaded && timeline.isAtEnd) return;
    const { lastSeq: last = 0, unreadCount = 0 } = this.#store.conversation(id) ?? {};
    await (unreadCount > pageSize ? this.show(id, last - unreadCount + 1) : this.showNewest(id));
  }

  /** Loads the newest messages, and leaves the past if the timeline is there. @throws {ProblemError} */
  async showNewest(id: ConversationId): Promise<void> {
    const { isLoaded, isAtEnd } = this.get(id);
    if (isLoaded && isAtEnd) return;
    await this.#loads.run(`newest ${id}`, async () => {
      const revision = this.#store.conversation(id)?.lastRevision ?? 0;
      const { items } = await this.#pages.load(id);
      const now = this.get(id);
      // Another load may have finished first. The page then adds to it instead of replacing it.
      if (now.isLoaded && now.isAtEnd) this.add(id, items);
      else this.#replace(id, items, { isAtEnd: true, revision });
    });
  }

  /** Loads a message and those around it, and makes it the focus. @throws {ProblemError} */
  async show(id: ConversationId, seq: number): Promise<void> {
    const focus = { seq, count: (this.get(id).focus?.count ?? 0) + 1 };
    if (this.get(id).messages.some((message) => message.seq === seq)) {
      this.#update(id, (timeline) => ({ ...timeline, focus }));
      return;
    }
    await this.#loads.run(`around ${id}`, async () => {
      const revision = this.#store.conversation(id)?.lastRevision ?? 0;
      const [before, after] = await Promise.all([
        this.#pages.load(id, { before: seq }),
        this.#pages.load(id, { after: seq - 1 }),
      ]);
      const items = [...before.items, ...after.items];
      this.#replace(id, items, { isAtEnd: after.nextCursor === null, revision, focus });
    });
  }

  /** Starts timelines anew that miss too many messages to load them page by page. @throws {ProblemError} */
  async renewFarBehind(): Promise<void> {
    for (const id of this.openedIds) {
      const timeline = this.get(id);
      const missing = (this.#store.conversation(id)?.lastSeq ?? 0) - lastSeq(timeline);
      if (!timeline.isAtEnd || missing <= farBehind) continue;
      this.#update(id, (now) => ({ ...now, isLoaded: false }));
      await this.open(id);
    }
  }

  /** Loads the page before the oldest loaded message. @throws {ProblemError} */
  async loadOlder(id: ConversationId): Promise<void> {
    const oldest = this.get(id).messages[0]?.seq ?? 0;
    if (oldest <= 1) return;
    // The name includes the position, so that a load for an earlier part of the past does not count for this one.
    await this.#loads.run(`older ${id} ${oldest}`, async () => {
      const { items } = await this.#pages.loadPersistently(id, { before: oldest });
      if (this.get(id).messages[0]?.seq === oldest) this.add(id, items);
    });
  }

  /** Loads the page after the last loaded message, if the timeline ends in the past. @throws {ProblemError} */
  async loadNewer(id: ConversationId): Promise<void> {
    const timeline = this.get(id);
    if (timeline.isAtEnd) return;
    const last = lastSeq(timeline);
    await this.#loads.run(`newer ${id} ${last}`, async () => {
      const { items, nextCursor } = await this.#pages.loadPersistently(id, { after: last });
      if (lastSeq(this.get(id)) !== last) return;
      this.add(id, items);
      if (nextCursor === null) this.#update(id, (now) => ({ ...now, isAtEnd: true }));
      this.watchGap(id);
    });
  }

  /** Adds a new message, unless the timeline ends in the past. */
  receive(id: ConversationId, message: Message): void {
    const { isLoaded, isAtEnd, pending } = this.get(id);
    if (isLoaded && !isAtEnd) this.#update(id, (timeline) => withoutSent(timeline, [message]));
    else if (isLoaded || pending.length > 0) this.add(id, [message]);
  }

  add(id: ConversationId, messages: readonly Message[]): void {
    const early = this.#early.get(id) ?? [];
    const { timeline, gap } = addMessages(this.get(id), [...early, ...messages]);
    // The page that closes the gap returns the early messages that this limit drops.
    if (gap) this.#early.set(id, [...early, ...messages].slice(-limits.page.max));
    else this.#early.delete(id);
    this.#update(id, () => timeline);
    this.watchGap(id);
  }

  /** Applies a change of a message. Its revision counts as known even if the message is not loaded. */
  change(id: ConversationId, { seq, revision, apply }: MessageChange): void {
    this.#update(id, (timeline) => {
      const known = timeline.messages.find((message) => message.seq === seq);
      const changed = known ? withChanged(timeline, apply(known)) : timeline;
      return timeline.revision + 1 === revision ? { ...changed, revision } : changed;
    });
    this.watchGap(id);
  }

  /** Replaces a message, unless it has changed since `known`. */
  replace(id: ConversationId, known: Message, replacement: Message): void {
    const at = this.get(id).messages.indexOf(known);
    if (at < 0) return;
    this.#update(id, (timeline) => ({ ...timeline, messages: timeline.messages.with(at, replacement) }));
  }

  find(id: ConversationId, messageId: MessageId): Message | undefined {
    return this.get(id).messages.find((message) => message.id === messageId);
  }

  /** Applies the changes in a sync's answer, which are complete up to its `revisions`. */
  takeChanges({ changes = [], revisions = {} }: SyncAnswer): void {
    for (const message of changes) {
      this.#update(message.conversationId, (timeline) => withChanged(timeline, message));
    }
    for (const [id, timeline] of this.#store.state.timelines) {
      const revision = revisions[id];
      if (revision !== undefined && revision > timeline.revision) {
        this.#update(id, (now) => ({ ...now, revision }));
      }
    }
  }

  /** Shows a message from the outbox. */
  setPending(message: OutboxMessage): void {
    this.#update(message.conversationId, (timeline) => {
      if (timeline.messages.some(({ id }) => id === message.id)) return timeline;
      const at = timeline.pending.findIndex(({ id }) => id === message.id);
      const pending = at < 0 ? [...timeline.pending, message] : timeline.pending.with(at, message);
      return { ...timeline, pending };
    });
  }

  removePending(id: ConversationId, messageId: MessageId): void {
    this.#update(id, (timeline) => ({
      ...timeline,
      pending: timeline.pending.filter((message) => message.id !== messageId),
    }));
  }

  forget(id: ConversationId): void {
    this.#early.delete(id);
  }

  /** Fills a gap that does not close by itself in a moment. */
  watchGap(id: ConversationId): void {
    this.#gaps.watch(id);
  }

  /** Whether messages or changes are missing from a loaded timeline. */
  #hasGap(id: ConversationId): boolean {
    const timeline = this.get(id);
    const conversation = this.#store.conversation(id);
    if (!timeline.isLoaded || !conversation) return false;
    return (
      (timeline.isAtEnd && conversation.lastSeq > lastSeq(timeline)) ||
      conversation.lastRevision > timeline.revision
    );
  }

  /** Starts a timeline anew. `revision` is the conversation's last one before the messages were requested. */
  #replace(
    id: ConversationId,
    items: readonly Message[],
    { isAtEnd, revision, focus }: Pick<Timeline, "isAtEnd" | "revision" | "focus">,
  ): void {
    const before = this.get(id);
    // Messages that were pushed while the first page was loading belong to it.
    const base = isAtEnd && !before.isLoaded ? before : { ...before, messages: [], isLoaded: false };
    const { timeline } = addMessages(base, [...(isAtEnd ? (this.#early.get(id) ?? []) : []), ...items]);
    if (!isAtEnd) this.#early.delete(id);
    this.#update(id, () => ({
      ...timeline,
      isLoaded: true,
      isAtEnd,
      part: before.part + 1,
      revision: before.isLoaded ? before.revision : revision,
      ...(focus && { focus }),
    }));
    this.watchGap(id);
  }

  #update(id: ConversationId, change: (timeline: Timeline) => Timeline): void {
    const known = this.get(id);
    const changed = change(known);
    if (changed !== known) {
      this.#store.update({ timelines: new Map([...this.#store.state.timelines, [id, changed]]) });
    }
  }
}
