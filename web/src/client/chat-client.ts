import { v7 as uuidv7 } from "uuid";
import type { Conversation } from "../../../contract/conversations.ts";
import type { ServerEvent } from "../../../contract/frames.ts";
import { type ConversationId, MessageId, type UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { Message } from "../../../contract/messages.ts";
import {
  type ChatState,
  initialState,
  refreshed,
  withEvent,
  withMessage,
  withPresence,
  withRead,
} from "./chat-state.ts";
import { Connection, type ConnectionTimes } from "./connection.ts";
import type { OpenSocket } from "./live-socket.ts";
import { memoryOutbox, type Outbox, type OutboxMessage } from "./outbox.ts";
import { ProblemError } from "./problem-error.ts";
import { Sender } from "./sender.ts";
import type { Session } from "./session.ts";
import { type StatusChange, statusAfter } from "./status.ts";
import { addMessages, emptyTimeline, lastSeq, type Timeline } from "./timeline.ts";
import { TypingNotices, TypingPeople } from "./typing.ts";

export interface ChatClientOptions {
  session: Session;
  /** The WebSocket's address: `wss://chat.example.com/ws`. */
  socketUrl: string;
  openSocket?: OpenSocket;
  /** Where messages wait for their ack; in memory unless said otherwise. */
  outbox?: Outbox;
  times?: ConnectionTimes;
}

const pageSize = "50";

/** Pushes may overtake each other: a hole that is older than this is asked for. */
const gapMs = 300;

/** Before what was missed is asked for again, when that failed although the connection is open. */
const catchUpAgainMs = 1_000;

/**
 * A chat client without a user interface: keeps the conversations and their messages up to date, sends, and
 * comes back by itself when the connection is lost. It has what a page shows, or what a bot reads.
 */
export class ChatClient {
  readonly #session: Session;
  readonly #connection: Connection;
  readonly #sender: Sender;
  readonly #typing = new TypingPeople((typing) => this.#update({ typing }));
  readonly #notices = new TypingNotices((conversationId, isTyping) =>
    this.#connection.notify({ action: "typing", conversationId, isTyping }),
  );
  readonly #listeners = new Set<() => void>();
  /** Fetches under way by what they fetch, so that nothing is fetched twice at once. */
  readonly #fetches = new Map<string, Promise<void>>();
  /** How often we were told of a conversation that it is new to us. */
  readonly #created = new Map<ConversationId, number>();
  /** Messages that came before their predecessors. */
  readonly #early = new Map<ConversationId, Message[]>();
  readonly #gapTimers = new Map<ConversationId, ReturnType<typeof setTimeout>>();
  #openings = 0;
  #catchUpAgain: ReturnType<typeof setTimeout> | undefined;
  #state: ChatState = initialState;

  constructor({ session, socketUrl, openSocket, outbox = memoryOutbox(), times }: ChatClientOptions) {
    this.#session = session;
    this.#connection = new Connection({
      url: socketUrl,
      openSocket,
      times,
      accessToken: (renewed) => session.accessToken(renewed),
      onEvent: (event) => this.#apply(event),
      onOpen: () => {
        this.#change("opened");
        void this.#catchUp(++this.#openings);
      },
      onLost: () => this.#change("lost"),
    });
    this.#sender = new Sender({
      outbox,
      connection: this.#connection,
      post: ({ conversationId, id, content }) =>
        session.call("sendMessage", { params: { id: conversationId }, body: { id, content } }),
      onSent: (message) => this.#receive(message),
      onRefused: (message) => {
        // Of a conversation that was taken from us, nobody will ask what became of it.
        if (this.#state.conversations.has(message.conversationId)) this.#setPending(message);
        else this.discard(message.conversationId, message.id);
      },
    });
  }

  get state(): ChatState {
    return this.#state;
  }

  /** Calls `listener` after each change of `state`. @returns stops it */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  start(): void {
    this.#connection.start();
    void this.loadConversations().catch(() => {});
    void this.#sender.start().then((messages) => {
      for (const message of messages) this.#setPending(message);
    });
  }

  stop(): void {
    this.#connection.stop();
    this.#sender.stop();
    this.#typing.stop();
    clearTimeout(this.#catchUpAgain);
    for (const timer of this.#gapTimers.values()) clearTimeout(timer);
    this.#gapTimers.clear();
  }

  /** Reconnects at once if the connection is lost: the network came back, or somebody looks again. */
  retryNow(): void {
    this.#connection.retryNow();
  }

  /** Fetches the first page of the list, or the next one. @throws ProblemError */
  loadConversations(more = false): Promise<void> {
    const cursor = more ? this.#state.conversationsCursor : undefined;
    if (cursor === null) return Promise.resolve();
    return this.#once(`conversations ${cursor}`, async () => {
      const page = await this.#session.call("listConversations", {
        query: { limit: pageSize, ...(cursor && { cursor }) },
      });
      this.#setConversations(page.items);
      // A first page fetched again must not forget how far the list was read.
      if (cursor !== undefined || this.#state.conversationsCursor === undefined) {
        this.#update({ conversationsCursor: page.nextCursor });
      }
    });
  }

  /** Makes sure that a conversation and its newest messages are here. @throws ProblemError  404 when it is not ours */
  async open(id: ConversationId): Promise<void> {
    if (!this.#state.conversations.has(id)) await this.#fetchConversation(id);
    if (!this.#timeline(id).isLoaded) await this.#fetchNewest(id);
  }

  /** Fetches the page before the oldest message that is here. @throws ProblemError */
  loadOlder(id: ConversationId): Promise<void> {
    const oldest = this.#timeline(id).messages[0]?.seq ?? 0;
    if (oldest <= 1) return Promise.resolve();
    return this.#once(`older ${id}`, async () => {
      const { items } = await this.#session.call("listMessages", {
        params: { id },
        query: { before: String(oldest), limit: pageSize },
      });
      this.#add(id, items);
    });
  }

  /**
   * Sends a message. It shows at once, and waits in the outbox until the server has it, however long that takes.
   * @returns when the server has taken or refused it, which shows in the timeline; nothing is thrown
   */
  send(conversationId: ConversationId, content: string): Promise<void> {
    const id = MessageId.parse(uuidv7());
    const message = { id, conversationId, content, createdAt: new Date().toISOString() };
    this.#setPending(message);
    this.#notices.say(conversationId, false);
    return this.#sender.send(message);
  }

  /** Sends a refused message again, with the same id: if it did arrive, it is not there twice. */
  retry(conversationId: ConversationId, id: MessageId): Promise<void> {
    const refused = this.#timeline(conversationId).pending.find((pending) => pending.id === id);
    if (!refused) return Promise.resolve();
    const { failure: _, ...message } = refused;
    this.#setPending(message);
    return this.#sender.send(message);
  }

  /** Forgets a refused message. */
  discard(conversationId: ConversationId, id: MessageId): void {
    this.#updateTimeline(conversationId, (timeline) => ({
      ...timeline,
      pending: timeline.pending.filter((message) => message.id !== id),
    }));
    void this.#sender.discard(id);
  }

  /** Tells the others that we write, or no longer do. Call it with each key that is pressed. */
  setTyping(conversationId: ConversationId, isTyping: boolean): void {
    this.#notices.say(conversationId, isTyping);
  }

  /** Tells the server, and so the other devices, how far we have read. */
  async markRead(id: ConversationId, seq: number): Promise<void> {
    const conversation = this.#state.conversations.get(id);
    if (!conversation || conversation.lastReadSeq >= seq) return;
    this.#setRead(id, this.#me, seq);
    await this.#connection.request({ action: "read", conversationId: id, seq }).catch(() => {
      // The next one says it again.
    });
  }

  /** Starts a conversation, or finds the direct one that exists. @throws ProblemError */
  async createConversation(participantIds: UserId[], name?: string): Promise<ConversationId> {
    const conversation = await this.#session.call("createConversation", {
      body: { participantIds, ...(name && { name }) },
    });
    this.#setConversations([conversation]);
    return conversation.id;
  }

  /** Nobody's id is this one, in the moment between signing out and stopping. */
  get #me(): UserId {
    return this.#session.user?.id ?? ("" as UserId);
  }

  #apply(event: ServerEvent): void {
    switch (event.type) {
      case "message.created":
        this.#typing.set(event.message.conversationId, event.message.senderId, false);
        this.#receive(event.message);
        return;
      case "read.updated":
        this.#setRead(event.conversationId, event.userId, event.seq);
        return;
      case "typing":
        this.#typing.set(event.conversationId, event.userId, event.isTyping);
        return;
      case "presence":
        this.#update({
          conversations: withPresence(this.#state.conversations, event.userId, event.online),
        });
        return;
      case "conversation.created":
        this.#welcome(event.conversation);
        return;
      case "conversation.updated":
        this.#changeConversation(event.conversation.id, (known) => withEvent(known, event));
        return;
      case "participant.added":
        this.#changeConversation(event.conversationId, (known) => withEvent(known, event));
        return;
      case "participant.removed":
        this.#typing.set(event.conversationId, event.userId, false);
        // Events may overtake each other: whether we are out, or already in again, the server knows.
        if (event.userId === this.#me) void this.#verify(event.conversationId).catch(() => {});
        else this.#changeConversation(event.conversationId, (known) => withEvent(known, event));
    }
  }

  /** Takes a conversation that is new to us. If it is not, the event has been overtaken, and the server knows better. */
  #welcome(conversation: Conversation): void {
    const { id } = conversation;
    this.#created.set(id, (this.#created.get(id) ?? 0) + 1);
    if (this.#state.conversations.has(id)) void this.#fetchConversation(id).catch(() => {});
    else this.#setConversations([conversation]);
  }

  /** Takes a new message, pushed or acknowledged. */
  #receive(message: Message): void {
    const id = message.conversationId;
    if (this.#state.conversations.has(id)) {
      this.#changeConversation(id, (known) => withMessage(known, message, this.#me));
    } else {
      void this.#fetchConversation(id).catch(() => {});
    }
    const { isLoaded, pending } = this.#timeline(id);
    if (isLoaded || pending.length > 0) this.#add(id, [message]);
  }

  #add(id: ConversationId, messages: readonly Message[]): void {
    const early = this.#early.get(id) ?? [];
    const { timeline, gap } = addMessages(this.#timeline(id), [...early, ...messages]);
    // Beyond a page, what came early is fetched again with what is missing.
    if (gap) this.#early.set(id, [...early, ...messages].slice(-limits.page.max));
    else this.#early.delete(id);
    this.#updateTimeline(id, () => timeline);
    this.#watchGap(id);
  }

  /** Whether something is missing at the end of what we have of a conversation. */
  #hasGap(id: ConversationId): boolean {
    const timeline = this.#timeline(id);
    return timeline.isLoaded && (this.#state.conversations.get(id)?.lastSeq ?? 0) > lastSeq(timeline);
  }

  /** Asks for what is missing, unless it comes by itself within a moment. */
  #watchGap(id: ConversationId): void {
    if (this.#gapTimers.has(id) || !this.#hasGap(id)) return;
    const look = () => {
      this.#gapTimers.delete(id);
      if (this.#hasGap(id)) void this.#sync([id]).catch(() => {});
    };
    this.#gapTimers.set(id, setTimeout(look, gapMs));
  }

  /** After the n-th opening of the connection: fetches what happened while there was none. */
  async #catchUp(opening: number): Promise<void> {
    const isCurrent = () => opening === this.#openings && this.#connection.isOpen;
    clearTimeout(this.#catchUpAgain);
    try {
      await this.#refreshConversations();
      const loaded = [...this.#state.timelines].filter(([, timeline]) => timeline.isLoaded);
      // The latest opened come last; beyond the limit, older ones are asked for when they show a gap.
      await this.#sync(loaded.slice(-limits.syncConversations).map(([id]) => id));
      if (isCurrent()) this.#change("caught up");
    } catch {
      // Could not be reached after all, or refused: the next connection tries again, or this one in a moment.
      const again = () => {
        if (isCurrent()) void this.#catchUp(opening);
      };
      this.#catchUpAgain = setTimeout(again, catchUpAgainMs * (1 + Math.random()));
    }
  }

  /** Fetches as much of the list as we have, and asks for each conversation that is no longer on it. */
  async #refreshConversations(): Promise<void> {
    const known = new Set(this.#state.conversations.keys());
    const listed = new Set<ConversationId>();
    let cursor: string | null = null;
    do {
      const page: { items: Conversation[]; nextCursor: string | null } = await this.#session.call(
        "listConversations",
        { query: { limit: pageSize, ...(cursor && { cursor }) } },
      );
      this.#setConversations(page.items);
      for (const { id } of page.items) listed.add(id);
      cursor = page.nextCursor;
    } while (cursor !== null && listed.size < known.size);
    this.#update({ conversationsCursor: cursor });
    for (const id of known) if (!listed.has(id)) await this.#verify(id);
  }

  /** Asks for what came after the last message that we know of each conversation, page by page. */
  async #sync(ids: readonly ConversationId[]): Promise<void> {
    for (let more = ids.length > 0; more; ) {
      const answer = await this.#connection.request({
        action: "sync",
        conversations: Object.fromEntries(ids.map((id) => [id, lastSeq(this.#timeline(id))])),
      });
      if (answer.type !== "sync") return;
      for (const message of answer.messages) this.#receive(message);
      more = answer.more;
    }
  }

  #fetchNewest(id: ConversationId): Promise<void> {
    return this.#once(`newest ${id}`, async () => {
      const { items } = await this.#session.call("listMessages", {
        params: { id },
        query: { limit: pageSize },
      });
      this.#add(id, items);
      this.#updateTimeline(id, (timeline) => ({ ...timeline, isLoaded: true }));
      this.#watchGap(id);
    });
  }

  #fetchConversation(id: ConversationId): Promise<void> {
    return this.#once(`conversation ${id}`, async () => {
      this.#setConversations([await this.#session.call("getConversation", { params: { id } })]);
    });
  }

  /** Looks whether we still take part in a conversation; if not, all of it goes. */
  async #verify(id: ConversationId): Promise<void> {
    const known = this.#created.get(id);
    try {
      await this.#fetchConversation(id);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status !== 404) throw error;
      // We were added again meanwhile: the answer may be from before or after that.
      if (this.#created.get(id) !== known) return this.#verify(id);
      const without = <T>(map: ReadonlyMap<ConversationId, T>) =>
        new Map([...map].filter(([other]) => other !== id));
      for (const pending of this.#timeline(id).pending) this.discard(id, pending.id);
      this.#early.delete(id);
      this.#update({
        conversations: without(this.#state.conversations),
        timelines: without(this.#state.timelines),
      });
    }
  }

  #once(key: string, fetch: () => Promise<void>): Promise<void> {
    const running = this.#fetches.get(key);
    if (running) return running;
    const promise = fetch().finally(() => this.#fetches.delete(key));
    this.#fetches.set(key, promise);
    return promise;
  }

  #timeline(id: ConversationId): Timeline {
    return this.#state.timelines.get(id) ?? emptyTimeline;
  }

  #setRead(id: ConversationId, reader: UserId, seq: number): void {
    this.#changeConversation(id, (known) => withRead(known, reader, seq, this.#me));
  }

  #setConversations(conversations: readonly Conversation[]): void {
    const known = this.#state.conversations;
    const fresh = conversations.map((item) => [item.id, refreshed(known.get(item.id), item)] as const);
    this.#update({ conversations: new Map([...known, ...fresh]) });
    for (const [id] of fresh) this.#watchGap(id);
  }

  #changeConversation(id: ConversationId, change: (known: Conversation) => Conversation): void {
    const known = this.#state.conversations.get(id);
    if (known) this.#update({ conversations: new Map([...this.#state.conversations, [id, change(known)]]) });
  }

  /** Shows a message of ours that is not acknowledged, in its place among the others. */
  #setPending(message: OutboxMessage): void {
    this.#updateTimeline(message.conversationId, (timeline) => {
      if (timeline.messages.some(({ id }) => id === message.id)) return timeline;
      const at = timeline.pending.findIndex(({ id }) => id === message.id);
      const pending = at < 0 ? [...timeline.pending, message] : timeline.pending.with(at, message);
      return { ...timeline, pending };
    });
  }

  #updateTimeline(id: ConversationId, change: (timeline: Timeline) => Timeline): void {
    this.#update({ timelines: new Map([...this.#state.timelines, [id, change(this.#timeline(id))]]) });
  }

  #change(change: StatusChange): void {
    const status = statusAfter[this.#state.status][change];
    if (status) this.#update({ status });
  }

  #update(change: Partial<ChatState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
