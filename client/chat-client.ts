import type { ConversationId } from "../contract/ids.ts";
import { Calls } from "./calls/calls.ts";
import { CatchUp } from "./catch-up.ts";
import type { ChatState } from "./chat-state.ts";
import { Connection } from "./connection/connection.ts";
import type { ConnectionTimes } from "./connection/connection-times.ts";
import type { OpenSocket } from "./connection/socket.ts";
import { type StatusChange, statusAfter } from "./connection/status.ts";
import { ConversationList } from "./conversations/conversation-list.ts";
import { Conversations } from "./conversations/conversations.ts";
import { OwnSettings } from "./conversations/own-settings.ts";
import { CustomEmojis } from "./emoji/custom-emoji.ts";
import { inBackground, logError, type ReportError } from "./errors.ts";
import { applyEvent } from "./events/apply-event.ts";
import { Inbox } from "./events/inbox.ts";
import { Messages } from "./messages/messages.ts";
import { Delivery } from "./outbox/delivery.ts";
import { memoryOutbox, type Outbox } from "./outbox/outbox.ts";
import { People } from "./people/people.ts";
import { Polls } from "./polls/polls.ts";
import { Presence } from "./presence/presence.ts";
import { ReadPositions } from "./read-positions.ts";
import { Saved } from "./saved/saved.ts";
import type { Session } from "./session/session.ts";
import type { SnapshotStore } from "./snapshot/snapshot.ts";
import { SnapshotKeeper } from "./snapshot/snapshot-keeper.ts";
import { Store } from "./store.ts";
import { ThreadStore } from "./threads/thread-store.ts";
import { Threads } from "./threads/threads.ts";
import { FetchedMessages } from "./timelines/fetched-messages.ts";
import { TimelineStore } from "./timelines/timeline-store.ts";
import { Timelines } from "./timelines/timelines.ts";

export interface ChatClientOptions {
  /** A signed-in session. */
  session: Session;
  /** The WebSocket's address, for example `wss://chat.example.com/ws`. */
  socketUrl: string;
  /** Opens WebSockets. By default, with the runtime's own class. */
  openSocket?: OpenSocket;
  /** Keeps unacknowledged messages. By default, in memory. */
  outbox?: Outbox;
  times?: ConnectionTimes;
  /** Keeps the last known state, to show it before the server answers. By default, nothing is kept. */
  snapshots?: SnapshotStore;
  /** Receives the text of messages and edits that cannot be sent, because the user no longer takes part. */
  onUnsendable?: (id: ConversationId, text: string) => void;
  /** Receives errors that no caller waits for. By default, they are written to the console. */
  reportError?: ReportError;
}

/**
 * A chat client without a user interface. It keeps conversations and messages up to date, sends, and reconnects by
 * itself. A page shows its state, and a bot reads it.
 *
 * @example
 * const client = new ChatClient({ session, socketUrl: "wss://chat.example.com/ws" });
 * client.subscribe(() => show(client.state));
 * client.start();
 * await client.open(conversationId);
 * await client.messages.send(conversationId, "Good morning");
 */
export class ChatClient {
  // The parts have more methods, which only the client itself calls.
  readonly conversations: Conversations;
  readonly timelines: Pick<Timelines, "loadOlder" | "loadNewer" | "showNewest" | "hold">;
  readonly messages: Messages;
  readonly threads: Pick<Threads, "open" | "loadOlder" | "loadFollowed" | "setFollowing" | "markRead">;
  readonly saved: Pick<Saved, "set" | "list">;
  readonly polls: Pick<Polls, "ensure" | "vote" | "close" | "voters">;
  readonly calls: Pick<Calls, "join" | "leave" | "decline" | "signal" | "onSignal">;
  readonly emoji: Pick<CustomEmojis, "ensure" | "add" | "delete">;
  readonly people: Pick<People, "ensure" | "changeOwn" | "changeSections">;
  readonly presence: Pick<Presence, "setTyping">;
  readonly readPositions: Pick<ReadPositions, "markRead" | "wasReadElsewhere">;
  readonly #store: Store;
  readonly #list: ConversationList;
  readonly #timelines: TimelineStore;
  readonly #history: Timelines;
  readonly #presence: Presence;
  readonly #threads: Threads;
  readonly #readPositions: ReadPositions;
  readonly #connection: Connection;
  readonly #delivery: Delivery;
  readonly #catchUp: CatchUp;
  readonly #keeper: SnapshotKeeper | undefined;
  readonly #reportError: ReportError;
  #isStarted = false;

  constructor(options: ChatClientOptions) {
    const { session, socketUrl, openSocket, outbox = memoryOutbox(), times, snapshots } = options;
    const { reportError = logError, onUnsendable = () => {} } = options;
    const store = new Store(reportError);
    this.#store = store;
    this.#reportError = reportError;
    this.#keeper = snapshots && new SnapshotKeeper({ store, snapshots, reportError });
    this.#connection = new Connection({
      url: socketUrl,
      openSocket,
      times,
      position: session.position,
      wakeUp: session.wakeUp,
      accessToken: (renewed) => session.accessToken(renewed),
      onEvent: (event) => applyEvent(event, targets),
      onOpen: () => {
        this.#changeStatus("opened");
        people.expire();
        polls.expire();
        store.count("scheduledChanges", "reminderChanges");
        this.#catchUp.start();
      },
      onLost: () => {
        // Loads the list even if no socket ever opens. The page would otherwise show only what a snapshot contained.
        const wasNeverOpen = store.state.status === "connecting" && this.#isStarted;
        this.#changeStatus("lost");
        if (wasNeverOpen) inBackground("conversations.load", conversations.refresh(), reportError);
      },
    });
    const connection = this.#connection;
    const fetched = new FetchedMessages({ store, session });
    const threadStore = new ThreadStore(store);
    const threads = new Threads({ store, session, threads: threadStore, reportError });
    this.threads = threads;
    this.#threads = threads;
    const saved = new Saved({ store, session });
    this.saved = saved;
    const calls = new Calls({ store, session, connection });
    this.calls = calls;
    const emoji = new CustomEmojis({ store, session, reportError });
    this.emoji = emoji;
    const timelines = new TimelineStore({
      store,
      fetched,
      threads: threadStore,
      sync: (id) => this.#catchUp.sync([id]),
      reportError,
    });
    const history = new Timelines({ store, timelines, session });
    const polls = new Polls({ store, session, timelines });
    this.polls = polls;
    const people = new People({ store, session });
    this.people = people;
    const readPositions = new ReadPositions({
      store,
      connection,
      me: () => session.user?.id,
      recount: (id, revision) => conversations.recountInBackground(id, revision),
      reportError,
    });
    const conversations = new ConversationList({
      store,
      session,
      people,
      readPositions,
      reportError,
      onFetched: (id) => timelines.watchGap(id),
      onLost: (id) => {
        this.#delivery.forget(id);
        timelines.forget(id);
        threadStore.forget(id);
      },
    });
    const ownSettings = new OwnSettings({ store, session, readPositions });
    const presence = new Presence(store, connection);
    const inbox = new Inbox({ store, session, conversations, timelines, threads });
    const targets = {
      store,
      session,
      conversations,
      ownSettings,
      people,
      presence,
      readPositions,
      inbox,
      threads,
      saved,
      polls,
      emoji,
      calls,
    };
    this.#timelines = timelines;
    this.#history = history;
    this.#list = conversations;
    this.#presence = presence;
    this.timelines = history;
    this.conversations = new Conversations({ session, list: conversations, ownSettings });
    this.presence = presence;
    this.#readPositions = readPositions;
    this.readPositions = readPositions;
    this.#catchUp = new CatchUp({
      store,
      connection,
      conversations,
      timelines,
      history,
      inbox,
      threads,
      saved,
      calls,
      emoji,
      onDone: () => this.#changeStatus("caught up"),
      reportError,
    });
    const delivery = new Delivery({
      store,
      session,
      connection,
      outbox,
      timelines,
      inbox,
      onUnsendable,
      reportError,
    });
    this.#delivery = delivery;
    this.messages = new Messages({
      session,
      timelines,
      fetched,
      history,
      sender: delivery.sender,
      presence,
      inbox,
      reportError,
    });
  }

  get state(): ChatState {
    return this.#store.state;
  }

  /** Calls `listener` after each change of `state`. @returns a function that unsubscribes */
  get subscribe(): Store["subscribe"] {
    return this.#store.subscribe;
  }

  /** Connects, loads the list, and resumes sending the messages in the outbox. */
  start(): void {
    this.#isStarted = true;
    const restored = this.#keeper?.start() ?? Promise.resolve();
    inBackground("snapshot.load", restored, this.#reportError);
    this.#connection.start();
    inBackground("conversations.load", this.#loadFirst(restored), this.#reportError);
    inBackground("outbox.load", this.#delivery.start(), this.#reportError);
  }

  /**
   * Loads the list while the connection opens, unless a snapshot shows one already: the open connection loads it anyway.
   */
  async #loadFirst(restored: Promise<void>): Promise<void> {
    await Promise.allSettled([restored]);
    const { conversations, status } = this.state;
    if (conversations.size === 0 && status === "connecting") await this.#list.refresh();
  }

  stop(): void {
    this.#isStarted = false;
    this.#readPositions.stop();
    this.#threads.stop();
    this.#connection.stop();
    this.#delivery.stop();
    this.#presence.stop();
    this.#catchUp.stop();
    this.#timelines.stop();
    this.#keeper?.stop();
  }

  /** Reconnects without waiting, because the network has returned or the user is looking at the page again. */
  retryNow(): void {
    this.#connection.retryNow();
  }

  /**
   * Loads a conversation and its newest messages. A user who has missed more than a page starts at the first of them.
   * @throws {ProblemError} 404 if the user does not take part in the conversation
   */
  async open(id: ConversationId): Promise<void> {
    await this.#list.ensure(id);
    await this.#history.open(id);
  }

  /** Loads a message and those around it, and makes it the timeline's `focus`. @throws {ProblemError} */
  async show(id: ConversationId, seq: number): Promise<void> {
    await this.#list.ensure(id);
    await this.#history.show(id, seq);
  }

  #changeStatus(change: StatusChange): void {
    const status = statusAfter(this.state.status, change);
    if (status !== this.state.status) this.#store.update({ status });
  }
}
