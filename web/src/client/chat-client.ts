import { v7 as uuidv7 } from "uuid";
import type { Conversation } from "../../../contract/conversations.ts";
import type { ServerEvent } from "../../../contract/frames.ts";
import { type ConversationId, MessageId, type UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { Message } from "../../../contract/messages.ts";
import { type Answer, Connection, type OpenSocket } from "./connection.ts";
import { ProblemError } from "./problem-error.ts";
import type { Session } from "./session.ts";
import { addMessages, emptyTimeline, lastSeq, type PendingMessage, type Timeline } from "./timeline.ts";

/** `catching up`: the socket is open, and what was missed is being fetched. */
export type Status = "connecting" | "catching up" | "live" | "offline";

/** Everything the client knows, replaced as a whole at each change. */
export interface ChatState {
  readonly status: Status;
  readonly conversations: ReadonlyMap<ConversationId, Conversation>;
  /** Undefined until the list has been asked for; null when all of it is here. */
  readonly conversationsCursor: string | null | undefined;
  readonly timelines: ReadonlyMap<ConversationId, Timeline>;
}

export interface ChatClientOptions {
  session: Session;
  /** The WebSocket's address: `wss://chat.example.com/ws`. */
  socketUrl: string;
  openSocket?: OpenSocket;
}

const pageSize = "50";

/** A message waits this long for a lost connection before it counts as not sent. */
const reconnectMs = 10_000;
const sendAttempts = 5;

/** When a conversation last had something happen to it. */
const activityOf = (conversation: Conversation) =>
  conversation.lastMessage?.createdAt ?? conversation.createdAt;

/** Conversations as a list shows them: the newest activity first. */
export function sortedConversations(state: ChatState): Conversation[] {
  return [...state.conversations.values()].sort((a, b) => activityOf(b).localeCompare(activityOf(a)));
}

/**
 * A chat client without a user interface: keeps the conversations and their messages up to date, sends, and
 * comes back by itself when the connection is lost. It has what a page shows, or what a bot reads.
 */
export class ChatClient {
  readonly #session: Session;
  readonly #connection: Connection;
  readonly #listeners = new Set<() => void>();
  /** Fetches under way by what they fetch, so that nothing is fetched twice at once. */
  readonly #fetches = new Map<string, Promise<void>>();
  /** The last send of each conversation: the next one waits for its ack, because frames may overtake each other. */
  readonly #sends = new Map<ConversationId, Promise<void>>();
  #state: ChatState = {
    status: "connecting",
    conversations: new Map(),
    conversationsCursor: undefined,
    timelines: new Map(),
  };

  constructor({ session, socketUrl, openSocket }: ChatClientOptions) {
    this.#session = session;
    this.#connection = new Connection({
      url: socketUrl,
      ...(openSocket && { openSocket }),
      accessToken: () => session.accessToken(),
      onEvent: (event) => this.#apply(event),
      onOpen: () => void this.#catchUp(),
      onLost: () => this.#update({ status: "offline" }),
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
  }

  stop(): void {
    this.#connection.stop();
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
      this.#update({
        conversations: new Map([
          ...this.#state.conversations,
          ...page.items.map((item) => [item.id, item] as const),
        ]),
        // A first page fetched again must not forget how far the list was read.
        ...((cursor !== undefined || this.#state.conversationsCursor === undefined) && {
          conversationsCursor: page.nextCursor,
        }),
      });
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

  /** Sends a message. It shows at once, and its fate shows in the timeline; nothing is thrown. */
  send(conversationId: ConversationId, content: string): Promise<void> {
    const message = { id: MessageId.parse(uuidv7()), content, createdAt: new Date().toISOString() };
    this.#updateTimeline(conversationId, (timeline) => ({
      ...timeline,
      pending: [...timeline.pending, message],
    }));
    return this.#deliver(conversationId, message);
  }

  /** Sends a failed message again, with the same id: if it did arrive, it is not there twice. */
  retry(conversationId: ConversationId, id: MessageId): Promise<void> {
    const message = this.#timeline(conversationId).pending.find((pending) => pending.id === id);
    if (!message) return Promise.resolve();
    this.#setPending(conversationId, id, ({ failure: _, ...rest }) => rest);
    return this.#deliver(conversationId, message);
  }

  /** Forgets a failed message. */
  discard(conversationId: ConversationId, id: MessageId): void {
    this.#updateTimeline(conversationId, (timeline) => ({
      ...timeline,
      pending: timeline.pending.filter((message) => message.id !== id),
    }));
  }

  /** Tells the server, and so the other devices, how far we have read. */
  async markRead(id: ConversationId, seq: number): Promise<void> {
    const conversation = this.#state.conversations.get(id);
    if (!conversation || conversation.lastReadSeq >= seq) return;
    this.#setRead(id, seq);
    await this.#connection.request({ action: "read", conversationId: id, seq }).catch(() => {
      // The next one says it again.
    });
  }

  /** Starts a conversation, or finds the direct one that exists. @throws ProblemError */
  async createConversation(participantIds: UserId[], name?: string): Promise<ConversationId> {
    const conversation = await this.#session.call("createConversation", {
      body: { participantIds, ...(name && { name }) },
    });
    this.#setConversation(conversation);
    return conversation.id;
  }

  /** Sends after all that was to be sent before it. */
  #deliver(conversationId: ConversationId, message: PendingMessage): Promise<void> {
    const before = this.#sends.get(conversationId) ?? Promise.resolve();
    const delivery = before.then(() => this.#deliverNow(conversationId, message));
    this.#sends.set(conversationId, delivery);
    return delivery;
  }

  async #deliverNow(conversationId: ConversationId, { id, content }: PendingMessage): Promise<void> {
    try {
      const ack = await this.#requestSend(conversationId, id, content);
      if ("message" in ack) this.#receive(ack.message);
    } catch (error) {
      const failure = error instanceof ProblemError ? error.message : "It could not be sent.";
      this.#setPending(conversationId, id, (pending) => ({ ...pending, failure }));
    }
  }

  /** Sends over the socket, again when it is lost before the ack: the id makes sure that it is one message. */
  async #requestSend(conversationId: ConversationId, id: MessageId, content: string): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      await this.#connection.whenOpen(reconnectMs);
      try {
        return await this.#connection.request({ action: "message.send", conversationId, id, content });
      } catch (error) {
        const isLost = error instanceof ProblemError && error.status === 0;
        if (!isLost || attempt === sendAttempts) throw error;
      }
    }
  }

  #apply(event: ServerEvent): void {
    switch (event.type) {
      case "message.created":
        this.#receive(event.message);
        return;
      case "read.updated":
        if (event.userId === this.#session.user?.id) this.#setRead(event.conversationId, event.seq);
        return;
    }
  }

  /** Takes a new message, pushed or acknowledged. */
  #receive(message: Message): void {
    const id = message.conversationId;
    const conversation = this.#state.conversations.get(id);
    if (!conversation) {
      void this.#fetchConversation(id).catch(() => {});
    } else if (message.seq > conversation.lastSeq) {
      const isOwn = message.senderId === this.#session.user?.id;
      const lastReadSeq = isOwn ? message.seq : conversation.lastReadSeq;
      this.#setConversation({
        ...conversation,
        lastSeq: message.seq,
        lastMessage: message,
        lastReadSeq,
        unreadCount: message.seq - lastReadSeq,
      });
    }
    if (this.#timeline(id).isLoaded || this.#timeline(id).pending.length > 0) this.#add(id, [message]);
  }

  #add(id: ConversationId, messages: readonly Message[]): void {
    const { timeline, gap } = addMessages(this.#timeline(id), messages);
    this.#updateTimeline(id, () => timeline);
    if (gap) void this.#fetchMissed(id).catch(() => {});
  }

  /** After the socket has opened: fetches what happened while it was not. */
  async #catchUp(): Promise<void> {
    this.#update({ status: "catching up" });
    try {
      await this.loadConversations();
      await this.#sync();
      if (this.#connection.isOpen) this.#update({ status: "live" });
    } catch {
      // Could not be reached after all, or refused: the next connection tries again.
      if (this.#connection.isOpen) setTimeout(() => void this.#catchUp(), 2_000);
    }
  }

  /** Asks for what the conversations that are open here have missed, page by page. */
  async #sync(): Promise<void> {
    for (;;) {
      const loaded = [...this.#state.timelines].filter(([, timeline]) => timeline.isLoaded);
      if (loaded.length === 0) return;
      // The latest opened come last; beyond the limit, older ones are fetched when a message shows the hole.
      const known = loaded.slice(-limits.syncConversations).map(([id, timeline]) => [id, lastSeq(timeline)]);
      const answer = await this.#connection.request({
        action: "sync",
        conversations: Object.fromEntries(known),
      });
      if (answer.type !== "sync") return;
      for (const message of answer.messages) this.#receive(message);
      if (!answer.more) return;
    }
  }

  #fetchNewest(id: ConversationId): Promise<void> {
    return this.#once(`newest ${id}`, async () => {
      const { items } = await this.#session.call("listMessages", {
        params: { id },
        query: { limit: pageSize },
      });
      this.#updateTimeline(id, (timeline) => ({ ...timeline, isLoaded: true }));
      this.#add(id, items);
    });
  }

  #fetchMissed(id: ConversationId): Promise<void> {
    return this.#once(`missed ${id}`, async () => {
      for (;;) {
        const { items, nextCursor } = await this.#session.call("listMessages", {
          params: { id },
          query: { after: String(lastSeq(this.#timeline(id))), limit: "100" },
        });
        for (const message of items) this.#receive(message);
        if (nextCursor === null) return;
      }
    });
  }

  #fetchConversation(id: ConversationId): Promise<void> {
    return this.#once(`conversation ${id}`, async () => {
      this.#setConversation(await this.#session.call("getConversation", { params: { id } }));
    });
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

  #setRead(id: ConversationId, seq: number): void {
    const conversation = this.#state.conversations.get(id);
    if (!conversation || conversation.lastReadSeq >= seq) return;
    this.#setConversation({
      ...conversation,
      lastReadSeq: seq,
      unreadCount: Math.max(0, conversation.lastSeq - seq),
    });
  }

  #setConversation(conversation: Conversation): void {
    this.#update({ conversations: new Map([...this.#state.conversations, [conversation.id, conversation]]) });
  }

  #setPending(
    id: ConversationId,
    messageId: MessageId,
    change: (message: PendingMessage) => PendingMessage,
  ): void {
    this.#updateTimeline(id, (timeline) => ({
      ...timeline,
      pending: timeline.pending.map((message) => (message.id === messageId ? change(message) : message)),
    }));
  }

  #updateTimeline(id: ConversationId, change: (timeline: Timeline) => Timeline): void {
    this.#update({ timelines: new Map([...this.#state.timelines, [id, change(this.#timeline(id))]]) });
  }

  #update(change: Partial<ChatState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
