import type { ConversationId } from "../../contract/ids.ts";
import type { Connection } from "../connection/connection.ts";
import { inBackground, type ReportError } from "../errors.ts";
import type { Inbox } from "../events/inbox.ts";
import { makeChange } from "../messages/make-change.ts";
import type { Session } from "../session/session.ts";
import type { Store } from "../store.ts";
import type { TimelineStore } from "../timelines/timeline-store.ts";
import { isChange, type Outbox, type OutboxEntry, type OutboxNews, sentForm, textOf } from "./outbox.ts";
import type { OutboxChange } from "./outbox-change.ts";
import { type ChangeOutcome, Sender } from "./sender.ts";

export interface DeliveryOptions {
  store: Store;
  session: Session;
  connection: Pick<Connection, "request" | "whenOpen">;
  outbox: Outbox;
  timelines: TimelineStore;
  inbox: Inbox;
  /** Receives the text of messages and edits that cannot be sent, because the user no longer takes part. */
  onUnsendable: (id: ConversationId, text: string) => void;
  reportError: ReportError;
}

/** Sends the entries of the outbox, and shows the outcome in the timelines. */
export class Delivery {
  readonly sender: Sender;
  readonly #options: DeliveryOptions;
  readonly #givenUp = new Set<OutboxEntry["id"]>();
  #unfollow = () => {};

  constructor(options: DeliveryOptions) {
    const { outbox, connection, session, inbox, reportError } = options;
    this.#options = options;
    this.sender = new Sender({
      outbox,
      connection,
      post: (message) =>
        session.call("sendMessage", { params: { id: message.conversationId }, body: sentForm(message) }),
      change: (change) => makeChange(session, change),
      onSent: (message) => inbox.receive(message),
      onChanged: (change, outcome) => this.#changed(change, outcome),
      onRefused: (entry) => this.#refused(entry),
      reportError,
    });
  }

  /** Shows the entries of the outbox, resumes sending them, and follows the other tabs. */
  async start(): Promise<void> {
    const { outbox, reportError } = this.#options;
    this.#unfollow();
    const unfollow = [
      outbox.onNews((news) => this.#follow(news)),
      outbox.onTabClosed(() => inBackground("outbox.load", this.#resume(), reportError)),
    ];
    this.#unfollow = () => {
      for (const each of unfollow) each();
    };
    for (const entry of await this.sender.start()) this.#show(entry);
  }

  /** Shows a message that another tab sends. */
  #follow(news: OutboxNews): void {
    const { timelines, inbox } = this.#options;
    if (typeof news === "string") timelines.removeEntry(news);
    else if ("sent" in news) inbox.receive(news.sent);
    else {
      this.sender.yield(news.put);
      timelines.setPending(news.put);
    }
  }

  /** Takes over the entries of a tab that has closed. */
  async #resume(): Promise<void> {
    for (const entry of await this.sender.resume()) this.#show(entry);
  }

  stop(): void {
    this.#unfollow();
    this.sender.stop();
  }

  /**
   * Gives up the entries of a conversation in which the user no longer takes part: the user can no longer see them
   * there. Another tab gives up its own.
   */
  forget(id: ConversationId): void {
    const { pending, changes } = this.#options.timelines.get(id);
    for (const entry of [...pending, ...changes]) if (this.sender.owns(entry)) this.#giveUp(entry);
  }

  #show(entry: OutboxEntry): void {
    const { timelines } = this.#options;
    if (isChange(entry)) timelines.setChange(entry);
    else timelines.setPending(entry);
  }

  #changed(change: OutboxChange, outcome: ChangeOutcome): void {
    const { inbox, timelines } = this.#options;
    if (outcome.by === "server" && outcome.message) {
      const { message } = outcome;
      const { conversationId, seq, revision = 0 } = message;
      inbox.change(conversationId, { seq, revision, message, apply: () => message });
    } else if (outcome.by === "server") timelines.delete(change);
    timelines.removeChange(change);
  }

  #refused(entry: OutboxEntry): void {
    if (this.#options.store.conversation(entry.conversationId)) this.#show(entry);
    else this.#giveUp(entry);
  }

  /** Gives an entry up only once. An entry that was given up while it was being sent is refused afterwards as well. */
  #giveUp(entry: OutboxEntry): void {
    this.sender.discard(entry);
    const text = textOf(entry);
    if (text !== "" && !this.#givenUp.has(entry.id)) this.#options.onUnsendable(entry.conversationId, text);
    this.#givenUp.add(entry.id);
  }
}
