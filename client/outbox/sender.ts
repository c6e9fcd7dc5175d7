import type { ConversationId, MessageId } from "../../contract/ids.ts";
import { webSocketLimits } from "../../contract/limits.ts";
import type { Message } from "../../contract/messages.ts";
import type { Connection } from "../connection/connection.ts";
import { ProblemError } from "../http/problem-error.ts";
import { type Outbox, type OutboxMessage, sentForm } from "./outbox.ts";

export interface SenderOptions {
  outbox: Outbox;
  connection: Connection;
  /** Sends by REST what no frame can carry. @throws ProblemError */
  post: (message: OutboxMessage) => Promise<Message>;
  /** The server has it. */
  onSent: (message: Message) => void;
  /** The server does not take it, for the reason in `failure`. */
  onRefused: (message: OutboxMessage) => void;
}

/** Milliseconds between attempts while the connection is open, at most. */
const backoff = { first: 200, most: 10_000 };

/**
 * Bytes that a frame may have beside its `requestId`. A browser sends a message as one frame, and API Gateway closes
 * the connection over one of more than 32 KiB; JSON writes a control character as six bytes.
 */
const frameBytes = webSocketLimits.frameBytes - 64;

const wait = (ms: number) => new Promise((resolve) => setTimeout(() => resolve(undefined), ms));

/**
 * Sends messages until the server has acknowledged or refused each one: over lost connections, lost acks,
 * faults and reloads, with the same id each time, so that it is one message. Those of one conversation go one
 * after the other, because frames on the wire may overtake each other.
 */
export class Sender {
  readonly #options: SenderOptions;
  /** The last send of each conversation, for the next one to wait for. */
  readonly #lanes = new Map<ConversationId, Promise<void>>();
  readonly #queued = new Set<MessageId>();
  /** Counts starts and stops: sends of an earlier run end. */
  #run = 0;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Goes on with what is in the outbox. @returns all of it, also what was refused */
  async start(): Promise<OutboxMessage[]> {
    // Also what was written while it was stopped is sent by this run.
    this.stop();
    const run = this.#run;
    const messages = await this.#options.outbox.load().catch(() => []);
    if (run !== this.#run) return [];
    for (const message of messages) if (message.failure === undefined) void this.#enqueue(message);
    return messages;
  }

  /** What is not acknowledged stays in the outbox. */
  stop(): void {
    this.#run++;
    this.#lanes.clear();
    this.#queued.clear();
  }

  /** Puts a message into the outbox and sends it. @returns when its fate is known, or it is stopped */
  async send(message: OutboxMessage): Promise<void> {
    // A browser that keeps nothing (private windows, a full disk) can send all the same.
    const kept = this.#options.outbox.put(message).catch(() => {});
    const sent = this.#enqueue(message, kept);
    await sent;
  }

  /** Forgets a message that was refused. */
  async discard(id: MessageId): Promise<void> {
    await this.#options.outbox.remove(id).catch(() => {});
  }

  #enqueue(message: OutboxMessage, kept: Promise<void> = Promise.resolve()): Promise<void> {
    const { conversationId, id } = message;
    if (this.#queued.has(id)) return Promise.resolve();
    this.#queued.add(id);
    const run = this.#run;
    const before = this.#lanes.get(conversationId) ?? Promise.resolve();
    const lane = Promise.all([before, kept]).then(() => this.#deliver(message, run));
    this.#lanes.set(conversationId, lane);
    return lane;
  }

  async #deliver(message: OutboxMessage, run: number): Promise<void> {
    const { connection, outbox, onSent, onRefused } = this.#options;
    const { id } = message;
    for (let attempt = 0; run === this.#run; attempt++) {
      try {
        await connection.whenOpen();
        const sent = await this.#send(message);
        this.#queued.delete(id);
        onSent(sent);
        await outbox.remove(id).catch(() => {});
        return;
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        if (run !== this.#run) return;
        if (!error.isTemporary) {
          this.#queued.delete(id);
          const refused = { ...message, failure: error.message, failureCode: error.code };
          await outbox.put(refused).catch(() => {});
          onRefused(refused);
          return;
        }
        const ceiling = Math.min(backoff.most, backoff.first * 2 ** attempt);
        await wait((error.retryAfter ?? 0) * 1000 + (Math.random() * ceiling) / 2 + ceiling / 2);
      }
    }
  }

  /** One attempt. @throws ProblemError */
  async #send(message: OutboxMessage): Promise<Message> {
    const { conversationId } = message;
    const frame = { action: "message.send", conversationId, ...sentForm(message) } as const;
    const bytes = new TextEncoder().encode(JSON.stringify(frame)).length;
    if (bytes > frameBytes) return this.#options.post(message);
    const answer = await this.#options.connection.request(frame);
    if (!("message" in answer)) throw new TypeError("The ack of a send has no message");
    return answer.message;
  }
}
