import type { ConversationId } from "../../contract/ids.ts";
import { webSocketLimits } from "../../contract/limits.ts";
import type { Message } from "../../contract/messages.ts";
import { type Backoff, retryMs, wait } from "../backoff.ts";
import type { Connection } from "../connection/connection.ts";
import type { ReportError } from "../errors.ts";
import { ProblemError } from "../http/problem-error.ts";
import { isChange, type Outbox, type OutboxEntry, type OutboxMessage, sentForm } from "./outbox.ts";
import type { OutboxChange } from "./outbox-change.ts";

export interface SenderOptions {
  outbox: Outbox;
  connection: Pick<Connection, "request" | "whenOpen">;
  /** Sends a message over REST that does not fit into a frame. @throws {ProblemError} */
  post: (message: OutboxMessage) => Promise<Message>;
  /** Makes a change. Resolves with the changed message, unless it is deleted. @throws {ProblemError} */
  change: (change: OutboxChange) => Promise<Message | undefined>;
  /** The server has stored the message. */
  onSent: (message: Message) => void;
  /** The server has made the change, or another tab has taken it out of the outbox. */
  onChanged: (change: OutboxChange, outcome: ChangeOutcome) => void;
  /** The server has refused the entry, for the reason in `failure`. */
  onRefused: (entry: OutboxEntry) => void;
  reportError: ReportError;
}

/** How a change left the outbox. A deletion has no `message`. */
export type ChangeOutcome = { by: "server"; message: Message | undefined } | { by: "other tab" };

/** The waits between attempts while the connection is open. */
const backoff: Backoff = { first: 200, most: 10_000 };

/**
 * The size limit of a frame in bytes, less room for its `requestId`. A browser sends a message as one frame, and API
 * Gateway closes a connection that sends a frame over 32 KiB. JSON needs six bytes for a control character.
 */
const frameBytes = webSocketLimits.frameBytes - 64;

/** The refusal in place of an error that no attempt should cause. The user decides whether to try again. */
const unexpected = () =>
  new ProblemError({
    status: 0,
    code: "unexpected-answer",
    detail: "The server's answer was not understood.",
  });

/**
 * Sends each message and change until the server has acknowledged or refused it. A message keeps its id over lost
 * connections, lost acknowledgements and reloads, so the server stores it once. A change has the same effect when it is
 * repeated. Entries of one conversation are sent one after the other, because frames can overtake each other.
 */
export class Sender {
  readonly #options: SenderOptions;
  /** The last send of each conversation. The next one waits for it. */
  readonly #lanes = new Map<ConversationId, Promise<void>>();
  readonly #queued = new Set<string>();
  /** Entries that no other tab has put into the outbox since this one did or found them there. */
  readonly #own = new Set<string>();
  /** Changes that the browser could not store. No other tab knows of them. */
  readonly #unstored = new Set<string>();
  /** Counts starts and stops, so that the sends of an earlier run end. */
  #run = 0;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Resumes sending the entries of the outbox. @returns all entries in it, refused ones included */
  start(): Promise<OutboxEntry[]> {
    // Ends sends that began while the sender was stopped. This run sends those entries.
    this.stop();
    return this.resume();
  }

  /**
   * Sends the entries of the outbox that this sender does not know yet: those of a tab that has closed.
   *
   * @returns all entries in the outbox, refused ones included
   */
  async resume(): Promise<OutboxEntry[]> {
    const run = this.#run;
    const entries = await this.#options.outbox.load();
    if (run !== this.#run) return [];
    for (const entry of entries) {
      this.#own.add(entry.id);
      if (entry.failure === undefined) void this.#enqueue(entry);
    }
    return entries;
  }

  /** Stops sending. Unacknowledged entries stay in the outbox. */
  stop(): void {
    this.#run++;
    this.#lanes.clear();
    this.#queued.clear();
  }

  /** Puts an entry into the outbox and sends it. @returns when the outcome is known, or when the sender stops */
  send(entry: OutboxEntry): Promise<void> {
    this.#own.add(entry.id);
    return this.#enqueue(entry, this.#keep(entry));
  }

  /** Leaves an entry to the other tab that has put it into the outbox. */
  yield({ id }: OutboxEntry): void {
    this.#own.delete(id);
  }

  /** Whether this tab, and not another one, is responsible for an entry. */
  owns({ id }: OutboxEntry): boolean {
    return this.#own.has(id);
  }

  /** Deletes a refused entry from the outbox. */
  discard(entry: OutboxEntry): void {
    void this.#forget(entry);
  }

  async #forget(entry: OutboxEntry, sent?: Message): Promise<void> {
    this.#own.delete(entry.id);
    try {
      await this.#options.outbox.remove(entry, sent);
      this.#unstored.delete(entry.id);
    } catch (error) {
      this.#options.reportError(error, { operation: "outbox.remove" });
    }
  }

  /** Puts an entry into the outbox. A browser that cannot store it (private window, full disk) still sends it. */
  async #keep(entry: OutboxEntry): Promise<void> {
    try {
      await this.#options.outbox.put(entry);
      this.#unstored.delete(entry.id);
    } catch (error) {
      this.#unstored.add(entry.id);
      this.#options.reportError(error, { operation: "outbox.put" });
    }
  }

  #enqueue(entry: OutboxEntry, kept: Promise<void> = Promise.resolve()): Promise<void> {
    const { conversationId, id } = entry;
    if (this.#queued.has(id)) return Promise.resolve();
    this.#queued.add(id);
    const run = this.#run;
    const before = this.#lanes.get(conversationId) ?? Promise.resolve();
    const lane = Promise.all([before, kept])
      .then(() => this.#deliver(entry, run))
      // No error may keep the conversation's next entries from being sent, not even one of a subscriber.
      .catch((error: unknown) => this.#options.reportError(error, { operation: "outbox.deliver" }))
      .finally(() => {
        if (run === this.#run) this.#queued.delete(id);
      });
    this.#lanes.set(conversationId, lane);
    return lane;
  }

  async #deliver(entry: OutboxEntry, run: number): Promise<void> {
    const { connection, reportError } = this.#options;
    for (let attempt = 0; run === this.#run; attempt++) {
      let finish: () => void;
      try {
        await connection.whenOpen();
        finish = await this.#attempt(entry, run);
      } catch (error) {
        if (run !== this.#run) return;
        if (!(error instanceof ProblemError)) {
          reportError(error, { operation: "outbox.deliver" });
          return this.#refuse(entry, unexpected());
        }
        if (!error.isTemporary) return this.#refuse(entry, error);
        await wait(retryMs(error, backoff, attempt));
        continue;
      }
      this.#queued.delete(entry.id);
      return finish();
    }
  }

  /** Makes one attempt. @returns what to do once it has succeeded @throws {ProblemError} */
  async #attempt(entry: OutboxEntry, run: number): Promise<() => void> {
    const { onSent, onChanged, outbox, change: make } = this.#options;
    if (!isChange(entry)) {
      const sent = await this.#send(entry);
      return () => {
        void this.#forget(entry, sent);
        onSent(sent);
      };
    }
    let outcome: ChangeOutcome = { by: "other tab" };
    await outbox.alone(entry, async (isWaiting) => {
      // Repeating a change that another tab has made would undo a later one.
      if (run !== this.#run || (!isWaiting && !this.#unstored.has(entry.id))) return;
      outcome = { by: "server", message: await make(entry) };
      await this.#forget(entry);
    });
    return () => {
      if (run !== this.#run) return;
      this.#unstored.delete(entry.id);
      onChanged(entry, outcome);
    };
  }

  async #refuse(entry: OutboxEntry, { detail, code }: ProblemError): Promise<void> {
    this.#queued.delete(entry.id);
    const refused = { ...entry, failure: detail, failureCode: code };
    await this.#keep(refused);
    this.#options.onRefused(refused);
  }

  /** Sends a message. @throws {ProblemError} */
  async #send(message: OutboxMessage): Promise<Message> {
    const { conversationId } = message;
    const frame = { action: "message.send", conversationId, ...sentForm(message) } as const;
    const bytes = new TextEncoder().encode(JSON.stringify(frame)).length;
    if (bytes > frameBytes) return this.#options.post(message);
    const answer = await this.#options.connection.request(frame);
    if (!("message" in answer)) throw new TypeError("The acknowledgement of a send has no message");
    return answer.message;
  }
}
