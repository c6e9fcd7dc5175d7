import * as z from "zod/mini";
import type { CallAck, JoinCallAck } from "../../contract/calls.ts";
import { type ClientFrame, type ServerEvent, ServerFrame } from "../../contract/frames.ts";
import type { MessageAck } from "../../contract/messages.ts";
import { Positioned } from "../../contract/position.ts";
import type { ReadAck } from "../../contract/read-positions.ts";
import type { SyncAnswer } from "../../contract/sync.ts";
import { subprotocol } from "../../contract/web-socket.ts";
import { ProblemError, unreachable } from "../http/problem-error.ts";
import type { SeenPosition } from "../http/seen-position.ts";
import { parseJson } from "../json.ts";
import { type OpenSocket, openState, type Socket } from "./socket.ts";

/** The answer to a request. */
export type Answer = MessageAck | ReadAck | JoinCallAck | CallAck | SyncAnswer;

/** A request without its `requestId`, which the socket adds. */
export type Request = ClientFrame extends infer F
  ? F extends { requestId: string }
    ? Omit<F, "requestId">
    : never
  : never;

/** A frame without an answer. */
export type UnansweredFrame = Exclude<ClientFrame, { requestId: string }>;

/** Milliseconds. */
export interface SocketTimes {
  /** A request without an answer fails after this time. API Gateway waits 29 seconds for an integration. */
  ack: number;
  /** The time between pings. API Gateway closes connections that are idle for ten minutes. */
  ping: number;
  /** A socket whose ping has no answer closes after this time. */
  pong: number;
}

/** API Gateway's own answer when a function fails or too many requests arrive. It does not name the request. */
const GatewayFrame = z.object({ message: z.string(), connectionId: z.string() });

interface Waiting {
  resolve: (answer: Answer) => void;
  reject: (error: ProblemError) => void;
  timer: ReturnType<typeof setTimeout>;
}

export interface LiveSocketOptions {
  url: string;
  token: string;
  times: SocketTimes;
  /** Receives the positions that frames carry. */
  position: SeenPosition;
  onOpen: () => void;
  onEvent: (event: ServerEvent) => void;
  /** Called exactly once, even if the socket never opened. */
  onClose: () => void;
  openSocket: OpenSocket;
}

/** One WebSocket from its opening to its end, with its requests, events and pings. */
export class LiveSocket {
  readonly #options: LiveSocketOptions;
  readonly #socket: Socket;
  readonly #waiting = new Map<string, Waiting>();
  #requests = 0;
  #ended = false;
  #retired = false;
  /** Set when the socket opens. Stays set after it has closed. */
  #pings: ReturnType<typeof setInterval> | undefined;
  #pongDue: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LiveSocketOptions) {
    this.#options = options;
    this.#socket = options.openSocket(options.url, [subprotocol, options.token]);
    this.#socket.addEventListener("open", () => {
      if (this.#ended) return;
      this.#pings = setInterval(() => this.ping(), options.times.ping);
      options.onOpen();
    });
    this.#socket.addEventListener("message", ({ data }) => this.#receive(String(data)));
    this.#socket.addEventListener("close", () => this.close());
    // An error event carries no reason, and a close event always follows it. In Node, an error without a listener
    // throws.
    this.#socket.addEventListener("error", () => this.close());
  }

  get isOpen(): boolean {
    return !this.#ended && this.#socket.readyState === openState;
  }

  /** Whether the socket has ever been open. */
  get wasOpen(): boolean {
    return this.#pings !== undefined;
  }

  /**
   * Sends a frame and waits for its answer.
   *
   * @throws {ProblemError} the server's refusal, or status 0 without an answer
   */
  request(frame: Request): Promise<Answer> {
    if (!this.isOpen) return Promise.reject(unreachable());
    const requestId = String(++this.#requests);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#take(requestId);
        this.#options.position.changed(undefined);
        reject(unreachable());
      }, this.#options.times.ack);
      this.#waiting.set(requestId, { resolve, reject, timer });
      this.#socket.send(JSON.stringify({ ...frame, requestId }));
    });
  }

  /** Sends a frame that has no answer. Does nothing when the socket is not open. */
  notify(frame: UnansweredFrame): void {
    if (this.isOpen) this.#socket.send(JSON.stringify(frame));
  }

  /** Checks that the server still answers. Closes the socket if it does not. */
  ping(): void {
    if (!this.isOpen || this.#pongDue !== undefined) return;
    this.notify({ action: "ping" });
    this.#pongDue = setTimeout(() => this.close(), this.#options.times.pong);
  }

  /** Closes after the last pending answer, because another socket has taken over. */
  retire(): void {
    this.#retired = true;
    if (this.#waiting.size === 0) this.close();
  }

  /** Closes immediately and fails all pending requests. */
  close(): void {
    if (this.#ended) return;
    this.#ended = true;
    clearInterval(this.#pings);
    clearTimeout(this.#pongDue);
    this.#socket.close();
    this.#failWaiting();
    this.#options.onClose();
  }

  #receive(data: string): void {
    if (this.#ended) return;
    const json = parseJson(z.unknown(), data);
    const { data: frame } = ServerFrame.safeParse(json);
    if (!frame) {
      // All pending requests fail, because any of them can be repeated without harm.
      if (GatewayFrame.safeParse(json).success) this.#failWaiting();
      // All other unknown frames come from a newer server and are for newer clients.
      return;
    }
    const { position } = this.#options;
    const latest = Positioned.safeParse(json).data?.position;
    switch (frame.type) {
      case "pong":
        clearTimeout(this.#pongDue);
        this.#pongDue = undefined;
        return;
      case "ack":
        position.changed(latest);
        this.#take(frame.requestId)?.resolve(frame);
        return;
      case "sync":
        position.seen(latest);
        this.#take(frame.requestId)?.resolve(frame);
        return;
      case "error":
        position.changed(latest);
        this.#take(frame.requestId)?.reject(new ProblemError(frame.problem));
        return;
      default:
        position.seen(latest);
        this.#options.onEvent(frame);
    }
  }

  #take(requestId: string | undefined): Waiting | undefined {
    if (requestId === undefined) return undefined;
    const waiting = this.#waiting.get(requestId);
    this.#waiting.delete(requestId);
    clearTimeout(waiting?.timer);
    if (this.#retired && this.#waiting.size === 0) this.close();
    return waiting;
  }

  #failWaiting(): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    if (waiting.length > 0) this.#options.position.changed(undefined);
    for (const { reject, timer } of waiting) {
      clearTimeout(timer);
      reject(unreachable());
    }
  }
}
