import * as z from "zod/mini";
import { type ClientFrame, type ServerEvent, ServerFrame } from "../../contract/frames.ts";
import type { MessageAck } from "../../contract/messages.ts";
import { Positioned } from "../../contract/position.ts";
import type { ReadAck } from "../../contract/read-positions.ts";
import type { SyncAnswer } from "../../contract/sync.ts";
import { subprotocol } from "../../contract/web-socket.ts";
import { ProblemError, unreachable } from "../http/problem-error.ts";
import type { SeenPosition } from "../http/seen-position.ts";

/** The socket as the browser has it; programs in Node hand in one of theirs. */
export type OpenSocket = (url: string, protocols: string[]) => WebSocket;

/** What answers a request: an ack, or what a sync brings. */
export type Answer = MessageAck | ReadAck | SyncAnswer;

/** A request as its caller writes it: the socket adds the `requestId`. */
export type Request = ClientFrame extends infer F
  ? F extends { requestId: string }
    ? Omit<F, "requestId">
    : never
  : never;

/** A frame that is not answered. */
export type Notice = Exclude<ClientFrame, { requestId: string }>;

/** Milliseconds. */
export interface SocketTimes {
  /** An answer that takes longer is taken for lost: API Gateway waits 29 seconds for an integration. */
  ack: number;
  /** API Gateway ends connections that are idle for ten minutes; a ping also finds out that a network is gone. */
  ping: number;
  pong: number;
}

/** What API Gateway itself says, when a function failed or there are too many requests. */
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
  /** Learns what frames tell. */
  position: SeenPosition;
  onOpen: () => void;
  onEvent: (event: ServerEvent) => void;
  /** Called once, whether or not it was ever open. */
  onClose: () => void;
  openSocket: OpenSocket;
}

/** One WebSocket from its opening to its end: requests and their answers, events, and pings. */
export class LiveSocket {
  readonly #options: LiveSocketOptions;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<string, Waiting>();
  #requests = 0;
  #ended = false;
  #retired = false;
  /** Set when the socket opens, and left set when it has ended. */
  #pings: ReturnType<typeof setInterval> | undefined;
  #pongDue: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LiveSocketOptions) {
    this.#options = options;
    this.#socket = options.openSocket(options.url, [subprotocol, options.token]);
    this.#socket.onopen = () => {
      if (this.#ended) return;
      this.#pings = setInterval(() => this.ping(), options.times.ping);
      options.onOpen();
    };
    this.#socket.onmessage = ({ data }) => this.#receive(String(data));
    this.#socket.onclose = () => this.close();
    // The close that follows says all there is to say.
    this.#socket.onerror = () => {};
  }

  get isOpen(): boolean {
    return !this.#ended && this.#socket.readyState === 1;
  }

  /** Whether it has ever been open. */
  get wasOpen(): boolean {
    return this.#pings !== undefined;
  }

  /** Sends a frame and waits for its answer. @throws ProblemError  refused; or status 0 when no answer came */
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

  /** Sends a frame that is not answered; without a connection, it is not sent. */
  notify(frame: Notice): void {
    if (this.isOpen) this.#socket.send(JSON.stringify(frame));
  }

  /** Asks whether the other side is still there; closes if it does not answer. */
  ping(): void {
    if (!this.isOpen || this.#pongDue !== undefined) return;
    this.notify({ action: "ping" });
    this.#pongDue = setTimeout(() => this.close(), this.#options.times.pong);
  }

  /** Closes as soon as what was asked is answered: another socket has taken over. */
  retire(): void {
    this.#retired = true;
    if (this.#waiting.size === 0) this.close();
  }

  /** Lets go at once, closed or not, and fails what waits for an answer. */
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
    const json: unknown = JSON.parse(data);
    const frame = ServerFrame.safeParse(json);
    if (!frame.success) {
      // Which request it was for, API Gateway does not say; all of them may be asked again without harm.
      // Anything else is from a newer server, and for newer clients.
      if (GatewayFrame.safeParse(json).success) this.#failWaiting();
      return;
    }
    const { position } = this.#options;
    const told = Positioned.safeParse(json).data?.position;
    switch (frame.data.type) {
      case "pong":
        clearTimeout(this.#pongDue);
        this.#pongDue = undefined;
        return;
      case "ack":
        position.changed(told);
        this.#take(frame.data.requestId)?.resolve(frame.data);
        return;
      case "sync":
        position.seen(told);
        this.#take(frame.data.requestId)?.resolve(frame.data);
        return;
      case "error":
        position.changed(told);
        this.#take(frame.data.requestId)?.reject(new ProblemError(frame.data.problem));
        return;
      default:
        position.seen(told);
        this.#options.onEvent(frame.data);
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
