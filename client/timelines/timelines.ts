import type { ConversationId, MessageId } from "../../contract/ids.ts";
import { limits } from "../../contract/limits.ts";
import type { Message } from "../../contract/messages.ts";
import type { SyncAnswer } from "../../contract/sync.ts";
import { ProblemError } from "../http/problem-error.ts";
import { Once } from "../once.ts";
import type { OutboxMessage } from "../outbox/outbox.ts";
import type { Session } from "../session/session.ts";
import type { Store } from "../store.ts";
import { addMessages, emptyTimeline, lastSeq, type Timeline, withChanged, withoutSent } from "./timeline.ts";

const pageSize = "50";

/** Attempts to fetch a page, over about half a minute. */
const pageAttempts = 7;

/** Messages that are missing at the end of a timeline before it is not worth completing. */
const farBehind = 300;

/** Pushes may overtake each other: a hole that is older than this is asked for. */
const gapMs = 300;

/** Conversations that one sync asks for, with two positions of each: more would not fit into a frame of 32 KiB. */
export const syncAtOnce = 250;

/** What the server is asked to complete: see `SyncFrame`. */
export interface Known {
  conversations: Record<ConversationId, number>;
  revisions: Record<ConversationId, number>;
}

export interface TimelinesOptions {
  store: Store;
  session: Session;
  /** Asks for what is missing of a conversation. */
  sync: (id: ConversationId) => Promise<void>;
}

/** The messages of the conversations: fetches them page by page, and keeps them without holes and up to date. */
export class Timelines {
  readonly #store: Store;
  readonly #session: Session;
  readonly #sync: (id: ConversationId) => Promise<void>;
  readonly #fetches = new Once();
  /** Messages that came before their predecessors. */
  readonly #early = new Map<ConversationId, Message[]>();
  readonly #gapTimers = new Map<ConversationId, ReturnType<typeof setTimeout>>();

  constructor({ store, session, sync }: TimelinesOptions) {
    this.#store = store;
    this.#session = session;
    this.#sync = sync;
  }

  stop(): void {
    for (const timer of this.#gapTimers.values()) clearTimeout(timer);
    this.#gapTimers.clear();
  }

  get(id: ConversationId): Timeline {
    return this.#store.state.timelines.get(id) ?? emptyTimeline;
  }

  /** The conversations whose messages are here; of more than one sync can ask for, the latest opened. */
  get openedIds(): ConversationId[] {
    const opened = [...this.#store.state.timelines].filter(([, timeline]) => timeline.isLoaded);
    return opened.slice(-syncAtOnce).map(([id]) => id);
  }

  /** What is here of conversations, for a sync to complete. */
  knownOf(ids: readonly ConversationId[]): Known {
    const each = (position: (timeline: Timeline, id: ConversationId) => number) =>
      Object.fromEntries(ids.map((id) => [id, position(this.get(id), id)]));
    return {
      // Of a part of the past, what came after it is not missing.
      conversations: each((timeline, id) =>
        timeline.isAtEnd ? lastSeq(timeline) : (this.#store.conversation(id)?.lastSeq ?? 0),
      ),
      revisions: each((timeline) => timeline.revision),
    };
  }

  /** Fetches the newest messages, unless they are here. @throws ProblemError */
  open(id: ConversationId): Promise<void> {
    const timeline = this.get(id);
    if (timeline.isLoaded && timeline.isAtEnd) return Promise.resolve();
    const { lastSeq: last = 0, unreadCount = 0 } = this.#store.conversation(id) ?? {};
    // Who has missed more than a page begins with the first message that they missed.
    if (unreadCount > Number(pageSize)) return this.show(id, last - unreadCount + 1);
    return this.showNewest(id);
  }

  /** Shows the newest messages, wherever one was reading. @throws ProblemError */
  showNewest(id: ConversationId): Promise<void> {
    const { isLoaded, isAtEnd } = this.get(id);
    if (isLoaded && isAtEnd) return Promise.resolve();
    return this.#fetches.run(`newest ${id}`, async () => {
      const revision = this.#store.conversation(id)?.lastRevision ?? 0;
      const { items } = await this.#page(id, {});
      const now = this.get(id);
      // They may have come another way meanwhile: then these are the same ones, and nothing begins anew.
      if (now.isLoaded && now.isAtEnd) this.add(id, items);
      else this.#replace(id, items, true, revision);
    });
  }

  /** Shows a message among those around it; what is here already stays. @throws ProblemError */
  show(id: ConversationId, seq: number): Promise<void> {
    const focus = { seq, count: (this.get(id).focus?.count ?? 0) + 1 };
    if (this.get(id).messages.some((message) => message.seq === seq)) {
      this.#update(id, (timeline) => ({ ...timeline, focus }));
      return Promise.resolve();
    }
    return this.#fetches.run(`around ${id}`, async () => {
      const revision = this.#store.conversation(id)?.lastRevision ?? 0;
      const [before, after] = await Promise.all([
        this.#page(id, { before: String(seq) }),
        this.#page(id, { after: String(seq - 1) }),
      ]);
      this.#replace(id, [...before.items, ...after.items], after.nextCursor === null, revision, focus);
    });
  }

  /** Begins anew where more was missed than anybody would want to fetch page by page. @throws ProblemError */
  async renewFarBehind(): Promise<void> {
    for (const id of this.openedIds) {
      const timeline = this.get(id);
      const missed = (this.#store.conversation(id)?.lastSeq ?? 0) - lastSeq(timeline);
      if (!timeline.isAtEnd || missed <= farBehind) continue;
      this.#update(id, (now) => ({ ...now, isLoaded: false }));
      await this.open(id);
    }
  }

  /** Fetches the page before the oldest message that is here. @throws ProblemError */
  loadOlder(id: ConversationId): Promise<void> {
    const oldest = this.get(id).messages[0]?.seq ?? 0;
    if (oldest <= 1) return Promise.resolve();
    // By where it begins: one for another part of the past is not the one that is wanted now.
    return this.#fetches.run(`older ${id} ${oldest}`, async () => {
      const { items } = await this.#persistently(id, { before: String(oldest) });
      if (this.get(id).messages[0]?.seq === oldest) this.add(id, items);
    });
  }

  /** Fetches the page after the last message that is here, if that is not the newest. @throws ProblemError */
  loadNewer(id: ConversationId): Promise<void> {
    const timeline = this.get(id);
    if (timeline.isAtEnd) return Promise.resolve();
    const last = lastSeq(timeline);
    return this.#fetches.run(`newer ${id} ${last}`, async () => {
      const { items, nextCursor } = await this.#persistently(id, { after: String(last) });
      if (lastSeq(this.get(id)) !== last) return;
      this.add(id, items);
      if (nextCursor === null) this.#update(id, (now) => ({ ...now, isAtEnd: true }));
      this.watchGap(id);
    });
  }

  /** Takes a new message, pushed or acknowledged, if it belongs to what is shown. */
  receive(id: ConversationId, message: Message): void {
    const { isLoaded, isAtEnd, pending } = this.get(id);
    if (isLoaded && !isAtEnd) this.#update(id, (timeline) => withoutSent(timeline, [message]));
    else if (isLoaded || pending.length > 0) this.add(id, [message]);
  }

  add(id: ConversationId, messages: readonly Message[]): void {
    const early = this.#early.get(id) ?? [];
    const { timeline, gap } = addMessages(this.get(id), [...early, ...messages]);
    // Beyond a page, what came early is fetched again with what is missing.
    if (gap) this.#early.set(id, [...early, ...messages].slice(-limits.page.max));
    else this.#early.delete(id);
    this.#update(id, () => timeline);
    this.watchGap(id);
  }

  /** A message has changed, by the change of this number; whether it is here or not, that one is not missing. */
  change(id: ConversationId, revision: number, seq: number, change: (known: Message) => Message): void {
    this.#update(id, (timeline) => {
      const known = timeline.messages.find((message) => message.seq === seq);
      const changed = known ? withChanged(timeline, change(known)) : timeline;
      return timeline.revision + 1 === revision ? { ...changed, revision } : changed;
    });
    this.watchGap(id);
  }

  /** Replaces a message by another form of it, as long as it still is `known`. @returns whether it was */
  replace(id: ConversationId, known: Message, by: Message): boolean {
    const at = this.get(id).messages.indexOf(known);
    if (at >= 0) this.#update(id, (timeline) => ({ ...timeline, messages: timeline.messages.with(at, by) }));
    return at >= 0;
  }

  find(id: ConversationId, messageId: MessageId): Message | undefined {
    return this.get(id).messages.find((message) => message.id === messageId);
  }

  /** Takes the changes of a sync's answer, which are all there are up to `revisions`. */
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

  /** Shows a message of ours that is not acknowledged, in its place among the others. */
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

  /** Asks for what is missing, unless it comes by itself within a moment. */
  watchGap(id: ConversationId): void {
    if (this.#gapTimers.has(id) || !this.#hasGap(id)) return;
    const look = () => {
      this.#gapTimers.delete(id);
      if (this.#hasGap(id)) void this.#sync(id).catch(() => {});
    };
    this.#gapTimers.set(id, setTimeout(look, gapMs));
  }

  /** Whether something is missing of what is shown of a conversation: new messages, or changes. */
  #hasGap(id: ConversationId): boolean {
    const timeline = this.get(id);
    const conversation = this.#store.conversation(id);
    if (!timeline.isLoaded || !conversation) return false;
    return (
      (timeline.isAtEnd && conversation.lastSeq > lastSeq(timeline)) ||
      conversation.lastRevision > timeline.revision
    );
  }

  #page(id: ConversationId, query: { before?: string; after?: string }) {
    return this.#session.call("listMessages", { params: { id }, query: { limit: pageSize, ...query } });
  }

  /** A page that somebody has scrolled to, and will not ask for twice: what may help is tried again. */
  async #persistently(id: ConversationId, query: { before?: string; after?: string }) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#page(id, query);
      } catch (error) {
        if (!(error instanceof ProblemError && error.isTemporary) || attempt === pageAttempts) throw error;
        const ceiling = Math.min(8_000, 500 * 2 ** attempt);
        await new Promise((resolve) =>
          setTimeout(() => resolve(undefined), ceiling / 2 + (Math.random() * ceiling) / 2),
        );
      }
    }
  }

  /** Shows other messages than before. `revision`: the last change when they were asked for. */
  #replace(
    id: ConversationId,
    items: readonly Message[],
    isAtEnd: boolean,
    revision: number,
    focus?: Timeline["focus"],
  ): void {
    const before = this.get(id);
    // What was pushed while the first page was on its way belongs to it; another part of the past begins anew.
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
