import type { Conversation } from "../contract/conversations.ts";
import type { ConversationId, UserId } from "../contract/ids.ts";
import { times } from "../contract/times.ts";
import { wait } from "./backoff.ts";
import type { Connection } from "./connection/connection.ts";
import { withOwnReadPosition } from "./conversations/conversation-changes.ts";
import { withReadPosition } from "./conversations/participant-changes.ts";
import { inBackground, type ReportError } from "./errors.ts";
import type { Store } from "./store.ts";

export interface ReadPositionsOptions {
  store: Store;
  connection: Pick<Connection, "request">;
  /** The signed-in user's id. */
  me: () => UserId | undefined;
  /** Has the server count a conversation's unread messages and mentions again, after a revision. */
  recount: (id: ConversationId, revision: number) => void;
  reportError: ReportError;
}

/** The end of a pause, and the position to send then. */
interface Pause {
  timer: ReturnType<typeof setTimeout>;
  next: number | undefined;
}

/**
 * How long a position is on its way at most. `settle` waits no longer, because a lost acknowledgement must not keep the
 * user from marking messages as unread.
 */
const settleMs = 5_000;

/** How far each participant has read. */
export class ReadPositions {
  readonly #options: ReadPositionsOptions;
  /** The conversations whose position was sent a moment ago. */
  readonly #pauses = new Map<ConversationId, Pause>();
  /** The positions that the server has not acknowledged. */
  readonly #unanswered = new Map<ConversationId, Promise<void>>();
  /** When a position was last sent. */
  readonly #sentAt = new Map<ConversationId, number>();
  /** The marks "unread from here" that the user removed by reading, until the server acknowledges the position. */
  readonly #removedMarks = new Map<ConversationId, number>();
  /** When another device of the user last moved the position in a conversation. */
  readonly #elsewhere = new Map<ConversationId, number>();

  constructor(options: ReadPositionsOptions) {
    this.#options = options;
  }

  /**
   * Marks a conversation as read up to `seq`: here immediately, and at the server at most every two seconds. A position
   * that is behind the current one changes nothing. A lost frame is sent again after an answer that lacks the position.
   */
  markRead(id: ConversationId, seq: number): void {
    const { store } = this.#options;
    const known = store.conversation(id);
    if (!known || (known.lastReadSeq >= seq && known.settings.unreadFrom === null)) return;
    const { unreadFrom } = known.settings;
    if (unreadFrom !== null) this.#removedMarks.set(id, unreadFrom);
    store.changeConversation(id, (conversation) => withOwnReadPosition(conversation, seq));
    const pause = this.#pauses.get(id);
    if (pause) pause.next = seq;
    else this.#send(id, seq);
  }

  /** Sends a position again that the server does not know, because the connection was lost. */
  resend(id: ConversationId, seq: number): void {
    if (!this.wasJustSent(id)) this.#send(id, seq);
  }

  /**
   * Waits until no position is on its way to the server. The server collects positions for a second, so one that was sent
   * before a mark as unread could otherwise arrive after it and remove it.
   */
  async settle(id: ConversationId): Promise<void> {
    const pause = this.#pauses.get(id);
    if (pause) pause.next = undefined;
    this.#sentAt.delete(id);
    await Promise.race([this.#unanswered.get(id), wait(settleMs)]);
  }

  /**
   * Whether a position was sent so recently that an answer of the server may be older than it. Such an answer still has
   * the mark as unread that the position removes.
   */
  wasJustSent(id: ConversationId): boolean {
    return Date.now() - (this.#sentAt.get(id) ?? Number.NEGATIVE_INFINITY) < settleMs;
  }

  /** Whether an answer has a mark as unread only because the position that removes it has not reached the server. */
  hasRemovedMark({ id, settings }: Pick<Conversation, "id" | "settings">): boolean {
    const isRead = this.#options.store.conversation(id)?.settings.unreadFrom === null;
    return isRead && this.#removedMarks.get(id) === settings.unreadFrom;
  }

  /** Forgets a removed mark that an answer no longer has, so that the same mark counts if the user sets it again. */
  confirmMark({ id, settings }: Conversation): void {
    if (this.#removedMarks.get(id) !== settings.unreadFrom) this.#removedMarks.delete(id);
  }

  /** Whether another tab or device of the user has read on in a conversation within the last `ms` milliseconds. */
  wasReadElsewhere(id: ConversationId, ms: number): boolean {
    return Date.now() - (this.#elsewhere.get(id) ?? Number.NEGATIVE_INFINITY) < ms;
  }

  /** Sends the positions that wait, because the connection is about to close. */
  stop(): void {
    for (const [id, { timer, next }] of this.#pauses) {
      clearTimeout(timer);
      if (next !== undefined) this.#request(id, next);
    }
    this.#pauses.clear();
  }

  /** Applies a `read.updated` event. */
  receive({
    conversationId,
    userId,
    seq,
  }: {
    conversationId: ConversationId;
    userId: UserId;
    seq: number;
  }): void {
    this.#options.store.changeConversation(conversationId, (conversation) => {
      const known = withReadPosition(conversation, { userId, seq });
      const isOwn = userId === this.#options.me() && conversation.lastReadSeq < seq;
      if (isOwn) this.#elsewhere.set(conversationId, Date.now());
      return isOwn ? withOwnReadPosition(known, seq) : known;
    });
  }

  #send(id: ConversationId, seq: number): void {
    this.#request(id, seq);
    const timer = setTimeout(() => this.#endPause(id), times.readMs);
    this.#pauses.set(id, { timer, next: undefined });
  }

  #endPause(id: ConversationId): void {
    const next = this.#pauses.get(id)?.next;
    this.#pauses.delete(id);
    if (next !== undefined) this.#send(id, next);
  }

  #request(id: ConversationId, seq: number): void {
    this.#sentAt.set(id, Date.now());
    const asking = this.#ask(id, seq);
    const isLast = () => this.#unanswered.get(id) === settled;
    const settled: Promise<void> = asking
      .catch(() => {
        if (isLast()) this.#sentAt.delete(id);
      })
      .finally(() => {
        if (isLast()) this.#unanswered.delete(id);
      });
    this.#unanswered.set(id, settled);
    inBackground("read", asking, this.#options.reportError);
  }

  /**
   * Takes the number of unread messages from the answer, because only the server knows which ones are deleted. The answer
   * does not count mentions.
   */
  async #ask(id: ConversationId, seq: number): Promise<void> {
    const { connection, store, recount } = this.#options;
    const before = store.conversation(id);
    const answer = await connection.request({ action: "read", conversationId: id, seq });
    this.#removedMarks.delete(id);
    if (!("unreadCount" in answer)) return;
    const { lastReadSeq, unreadCount } = answer;
    store.changeConversation(id, (known) => {
      const { lastSeq, lastRevision, settings } = known;
      const isSame = lastSeq === before?.lastSeq && lastRevision === before.lastRevision;
      // If the user has marked messages as unread meanwhile, the count starts elsewhere.
      const isCurrent = isSame && settings.unreadFrom === null && known.lastReadSeq === lastReadSeq;
      return isCurrent ? { ...known, unreadCount } : known;
    });
    const known = store.conversation(id);
    if (known && known.mentionCount > 0) recount(id, known.lastRevision);
  }
}
