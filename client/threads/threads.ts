import type { ConversationId, UserId } from "../../contract/ids.ts";
import { limits } from "../../contract/limits.ts";
import { mentionsByName } from "../../contract/mentions.ts";
import type { Message } from "../../contract/messages.ts";
import type { ChangedThread, Thread, ThreadUpdated } from "../../contract/threads.ts";
import { times } from "../../contract/times.ts";
import type { MessageChange } from "../conversations/conversation-changes.ts";
import { inBackground, type ReportError } from "../errors.ts";
import { LatestChanges } from "../events/latest-changes.ts";
import { keyOf, type MessageKey } from "../messages/message-key.ts";
import type { Session } from "../session/session.ts";
import { SingleFlight } from "../single-flight.ts";
import type { Store } from "../store.ts";
import { withReplyInThread, withThreadRead } from "./thread-changes.ts";
import { type ThreadRef, threadKey } from "./thread-ref.ts";
import type { ThreadStore } from "./thread-store.ts";

const pageSize = "50";

/** A pause between two requests that send the read position of a thread. */
interface Pause {
  thread: ThreadRef;
  timer: ReturnType<typeof setTimeout>;
  /** The position to send next. */
  next: number | undefined;
}

export interface ThreadsOptions {
  store: Store;
  session: Pick<Session, "call" | "user">;
  threads: ThreadStore;
  reportError: ReportError;
}

/** Loads threads and their replies, follows and reads them, and keeps them up to date. */
export class Threads {
  readonly #options: ThreadsOptions;
  readonly #loads = new SingleFlight();
  /** The threads whose read position was sent a moment ago. */
  readonly #pauses = new Map<MessageKey, Pause>();
  readonly #latest = new LatestChanges();

  constructor(options: ThreadsOptions) {
    this.#options = options;
  }

  get #threads(): ThreadStore {
    return this.#options.threads;
  }

  get #state() {
    return this.#options.store.state;
  }

  /** Loads the threads with unread replies. All other followed threads then count as read. @throws {ProblemError} */
  async loadUnread(): Promise<void> {
    const known = this.#state.threads;
    const { items, nextCursor } = await this.#options.session.call("listThreads", {
      query: { unread: "true", limit: String(limits.page.max) },
    });
    this.#threads.take(items);
    for (const { conversationId, root, lastReadSeq } of items) {
      const ref = { conversationId, rootId: root.id };
      const read = this.#threads.get(ref)?.lastReadSeq ?? 0;
      // The request that sent the position was lost.
      if (read > lastReadSeq && !this.#pauses.has(threadKey(ref))) this.#sendRead(ref, read);
    }
    if (nextCursor !== null) return;
    const unread = new Set(items.map(({ root }) => keyOf(root)));
    for (const [key, before] of known) {
      const ref = { conversationId: before.conversationId, rootId: before.root.id };
      // A reply that arrived meanwhile may be missing from the answer.
      if (before.unreadCount > 0 && !unread.has(key) && this.#threads.get(ref) === before)
        this.#threads.changeThread(ref, (thread) => ({ ...thread, unreadCount: 0, mentionCount: 0 }));
    }
  }

  /** Loads the next page of the threads that the user follows. @throws {ProblemError} */
  async loadFollowed(): Promise<void> {
    const cursor = this.#state.threadsCursor;
    if (cursor === null) return;
    await this.#loads.run(`followed ${cursor}`, async () => {
      const { items, nextCursor } = await this.#options.session.call("listThreads", {
        query: { limit: pageSize, ...(cursor && { cursor }) },
      });
      this.#threads.take(items);
      this.#options.store.update({ threadsCursor: nextCursor });
    });
  }

  /** Loads a thread and its newest replies. @throws {ProblemError} 404 if the user cannot see the root */
  async open(thread: ThreadRef): Promise<void> {
    await Promise.all([this.#fetch(thread), this.#loadNewest(thread)]);
  }

  /** Loads the page before the first loaded reply. @throws {ProblemError} */
  async loadOlder(thread: ThreadRef): Promise<void> {
    const [first] = this.#threads.repliesOf(thread)?.messages ?? [];
    if (!first || (first.replyNumber ?? 1) <= 1) return;
    await this.#loads.run(`older ${threadKey(thread)} ${first.seq}`, async () => {
      this.#threads.addReplies(thread, await this.#page(thread, first.seq));
    });
  }

  /** Follows a thread, or unfollows it. @throws {ProblemError} */
  async setFollowing({ conversationId, rootId }: ThreadRef, isFollowing: boolean): Promise<void> {
    const params = { id: conversationId, rootId };
    const name = isFollowing ? "followThread" : "unfollowThread";
    await this.#takeChange(this.#options.session.call(name, { params }), { conversationId, rootId });
  }

  /**
   * Marks a thread as read up to a reply: here immediately, and at the server at most every two seconds. A lost
   * position is sent again after an answer that lacks it.
   */
  markRead(ref: ThreadRef, seq: number): void {
    const before = this.#threads.get(ref);
    if (!before?.isFollowing || seq <= before.lastReadSeq) return;
    const last = this.#threads.repliesOf(ref)?.messages.at(-1)?.seq ?? seq;
    this.#threads.changeThread(ref, (thread) => withThreadRead(thread, seq, last));
    const pause = this.#pauses.get(threadKey(ref));
    if (pause) pause.next = seq;
    else this.#sendRead(ref, seq);
  }

  /** Takes a reply from an event, an acknowledgement or a sync. */
  receive(reply: Message): void {
    const { conversationId, threadId: rootId } = reply;
    const { user } = this.#options.session;
    if (rootId === undefined || !user) return;
    const isOwn = reply.senderId === user.id;
    const people =
      this.#options.store.conversation(conversationId)?.participants.map((one) => one.user) ?? [];
    const isMention = !isOwn && mentionsByName(reply, user, people);
    const ref = { conversationId, rootId };
    const known = this.#threads.get(ref);
    this.#threads.changeThread(ref, (thread) => withReplyInThread(thread, reply, { isOwn, isMention }));
    if (this.#threads.addReplies(ref, [reply])) this.#inBackground(this.#loadNewest(ref));
    // Only the server knows the place of a new follower.
    const isNewFollower = (isOwn || isMention) && !known?.isFollowing;
    if (isNewFollower) this.#inBackground(this.#fetch(ref));
  }

  /** Takes the followers that an event names, or undefined if there are too many. */
  receiveFollowers(reply: Message, followerIds?: readonly UserId[]): void {
    const { conversationId, threadId: rootId, senderId } = reply;
    const me = this.#options.session.user?.id;
    if (rootId === undefined || me === undefined) return;
    const known = this.#threads.get({ conversationId, rootId });
    const isUnknown = followerIds ? followerIds.includes(me) && !known?.isFollowing : known === undefined;
    const isFollowed = followerIds?.includes(me) ?? known?.isFollowing === true;
    if (isFollowed && senderId !== me) this.#options.store.update({ latestReply: reply });
    if (isUnknown) this.#inBackground(this.#fetch({ conversationId, rootId }));
  }

  /** Applies a `thread.updated` event. A late one never undoes a newer change. */
  receivePlace({ rootId, conversationId, type: _, changedAt, ...place }: ThreadUpdated): void {
    const ref = { conversationId, rootId };
    if (!this.#latest.take(threadKey(ref), changedAt)) return;
    const known = this.#threads.get(ref);
    if (!known && place.isFollowing) this.#inBackground(this.#fetch(ref));
    this.#threads.changeThread(ref, (thread) =>
      place.isFollowing && place.lastReadSeq < thread.lastReadSeq ? thread : { ...thread, ...place },
    );
  }

  /**
   * Recounts a thread after a change of a reply. Only the server knows the counts if it was deleted or mentions the
   * user.
   */
  recount(id: ConversationId, { message }: MessageChange): void {
    const rootId = message?.threadId;
    const user = this.#options.session.user;
    if (rootId === undefined || !message || !user) return;
    const known = this.#threads.get({ conversationId: id, rootId });
    const isUnread = known?.isFollowing === true && message.seq > known.lastReadSeq;
    const isNewFollower = !known?.isFollowing && mentionsByName(message, user, []);
    if (isUnread || isNewFollower) this.#inBackground(this.#fetch({ conversationId: id, rootId }));
  }

  /** Loads the replies that were missed while no connection was open. @throws {ProblemError} */
  async catchUp(): Promise<void> {
    await this.loadUnread();
    for (const { conversationId, rootId } of this.#state.replies.values()) {
      await this.#loadNewest({ conversationId, rootId });
    }
  }

  /** Sends the read positions that wait, because the connection is about to close. */
  stop(): void {
    for (const { thread, timer, next } of this.#pauses.values()) {
      clearTimeout(timer);
      if (this.#threads.get(thread) && next !== undefined) this.#requestRead(thread, next);
    }
    this.#pauses.clear();
  }

  /** Fetches again if a reply arrived meanwhile, because the answer may not count it. */
  #fetch(ref: ThreadRef): Promise<void> {
    const { conversationId: id, rootId } = ref;
    return this.#loads.run(`thread ${threadKey(ref)}`, async () => {
      for (let attempt = 1; attempt <= 3; attempt++) {
        const before = this.#threads.get(ref);
        const thread: Thread = await this.#options.session.call("getThread", { params: { id, rootId } });
        const isCurrent = this.#threads.get(ref) === before;
        this.#threads.take([thread]);
        if (isCurrent) return;
      }
    });
  }

  async #loadNewest(thread: ThreadRef): Promise<void> {
    await this.#loads.run(`newest ${threadKey(thread)}`, async () => {
      const messages = await this.#page(thread);
      // Replies that were pushed meanwhile are newer than the page.
      const pushed = (this.#threads.repliesOf(thread)?.messages ?? []).filter(
        ({ seq }) => seq > (messages.at(-1)?.seq ?? 0),
      );
      this.#threads.setReplies(thread, messages);
      this.#threads.addReplies(thread, pushed);
    });
  }

  /** Loads a page of replies, oldest first. */
  async #page({ conversationId: id, rootId }: ThreadRef, before?: number): Promise<Message[]> {
    const { items } = await this.#options.session.call("listMessages", {
      params: { id },
      query: { threadId: rootId, limit: pageSize, ...(before !== undefined && { before: String(before) }) },
    });
    return items.reverse();
  }

  #sendRead(thread: ThreadRef, seq: number): void {
    const key = threadKey(thread);
    const timer = setTimeout(() => {
      const next = this.#pauses.get(key)?.next;
      this.#pauses.delete(key);
      if (next !== undefined) this.#sendRead(thread, next);
    }, times.readMs);
    this.#pauses.set(key, { thread, timer, next: undefined });
    this.#requestRead(thread, seq);
  }

  #requestRead(ref: ThreadRef, seq: number): void {
    const params = { id: ref.conversationId, rootId: ref.rootId };
    const read = this.#options.session.call("markThreadRead", { params, body: { seq } });
    this.#inBackground(this.#takeChange(read, ref));
  }

  /**
   * Takes the answer to a change, unless a later change is known. The answer to a request that changed nothing has no
   * time, so any change that arrived after the request may be later.
   */
  async #takeChange(request: Promise<ChangedThread>, ref: ThreadRef): Promise<void> {
    const key = threadKey(ref);
    const before = this.#latest.timeOf(key);
    const { changedAt, ...thread } = await request;
    if (changedAt === undefined && this.#latest.timeOf(key) !== before) return;
    if (this.#latest.take(key, changedAt)) this.#threads.take([thread]);
  }

  #inBackground(work: Promise<void>): void {
    inBackground("threads", work, this.#options.reportError);
  }
}
