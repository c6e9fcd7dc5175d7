import type { ConversationId, MessageId } from "../../contract/ids.ts";
import { limits } from "../../contract/limits.ts";
import type { Message } from "../../contract/messages.ts";
import type { SyncAnswer } from "../../contract/sync.ts";
import type { MessageChange } from "../conversations/conversation-changes.ts";
import type { ReportError } from "../errors.ts";
import type { MessageRef } from "../messages/message-ref.ts";
import type { OutboxEntry, OutboxMessage } from "../outbox/outbox.ts";
import { type OutboxChange, withOutboxChange } from "../outbox/outbox-change.ts";
import type { Store } from "../store.ts";
import type { ThreadStore } from "../threads/thread-store.ts";
import type { FetchedMessages } from "./fetched-messages.ts";
import { GapWatch } from "./gap-watch.ts";
import {
  addMessages,
  emptyTimeline,
  lastSeq,
  type Timeline,
  withChanged,
  withChanges,
  withoutChanges,
  withoutOldest,
  withoutSent,
  withReplyCounted,
} from "./timeline.ts";

export interface TimelineStoreOptions {
  store: Store;
  /** Asks the server for the missing messages and changes of a conversation. */
  sync: (id: ConversationId) => Promise<void>;
  /** Messages outside the timelines, which receive the same changes. */
  fetched: FetchedMessages;
  threads: ThreadStore;
  reportError: ReportError;
}

/** The loaded messages of each conversation. Takes messages and changes in any order, and keeps them without gaps. */
export class TimelineStore {
  readonly #store: Store;
  readonly #gaps: GapWatch;
  readonly #fetched: FetchedMessages;
  readonly #threads: ThreadStore;
  /** Messages that arrived before their predecessors. */
  readonly #early = new Map<ConversationId, Message[]>();
  /** How many views show each conversation's older messages. */
  readonly #holds = new Map<ConversationId, number>();

  constructor({ store, sync, fetched, threads, reportError }: TimelineStoreOptions) {
    this.#store = store;
    this.#fetched = fetched;
    this.#threads = threads;
    this.#gaps = new GapWatch({ hasGap: (id) => this.#hasGap(id), fill: sync, reportError });
  }

  stop(): void {
    this.#gaps.stop();
  }

  get(id: ConversationId): Timeline {
    return this.#store.state.timelines.get(id) ?? emptyTimeline;
  }

  /** Adds a new message, unless the timeline ends in the past. */
  receive(id: ConversationId, message: Message): void {
    const { isLoaded, isAtEnd, pending } = this.get(id);
    if (isLoaded && !isAtEnd)
      this.update(id, (timeline) => withReplyCounted(withoutSent(timeline, [message]), message));
    else if (isLoaded || pending.length > 0) this.add(id, [message]);
    if (!this.#holds.has(id)) this.update(id, withoutOldest);
  }

  /**
   * Keeps a timeline's oldest messages while new ones arrive, because a view shows them. Without this, a timeline that
   * receives all day keeps only the newest ones.
   * @returns a function that stops keeping them
   */
  hold(id: ConversationId): () => void {
    this.#holds.set(id, (this.#holds.get(id) ?? 0) + 1);
    return () => {
      const left = (this.#holds.get(id) ?? 0) - 1;
      if (left > 0) this.#holds.set(id, left);
      else this.#holds.delete(id);
    };
  }

  add(id: ConversationId, messages: readonly Message[]): void {
    const early = this.#early.get(id) ?? [];
    const { timeline, gap } = addMessages(withoutChanges(this.get(id)), [...early, ...messages]);
    // The page that closes the gap returns the early messages that this limit drops.
    if (gap) this.#early.set(id, [...early, ...messages].slice(-limits.page.max));
    else this.#early.delete(id);
    this.update(id, () => timeline);
    this.watchGap(id);
  }

  /** Applies a change of a message. Its revision counts as known even if the message is not loaded. */
  change(id: ConversationId, { seq, revision, apply }: MessageChange): void {
    this.update(id, (timeline) => {
      const known = timeline.messages.find((message) => message.seq === seq);
      const changed = known ? withChanged(timeline, apply(known)) : timeline;
      return timeline.revision + 1 === revision ? { ...changed, revision } : changed;
    });
    this.#fetched.change(id, { seq, revision, apply });
    this.#threads.change(id, { seq, revision, apply });
    this.watchGap(id);
  }

  /** Shows a change from the outbox. A refused change keeps the reason and leaves the message as it was. */
  setChange(change: OutboxChange): void {
    this.update(change.conversationId, (timeline) => {
      const at = timeline.changes.findIndex(({ id }) => id === change.id);
      const changes = at < 0 ? [...timeline.changes, change] : timeline.changes.with(at, change);
      return { ...timeline, changes };
    });
  }

  removeChange({ conversationId, id }: OutboxChange): void {
    this.update(conversationId, (timeline) => ({
      ...timeline,
      changes: timeline.changes.filter((change) => change.id !== id),
    }));
  }

  /** Takes a deletion that the server has acknowledged. The event with its revision may arrive later. */
  delete(change: OutboxChange): void {
    this.update(change.conversationId, (timeline) => {
      const known = timeline.messages.find(({ id }) => id === change.messageId);
      return known ? withChanged(timeline, withOutboxChange(known, change)) : timeline;
    });
    this.#threads.changeReply(change, (known) => withOutboxChange(known, change));
  }

  /** Changes a message wherever it is loaded, without a revision. */
  changeKnown(ref: MessageRef, change: (known: Message) => Message): void {
    const { conversationId, messageId } = ref;
    this.update(conversationId, (timeline) => {
      const at = timeline.messages.findIndex(({ id }) => id === messageId);
      const known = timeline.messages[at];
      return known ? { ...timeline, messages: timeline.messages.with(at, change(known)) } : timeline;
    });
    this.#fetched.changeKnown(ref, change);
    this.#threads.changeReply(ref, change);
    const thread = { conversationId, rootId: messageId };
    this.#threads.changeThread(thread, (known) => ({ ...known, root: change(known.root) }));
  }

  /** Forgets single messages whose changes no sync of these conversations returns. */
  forgetUnsynced(synced: readonly ConversationId[]): void {
    this.#fetched.forgetOthers(synced);
  }

  /** Applies the changes in a sync's answer, which are complete up to its `revisions`. */
  takeChanges({ changes = [], revisions = {} }: SyncAnswer): void {
    for (const message of changes) {
      const { conversationId, seq, revision = 0 } = message;
      this.update(conversationId, (timeline) => withChanged(timeline, message));
      this.#fetched.change(conversationId, { seq, revision, apply: () => message });
      this.#threads.change(conversationId, { seq, revision, apply: () => message });
    }
    for (const [id, timeline] of this.#store.state.timelines) {
      const revision = revisions[id];
      if (revision !== undefined && revision > timeline.revision) {
        this.update(id, (now) => ({ ...now, revision }));
      }
    }
  }

  /** Shows a message from the outbox. */
  setPending(message: OutboxMessage): void {
    this.update(message.conversationId, (timeline) => {
      if (timeline.messages.some(({ id }) => id === message.id)) return timeline;
      const at = timeline.pending.findIndex(({ id }) => id === message.id);
      const pending = at < 0 ? [...timeline.pending, message] : timeline.pending.with(at, message);
      return { ...timeline, pending };
    });
  }

  removePending(id: ConversationId, messageId: MessageId): void {
    this.update(id, (timeline) => ({
      ...timeline,
      pending: timeline.pending.filter((message) => message.id !== messageId),
    }));
  }

  /** Stops showing an entry of the outbox that another tab has removed: it is sent, or discarded. */
  removeEntry(entryId: OutboxEntry["id"]): void {
    for (const [id, { pending, changes }] of this.#store.state.timelines) {
      if (![...pending, ...changes].some((entry) => entry.id === entryId)) continue;
      this.update(id, (timeline) => ({
        ...timeline,
        pending: timeline.pending.filter((entry) => entry.id !== entryId),
        changes: timeline.changes.filter((entry) => entry.id !== entryId),
      }));
    }
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
  replaceAll(
    id: ConversationId,
    items: readonly Message[],
    { isAtEnd, revision, focus }: Pick<Timeline, "isAtEnd" | "revision" | "focus">,
  ): void {
    const before = withoutChanges(this.get(id));
    // Messages that were pushed while the first page was loading belong to it.
    const base = isAtEnd && !before.isLoaded ? before : { ...before, messages: [], isLoaded: false };
    const { timeline } = addMessages(base, [...(isAtEnd ? (this.#early.get(id) ?? []) : []), ...items]);
    if (!isAtEnd) this.#early.delete(id);
    // The changes since the last revision are not asked for.
    if (!before.isLoaded) this.#fetched.forget(id);
    this.update(id, () => ({
      ...timeline,
      isLoaded: true,
      isAtEnd,
      part: before.part + 1,
      revision: before.isLoaded ? before.revision : revision,
      ...(focus && { focus }),
    }));
    this.watchGap(id);
  }

  /** Changes a timeline. `change` receives the messages as the server has them. */
  update(id: ConversationId, change: (timeline: Timeline) => Timeline): void {
    const known = withoutChanges(this.get(id));
    const changed = change(known);
    if (changed !== known) {
      const timelines = new Map([...this.#store.state.timelines, [id, withChanges(changed)]]);
      this.#store.update({ timelines });
    }
  }
}
