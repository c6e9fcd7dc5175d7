import type { ConversationId, MessageId } from "../../contract/ids.ts";
import { webSocketLimits } from "../../contract/limits.ts";
import type { Message } from "../../contract/messages.ts";
import { type Backoff, backoffMs, wait } from "../backoff.ts";
import type { Connection } from "../connection/connection.ts";
import { inBackground, type ReportError } from "../errors.ts";
import { ProblemError } from "../http/problem-error.ts";
import { type Outbox, type OutboxMessage, sentForm } from "./outbox.ts";

export interface SenderOptions {
  outbox: Outbox;
  connection: Connection;
  /** Sends a message over REST that does not fit into a frame. @throws {ProblemError} */
  post: (message: OutboxMessage) => Promise<Message>;
  /** The server has stored the message. */
  onSent: (message: Message) => void;
  /** The server has refused the message, for the reason in `failure`. */
  onRefused: (message: OutboxMessage) => void;
  reportError: ReportError;
}

/** The waits between attempts while the connection is open. */
const backoff: Backoff = { first: 200, most: 10_000 };

/**
 * The size limit of a frame in bytes, less room for its `requestId`. A browser sends a message as one frame, and API
 * Gateway closes a connection that sends a frame over 32 KiB. JSON needs six bytes for a control character.
 */
const frameBytes = webSocketLimits.frameBytes - 64;

/**
 * Sends each message until the server has acknowledged or refused it. A message keeps its id over lost connections,
 * lost acknowledgements and reloads, so the server stores it once. Messages of one conversation are sent one after
 * the other, because frames can overtake each other.
 */
export class Sender {
  readonly #options: SenderOptions;
  /** The last send of each conversation. The next one waits for it. */
  readonly #lanes = new Map<ConversationId, Promise<void>>();
  readonly #queued = new Set<MessageId>();
  /** Counts starts and stops, so that the sends of an earlier run end. */
  #run = 0;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Resumes sending what is in the outbox. @returns all messages in it, refused ones included */
  async start(): Promise<OutboxMessage[]> {
    // Ends sends that began while the sender was stopped. This run sends those messages.
    this.stop();
    const run = this.#run;
    const messages = await this.#options.outbox.load();
    if (run !== this.#run) return [];
    for (const message of messages) if (message.failure === undefined) void this.#enqueue(message);
    return messages;
  }

  /** Stops sending. Unacknowledged messages stay in the outbox. */
  stop(): void {
    this.#run++;
    this.#lanes.clear();
    this.#queued.clear();
  }

  /** Puts a message into the outbox and sends it. @returns when the outcome is known, or when the sender stops */
  send(message: OutboxMessage): Promise<void> {
    return this.#enqueue(message, this.#keep(message));
  }

  /** Deletes a refused message from the outbox. */
  discard(id: MessageId): void {
    inBackground("outbox.remove", this.#options.outbox.remove(id), this.#options.reportError);
  }

  /** Puts a message into the outbox. A browser that cannot store it (private window, full disk) still sends it. */
  async #keep(message: OutboxMessage): Promise<void> {
    try {
      await this.#options.outbox.put(message);
    } catch (error) {
      this.#options.reportError(error, { operation: "outbox.put" });
    }
  }

  #enqueue(message: OutboxMessage, kept: Promise<void> = Promise.resolve()): Promise<void> {
    const { conversationId, id } = message;
    if (this.#queued.has(id)) return Promise.resolve();
    this.#queued.add(id);
    const run = this.#run;
    const before = this.#lanes.get(conversationId) ?? Promise.resolve();
    const lane = Promise.all([before, kept])
      .then(() => this.#deliver(message, run))
      .catch((error: unknown) => {
        // An unexpected error must not keep the conversation's next messages from being sent.
        this.#queued.delete(id);
        this.#options.reportError(error, { operation: "outbox.deliver" });
      });
    this.#lanes.set(conversationId, lane);
    return lane;
  }

  async #deliver(message: OutboxMessage, run: number): Promise<void> {
    const { connection, onSent } = this.#options;
    for (let attempt = 0; run === this.#run; attempt++) {
      try {
        await connection.whenOpen();
        const sent = await this.#send(message);
        this.#queued.delete(message.id);
        this.discard(message.id);
        onSent(sent);
        return;
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        if (run !== this.#run) return;
        if (!error.isTemporary) return this.#refuse(message, error);
        await wait((error.retryAfter ?? 0) * 1000 + backoffMs(backoff, attempt));
      }
    }
  }

  async #refuse(message: OutboxMessage, { detail, code }: ProblemError): Promise<void> {
    this.#queued.delete(message.id);
    const refused = { ...message, failure: detail, failureCode: code };
    await this.#keep(refused);
    this.#options.onRefused(refused);
  }

  /** Makes one attempt. @throws {ProblemError} */
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
