import {
  type ClientFrame,
  type MessageAck,
  type ReadAck,
  type ServerEvent,
  ServerFrame,
  type SyncAnswer,
  subprotocol,
} from "../../../contract/frames.ts";
import { ProblemError, unreachable } from "./problem-error.ts";

/** The socket as the browser has it; tests and bots may hand in another. */
export type OpenSocket = (url: string, protocols: string[]) => WebSocket;

export interface ConnectionOptions {
  url: string;
  /** A token for the next attempt. */
  accessToken: () => Promise<string>;
  /** Called for each event that the server pushes. */
  onEvent: (event: ServerEvent) => void;
  /** Called when the socket has opened, and when it is lost. */
  onOpen: () => void;
  onLost: () => void;
  openSocket?: OpenSocket;
}

/** An ack that takes longer is taken for lost: API Gateway waits 29 seconds for an integration. */
const ackMs = 30_000;
/** API Gateway ends connections that are idle for ten minutes; a ping also finds out that a network is gone. */
const pingMs = 4 * 60_000;
const pongMs = 10_000;
/** And each after two hours: ours is replaced before. */
const renewMs = 110 * 60_000;
const backoff = { firstMs: 300, mostMs: 20_000 };

/** What answers a request: an ack, or what a sync brings. */
export type Answer = MessageAck | ReadAck | SyncAnswer;

interface Waiting {
  resolve: (answer: Answer) => void;
  reject: (error: ProblemError) => void;
  timer: ReturnType<typeof setTimeout>;
}

/** A request as its caller writes it: the connection adds the `requestId`. */
export type Request = ClientFrame extends infer F
  ? F extends { requestId: string }
    ? Omit<F, "requestId">
    : never
  : never;

/**
 * One WebSocket that comes back by itself, with backoff and jitter, until it is stopped. Requests wait for
 * their ack; those under way when the socket is lost fail, and their senders decide whether to repeat them.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #waiting = new Map<string, Waiting>();
  /** Called when the socket opens. */
  readonly #forOpen = new Set<() => void>();
  #socket: WebSocket | undefined;
  #stopped = true;
  #failures = 0;
  #requests = 0;
  #attempts = 0;
  #reconnect: ReturnType<typeof setTimeout> | undefined;
  #timers: ReturnType<typeof setTimeout>[] = [];
  #pongDue: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === 1;
  }

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#failures = 0;
    void this.#open();
  }

  /** Closes for good. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#reconnect);
    this.#drop(this.#socket);
  }

  /** Tries at once instead of waiting: the network came back, or somebody looks at the page again. */
  retryNow(): void {
    if (this.#stopped) return;
    if (this.isOpen) {
      this.#ping();
      return;
    }
    if (this.#reconnect === undefined) return;
    clearTimeout(this.#reconnect);
    this.#reconnect = undefined;
    void this.#open();
  }

  /** Waits until the socket is open. @throws ProblemError  status 0 when it is not within `withinMs` */
  whenOpen(withinMs: number): Promise<void> {
    if (this.isOpen) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const opened = () => {
        clearTimeout(timer);
        this.#forOpen.delete(opened);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#forOpen.delete(opened);
        reject(unreachable());
      }, withinMs);
      this.#forOpen.add(opened);
    });
  }

  /** Sends a frame and waits for its answer. @throws ProblemError  refused; or status 0 when the ack did not come */
  request(frame: Request): Promise<Answer> {
    const socket = this.#socket;
    if (!socket || !this.isOpen) return Promise.reject(unreachable());
    const requestId = String(++this.#requests);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(requestId);
        reject(unreachable());
      }, ackMs);
      this.#waiting.set(requestId, { resolve, reject, timer });
      socket.send(JSON.stringify({ ...frame, requestId }));
    });
  }

  async #open(): Promise<void> {
    this.#reconnect = undefined;
    const attempt = ++this.#attempts;
    let token: string;
    try {
      token = await this.#options.accessToken();
    } catch (error) {
      // An ended session stops everything; its owner is asked to sign in.
      if (!(error instanceof ProblemError && error.status === 401)) this.#scheduleReconnect();
      return;
    }
    // Stopped meanwhile, or stopped and started again.
    if (this.#stopped || attempt !== this.#attempts) return;
    const openSocket: OpenSocket =
      this.#options.openSocket ?? ((url, protocols) => new WebSocket(url, protocols));
    const socket = openSocket(this.#options.url, [subprotocol, token]);
    this.#socket = socket;
    socket.onopen = () => {
      if (this.#socket !== socket) return;
      this.#failures = 0;
      this.#timers = [
        setInterval(() => this.#ping(), pingMs),
        setTimeout(() => socket.close(1000, "Renewed"), renewMs),
      ];
      for (const opened of this.#forOpen) opened();
      this.#options.onOpen();
    };
    socket.onmessage = ({ data }) => this.#receive(String(data));
    socket.onclose = () => {
      if (this.#socket !== socket) return;
      this.#drop(socket);
      if (!this.#stopped) this.#scheduleReconnect();
    };
  }

  #scheduleReconnect(): void {
    const ceiling = Math.min(backoff.mostMs, backoff.firstMs * 2 ** this.#failures++);
    this.#reconnect = setTimeout(() => void this.#open(), ceiling / 2 + (Math.random() * ceiling) / 2);
  }

  #ping(): void {
    const socket = this.#socket;
    if (!this.isOpen || this.#pongDue !== undefined) return;
    socket?.send(JSON.stringify({ action: "ping" }));
    this.#pongDue = setTimeout(() => {
      this.#drop(socket);
      if (!this.#stopped) this.#scheduleReconnect();
    }, pongMs);
  }

  /** Lets go of a socket at once, closed or not, and fails what waits on it. */
  #drop(socket: WebSocket | undefined): void {
    if (!socket || this.#socket !== socket) return;
    this.#socket = undefined;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
    clearTimeout(this.#pongDue);
    this.#pongDue = undefined;
    socket.close();
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(unreachable());
    }
    this.#waiting.clear();
    this.#options.onLost();
  }

  #receive(data: string): void {
    const frame = ServerFrame.safeParse(JSON.parse(data));
    // What does not fit is from a newer server, and for newer clients.
    if (!frame.success) return;
    switch (frame.data.type) {
      case "pong":
        clearTimeout(this.#pongDue);
        this.#pongDue = undefined;
        return;
      case "ack":
      case "sync":
        this.#take(frame.data.requestId)?.resolve(frame.data);
        return;
      case "error":
        this.#take(frame.data.requestId)?.reject(new ProblemError(frame.data.problem));
        return;
      default:
        this.#options.onEvent(frame.data);
    }
  }

  #take(requestId: string | undefined): Waiting | undefined {
    if (requestId === undefined) return undefined;
    const waiting = this.#waiting.get(requestId);
    this.#waiting.delete(requestId);
    clearTimeout(waiting?.timer);
    return waiting;
  }
}
