import type { ServerEvent } from "../../contract/frames.ts";
import { webSocketLimits } from "../../contract/limits.ts";
import { ProblemError, unreachable } from "../http/problem-error.ts";
import type { SeenPosition } from "../http/seen-position.ts";
import {
  type Answer,
  LiveSocket,
  type Notice,
  type OpenSocket,
  type Request,
  type SocketTimes,
} from "./live-socket.ts";

/** Milliseconds. */
export interface ConnectionTimes extends SocketTimes {
  /** A socket is replaced by a new one at this age. */
  renew: number;
  backoff: { first: number; most: number };
}

export const connectionTimes: ConnectionTimes = {
  ack: webSocketLimits.integrationMs + 1_000,
  ping: 4 * 60_000,
  pong: 10_000,
  // API Gateway ends each connection after two hours.
  renew: webSocketLimits.connectionMs - 10 * 60_000,
  backoff: { first: 300, most: 20_000 },
};

export interface ConnectionOptions {
  url: string;
  /** A token for the next attempt; `renewed`, when the one before may have been the reason why it failed. */
  accessToken: (renewed: boolean) => Promise<string>;
  /** Called for each event that the server pushes; while a socket is being replaced, an event may come twice. */
  onEvent: (event: ServerEvent) => void;
  /**
   * Called when a socket is open, also when it replaces another one: what was pushed in that moment may have come
   * too early for the new socket and too late for the old one.
   */
  onOpen: () => void;
  onLost: () => void;
  position: SeenPosition;
  openSocket?: OpenSocket | undefined;
  times?: ConnectionTimes | undefined;
}

/**
 * A connection that comes back by itself, with backoff and jitter, until it is stopped. Requests under way when
 * it is lost fail, and their senders decide whether to repeat them.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #times: ConnectionTimes;
  /** Those who wait for a socket to open. */
  readonly #forOpen = new Set<{ resolve: () => void; reject: (error: ProblemError) => void }>();
  /** The socket that is used, or the one that is being opened when there is none. */
  #current: LiveSocket | undefined;
  /** The one that will take over. */
  #next: LiveSocket | undefined;
  #stopped = true;
  #failures = 0;
  /**
   * A browser does not say why a socket did not open. It may be the token, by a clock that was set back: after the
   * first such attempt, and only then, the next one takes a new token.
   */
  #token: "as usual" | "to be renewed" | "renewed" = "as usual";
  /** Counts starts and stops: what was begun before the last of them is out of date. */
  #era = 0;
  #reconnect: ReturnType<typeof setTimeout> | undefined;
  #renewal: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#times = options.times ?? connectionTimes;
  }

  get isOpen(): boolean {
    return this.#current?.isOpen === true;
  }

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#failures = 0;
    this.#era++;
    void this.#open();
  }

  /** Closes for good. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#era++;
    clearTimeout(this.#reconnect);
    clearTimeout(this.#renewal);
    const sockets = [this.#next, this.#current];
    this.#next = undefined;
    for (const socket of sockets) socket?.close();
    for (const { reject } of this.#forOpen) reject(unreachable());
    this.#forOpen.clear();
  }

  /** Tries at once instead of waiting: the network came back, or somebody looks at the page again. */
  retryNow(): void {
    if (this.#stopped) return;
    if (this.isOpen) this.#current?.ping();
    if (this.#reconnect === undefined) return;
    clearTimeout(this.#reconnect);
    void this.#open();
  }

  /** Waits until the connection is open. @throws ProblemError  status 0 when it is stopped */
  whenOpen(): Promise<void> {
    if (this.isOpen) return Promise.resolve();
    return new Promise((resolve, reject) => this.#forOpen.add({ resolve, reject }));
  }

  /** Sends a frame and waits for its answer. @throws ProblemError  refused; or status 0 when no answer came */
  request(frame: Request): Promise<Answer> {
    return this.#current?.request(frame) ?? Promise.reject(unreachable());
  }

  /** Sends a frame that is not answered; without a connection, it is not sent. */
  notify(frame: Notice): void {
    this.#current?.notify(frame);
  }

  /** Opens a socket: the one that there is none of, or the successor of the one there is. */
  async #open(): Promise<void> {
    this.#reconnect = undefined;
    const era = this.#era;
    let token: string;
    try {
      token = await this.#options.accessToken(this.#token === "to be renewed");
      if (this.#token === "to be renewed") this.#token = "renewed";
    } catch (error) {
      // An ended session stops everything; its owner is asked to sign in.
      const isOver = error instanceof ProblemError && error.status === 401;
      if (isOver || era !== this.#era) return;
      // Without a server there is no token, either.
      if (!this.#current) this.#options.onLost();
      this.#scheduleOpen();
      return;
    }
    if (era !== this.#era) return;
    const socket = new LiveSocket({
      url: this.#options.url,
      token,
      times: this.#times,
      openSocket: this.#options.openSocket ?? ((url, protocols) => new WebSocket(url, protocols)),
      position: this.#options.position,
      onEvent: this.#options.onEvent,
      onOpen: () => this.#opened(socket),
      onClose: () => this.#closed(socket),
    });
    if (this.#current) this.#next = socket;
    else this.#current = socket;
  }

  #opened(socket: LiveSocket): void {
    if (socket === this.#next) {
      const previous = this.#current;
      this.#current = socket;
      this.#next = undefined;
      previous?.retire();
    }
    this.#failures = 0;
    this.#token = "as usual";
    clearTimeout(this.#renewal);
    this.#renewal = setTimeout(() => void this.#open(), this.#times.renew);
    for (const { resolve } of this.#forOpen) resolve();
    this.#forOpen.clear();
    this.#options.onOpen();
  }

  #closed(socket: LiveSocket): void {
    if (!socket.wasOpen && this.#token === "as usual") this.#token = "to be renewed";
    if (socket === this.#next) {
      this.#next = undefined;
      if (!this.#stopped) this.#scheduleOpen();
    }
    if (socket !== this.#current) return;
    // A successor that is on its way is what comes next; it is no renewal any more.
    this.#current = this.#next;
    this.#next = undefined;
    clearTimeout(this.#renewal);
    this.#options.onLost();
    if (!this.#stopped && !this.#current && this.#reconnect === undefined) this.#scheduleOpen();
  }

  #scheduleOpen(): void {
    const { first, most } = this.#times.backoff;
    const ceiling = Math.min(most, first * 2 ** this.#failures++);
    this.#reconnect = setTimeout(() => void this.#open(), ceiling / 2 + (Math.random() * ceiling) / 2);
  }
}
