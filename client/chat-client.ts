import { v7 as uuidv7 } from "uuid";
import type { UpdateSettings } from "../contract/conversation-settings.ts";
import type { Conversation, UpdateConversation } from "../contract/conversations.ts";
import type { ServerEvent } from "../contract/frames.ts";
import { type ConversationId, MessageId, type UserId } from "../contract/ids.ts";
import type { Message } from "../contract/messages.ts";
import type { ParticipantRole } from "../contract/participants.ts";
import {
  type ChatState,
  refreshed,
  withChange,
  withEvent,
  withMessage,
  withPresence,
  withRead,
  withReadHere,
  withUser,
} from "./chat-state.ts";
import { Connection, type ConnectionTimes } from "./connection/connection.ts";
import type { OpenSocket } from "./connection/socket.ts";
import { type StatusChange, statusAfter } from "./connection/status.ts";
import { ProblemError } from "./http/problem-error.ts";
import { MessageActions } from "./messages/message-actions.ts";
import { Once } from "./once.ts";
import { memoryOutbox, type Outbox, type OutboxMessage, sentForm } from "./outbox/outbox.ts";
import { Sender } from "./outbox/sender.ts";
import { TypingNotices, TypingPeople } from "./presence/typing.ts";
import type { Session } from "./session/session.ts";
import type { SnapshotStore } from "./snapshot/snapshot.ts";
import { SnapshotKeeper } from "./snapshot/snapshot-keeper.ts";
import { Store } from "./store.ts";
import { Timelines } from "./timelines/timelines.ts";

export interface ChatClientOptions {
  session: Session;
  /** The WebSocket's address: `wss://chat.example.com/ws`. */
  socketUrl: string;
  openSocket?: OpenSocket;
  /** Where messages wait for their ack; in memory unless said otherwise. */
  outbox?: Outbox;
  times?: ConnectionTimes;
  /** Where what was known last is kept, to be there before the connection is; nowhere unless said otherwise. */
  snapshots?: SnapshotStore;
}

const pageSize = "50";

/** Before what was missed is asked for again, when that failed although the connection is open. */
const catchUpAgainMs = 1_000;

/**
 * A chat client without a user interface: keeps the conversations and their messages up to date, sends, and
 * comes back by itself when the connection is lost. It has what a page shows, or what a bot reads.
 */
export class ChatClient {
  readonly #session: Session;
  readonly #store = new Store();
  readonly #timelines: Timelines;
  readonly #actions: MessageActions;
  readonly #connection: Connection;
  readonly #sender: Sender;
  readonly #typing = new TypingPeople((typing) => this.#store.update({ typing }));
  readonly #notices = new TypingNotices((conversationId, isTyping) =>
    this.#connection.notify({ action: "typing", conversationId, isTyping }),
  );
  readonly #fetches = new Once();
  /** How often we were told of a conversation that it is new to us. */
  readonly #created = new Map<ConversationId, number>();
  #openings = 0;
  readonly #keeper: SnapshotKeeper | undefined;
  #catchUpAgain: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ChatClientOptions) {
    const { session, socketUrl, openSocket, outbox = memoryOutbox(), times, snapshots } = options;
    this.#keeper = snapshots && new SnapshotKeeper(this.#store, snapshots);
    this.#session = session;
    this.#timelines = new Timelines({
      store: this.#store,
      session,
      sync: (id) => this.#sync([id]),
    });
    this.#actions = new MessageActions(session, this.#timelines);
    this.#connection = new Connection({
      url: socketUrl,
      openSocket,
      times,
      position: session.position,
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
      post: (message) =>
        session.call("sendMessage", { params: { id: message.conversationId }, body: sentForm(message) }),
      onSent: (message) => this.#receive(message),
      onRefused: (message) => {
        // Of a conversation that was taken from us, nobody will ask what became of it.
        if (this.#store.conversation(message.conversationId)) this.#timelines.setPending(message);
        else this.discard(message.conversationId, message.id);
      },
    });
  }

  get state(): ChatState {
    return this.#store.state;
  }

  /** Calls `listener` after each change of `state`. @returns stops it */
  get subscribe(): Store["subscribe"] {
    return this.#store.subscribe;
  }

  start(): void {
    void this.#keeper?.start();
    this.#connection.start();
    void this.loadConversations().catch(() => {});
    void this.#sender.start().then((messages) => {
      for (const message of messages) this.#timelines.setPending(message);
    });
  }

  stop(): void {
    this.#connection.stop();
    this.#sender.stop();
    this.#typing.stop();
    clearTimeout(this.#catchUpAgain);
    this.#timelines.stop();
    this.#keeper?.stop();
  }

  /** Reconnects at once if the connection is lost: the network came back, or somebody looks again. */
  retryNow(): void {
    this.#connection.retryNow();
  }

  /** Fetches the first page of the list, or the next one. @throws ProblemError */
  loadConversations(more = false): Promise<void> {
    const cursor = more ? this.state.conversationsCursor : undefined;
    if (cursor === null) return Promise.resolve();
    return this.#fetches.run(`conversations ${cursor}`, async () => {
      const page = await this.#session.call("listConversations", {
        query: { limit: pageSize, ...(cursor && { cursor }) },
      });
      this.#setConversations(page.items);
      // A first page fetched again must not forget how far the list was read.
      if (cursor !== undefined || this.state.conversationsCursor === undefined) {
        this.#store.update({ conversationsCursor: page.nextCursor });
      }
    });
  }

  /**
   * Makes sure that a conversation and its newest messages are here; for who has missed more than a page, those
   * that come first. @throws ProblemError  404 when it is not ours
   */
  async open(id: ConversationId): Promise<void> {
    if (!this.#store.conversation(id)) await this.#fetchConversation(id);
    await this.#timelines.open(id);
  }

  /** Fetches the page before the oldest message that is here. @throws ProblemError */
  loadOlder(id: ConversationId): Promise<void> {
    return this.#timelines.loadOlder(id);
  }

  /** Fetches the page after the last message that is here. @throws ProblemError */
  loadNewer(id: ConversationId): Promise<void> {
    return this.#timelines.loadNewer(id);
  }

  /** Shows a message among those around it: the timeline's `focus`. @throws ProblemError */
  async show(id: ConversationId, seq: number): Promise<void> {
    if (!this.#store.conversation(id)) await this.#fetchConversation(id);
    await this.#timelines.show(id, seq);
  }

  /** Goes back from the past to the newest messages. @throws ProblemError */
  showNewest(id: ConversationId): Promise<void> {
    return this.#timelines.showNewest(id);
  }

  /**
   * Sends a message. It shows at once, and waits in the outbox until the server has it, however long that takes.
   * @returns when the server has taken or refused it, which shows in the timeline; nothing is thrown
   */
  send(
    conversationId: ConversationId,
    content: string,
    { replyTo, attachments }: Pick<OutboxMessage, "replyTo" | "attachments"> = {},
  ): Promise<void> {
    const id = MessageId.parse(uuidv7());
    const createdAt = new Date().toISOString();
    const message = { id, conversationId, content, createdAt, replyTo, attachments };
    this.#timelines.setPending(message);
    void this.showNewest(conversationId).catch(() => {});
    this.#notices.say(conversationId, false);
    return this.#sender.send(message);
  }

  /** Sends a refused message again, with the same id: if it did arrive, it is not there twice. */
  retry(conversationId: ConversationId, id: MessageId): Promise<void> {
    const refused = this.#timelines.get(conversationId).pending.find((pending) => pending.id === id);
    if (!refused) return Promise.resolve();
    const { failure: _, failureCode: __, ...message } = refused;
    this.#timelines.setPending(message);
    return this.#sender.send(message);
  }

  /** Forgets a refused message. */
  discard(conversationId: ConversationId, id: MessageId): void {
    this.#timelines.removePending(conversationId, id);
    void this.#sender.discard(id);
  }

  /** Tells the others that we write, or no longer do. Call it with each key that is pressed. */
  setTyping(conversationId: ConversationId, isTyping: boolean): void {
    this.#notices.say(conversationId, isTyping);
  }

  /** Tells the server, and so the other devices, how far we have read. */
  async markRead(id: ConversationId, seq: number): Promise<void> {
    const conversation = this.#store.conversation(id);
    if (!conversation || (conversation.lastReadSeq >= seq && conversation.settings.unreadFrom === null))
      return;
    this.#store.changeConversation(id, (known) => withReadHere(known, seq));
    await this.#connection.request({ action: "read", conversationId: id, seq }).catch(() => {
      // The next one says it again.
    });
  }

  /** Changes the text of a message of ours. @throws ProblemError */
  editMessage(id: ConversationId, messageId: MessageId, content: string): Promise<void> {
    return this.#actions.edit(id, messageId, content);
  }

  /** @throws ProblemError */
  deleteMessage(id: ConversationId, messageId: MessageId): Promise<void> {
    return this.#actions.remove(id, messageId);
  }

  /** Reacts to a message, or takes the reaction back. @throws ProblemError */
  react(id: ConversationId, messageId: MessageId, emoji: string, isSet: boolean): Promise<void> {
    return this.#actions.react(id, messageId, emoji, this.#me, isSet);
  }

  /** Changes what we have set for ourselves in a conversation; shows at once. @throws ProblemError */
  async updateSettings(id: ConversationId, change: UpdateSettings): Promise<void> {
    const before = this.#store.conversation(id);
    this.#store.changeConversation(id, (known) => ({ ...known, settings: { ...known.settings, ...change } }));
    try {
      const settings = await this.#session.call("updateSettings", { params: { id }, body: change });
      this.#store.changeConversation(id, (known) => ({ ...known, settings }));
    } catch (error) {
      if (before) this.#store.changeConversation(id, (known) => ({ ...known, settings: before.settings }));
      throw error;
    }
  }

  /** Changes what a group has in common for all. @throws ProblemError */
  async updateConversation(id: ConversationId, change: UpdateConversation): Promise<void> {
    this.#setConversations([
      await this.#session.call("updateConversation", { params: { id }, body: change }),
    ]);
  }

  /** @throws ProblemError */
  async addParticipants(id: ConversationId, participantIds: UserId[]): Promise<void> {
    const conversation = await this.#session.call("addParticipants", {
      params: { id },
      body: { participantIds },
    });
    this.#setConversations([conversation]);
  }

  /** Removes somebody, or leaves. @throws ProblemError */
  async removeParticipant(id: ConversationId, userId: UserId): Promise<void> {
    await this.#session.call("removeParticipant", { params: { id, userId } });
    if (userId === this.#me) await this.#verify(id).catch(() => {});
  }

  /** @throws ProblemError */
  async changeRole(id: ConversationId, userId: UserId, role: ParticipantRole): Promise<void> {
    await this.#session.call("updateParticipant", { params: { id, userId }, body: { role } });
  }

  /** Starts a conversation, or finds the direct one that exists. @throws ProblemError */
  async createConversation(participantIds: UserId[], name?: string): Promise<ConversationId> {
    const conversation = await this.#session.call("createConversation", {
      // A group with nobody else is one all the same.
      body: {
        participantIds,
        ...(name && { name }),
        ...(participantIds.length === 0 && { isGroupChat: true }),
      },
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
        this.#store.update({ conversations: withPresence(this.state.conversations, event) });
        return;
      case "user.updated": {
        this.#store.update({ conversations: withUser(this.state.conversations, event) });
        const { user } = this.#session;
        if (user?.id === event.user.id)
          this.#session.update({ ...user, pictureId: undefined, ...event.user });
        return;
      }
      case "message.updated":
      case "message.deleted": {
        const { message } = event;
        this.#changed(message.conversationId, message.revision ?? 0, message.seq, () => message);
        return;
      }
      case "reaction.updated": {
        const { conversationId, revision, seq, reactions } = event;
        this.#changed(conversationId, revision, seq, (known) => ({ ...known, revision, reactions }));
        return;
      }
      case "conversation.created":
        this.#welcome(event.conversation);
        return;
      case "conversation.updated":
        this.#store.changeConversation(event.conversation.id, (known) => withEvent(known, event, this.#me));
        return;
      case "participant.added":
      case "participant.updated":
      case "settings.updated":
        this.#store.changeConversation(event.conversationId, (known) => withEvent(known, event, this.#me));
        return;
      case "sessions.ended": {
        const { deviceId } = this.#session;
        if (deviceId !== undefined && event.deviceIds.includes(deviceId)) this.#session.forget();
        return;
      }
      case "participant.removed":
        this.#typing.set(event.conversationId, event.userId, false);
        // Events may overtake each other: whether we are out, or already in again, the server knows.
        if (event.userId === this.#me) void this.#verify(event.conversationId).catch(() => {});
        else
          this.#store.changeConversation(event.conversationId, (known) => withEvent(known, event, this.#me));
    }
  }

  /** Takes a conversation that is new to us. If it is not, the event has been overtaken, and the server knows better. */
  #welcome(conversation: Conversation): void {
    const { id } = conversation;
    this.#created.set(id, (this.#created.get(id) ?? 0) + 1);
    if (this.state.conversations.has(id)) void this.#fetchConversation(id).catch(() => {});
    else this.#setConversations([conversation]);
  }

  /** Takes a new message, pushed or acknowledged. */
  #receive(message: Message): void {
    const id = message.conversationId;
    const me = this.#session.user;
    if (!this.#store.conversation(id)) void this.#fetchConversation(id).catch(() => {});
    else if (me) this.#store.changeConversation(id, (known) => withMessage(known, message, me));
    this.#timelines.receive(id, message);
  }

  /** A message has changed, by the change of this number. */
  #changed(id: ConversationId, revision: number, seq: number, change: (known: Message) => Message): void {
    this.#store.changeConversation(id, (known) => withChange(known, revision, seq, change));
    this.#timelines.change(id, revision, seq, change);
  }

  /** After the n-th opening of the connection: fetches what happened while there was none. */
  async #catchUp(opening: number): Promise<void> {
    const isCurrent = () => opening === this.#openings && this.#connection.isOpen;
    clearTimeout(this.#catchUpAgain);
    try {
      await this.#refreshConversations();
      await this.#timelines.renewFarBehind();
      // Beyond the limit, older conversations are asked for when they show a gap.
      await this.#sync(this.#timelines.openedIds);
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
    const known = new Set(this.state.conversations.keys());
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
    this.#store.update({ conversationsCursor: cursor });
    for (const id of known) if (!listed.has(id)) await this.#verify(id);
  }

  /** Asks for what came after what is known, page by page. */
  async #sync(ids: readonly ConversationId[]): Promise<void> {
    for (let more = ids.length > 0; more; ) {
      const answer = await this.#connection.request({ action: "sync", ...this.#timelines.knownOf(ids) });
      if (answer.type !== "sync") return;
      for (const message of answer.messages) this.#receive(message);
      this.#timelines.takeChanges(answer);
      more = answer.more;
    }
  }

  #fetchConversation(id: ConversationId): Promise<void> {
    return this.#fetches.run(`conversation ${id}`, async () => {
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
      for (const pending of this.#timelines.get(id).pending) this.discard(id, pending.id);
      this.#timelines.forget(id);
      this.#store.removeConversation(id);
    }
  }

  #setRead(id: ConversationId, reader: UserId, seq: number): void {
    this.#store.changeConversation(id, (known) => withRead(known, reader, seq, this.#me));
  }

  #setConversations(conversations: readonly Conversation[]): void {
    const known = this.state.conversations;
    const fresh = conversations.map((item) => [item.id, refreshed(known.get(item.id), item)] as const);
    this.#store.update({ conversations: new Map([...known, ...fresh]) });
    for (const [id] of fresh) this.#timelines.watchGap(id);
  }

  #change(change: StatusChange): void {
    const status = statusAfter[this.state.status][change];
    if (status) this.#store.update({ status });
  }
}
