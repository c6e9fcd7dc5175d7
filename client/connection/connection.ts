import type { ServerEvent } from "../../contract/frames.ts";
import { backoffMs } from "../backoff.ts";
import { isExpected, logError, type ReportError } from "../errors.ts";
import { ProblemError, unreachable } from "../http/problem-error.ts";
import type { SeenPosition } from "../http/seen-position.ts";
import type { WakeUp } from "../http/wake-up.ts";
import { type ConnectionTimes, connectionTimes } from "./connection-times.ts";
import { type Answer, LiveSocket, type Request, type UnansweredFrame } from "./live-socket.ts";
import type { OpenSocket } from "./socket.ts";

export interface ConnectionOptions {
  url: string;
  /**
   * Returns a token for the next attempt. With `renewed`, returns a new token, because the last one may have been
   * rejected.
   */
  accessToken: (renewed: boolean) => Promise<string>;
  /** Receives each event. While a new socket replaces the current one, an event may arrive twice. */
  onEvent: (event: ServerEvent) => void;
  /**
   * Called when a socket opens, including when it replaces another. An event pushed during the replacement may have
   * been too early for the new socket and too late for the old one, so the client catches up each time.
   */
  onOpen: () => void;
  onLost: () => void;
  position: SeenPosition;
  /** Repeats requests while the database wakes up. */
  wakeUp: WakeUp;
  openSocket?: OpenSocket | undefined;
  times?: ConnectionTimes | undefined;
  reportError?: ReportError | undefined;
}

/**
 * A connection that reopens itself, with backoff and jitter, until it is stopped. Pending requests fail when it is
 * lost, and their senders decide whether to repeat them.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #times: ConnectionTimes;
  readonly #reportError: ReportError;
  /** The callers of `whenOpen` that are still waiting. */
  readonly #forOpen = new Set<{ resolve: () => void; reject: (error: ProblemError) => void }>();
  /** The socket in use. Without one, the socket that is opening. */
  #current: LiveSocket | undefined;
  /** The socket that will replace the current one when it opens. */
  #next: LiveSocket | undefined;
  #stopped = true;
  #failures = 0;
  /**
   * Browsers do not reveal why a socket failed to open. The token may have expired early because the clock was set
   * back. The attempt after the first failure, and only that one, uses a new token.
   */
  #token: "as usual" | "to be renewed" | "renewed" = "as usual";
  /** Counts starts and stops. An attempt from before the last of them is out of date. */
  #era = 0;
  #reconnect: ReturnType<typeof setTimeout> | undefined;
  #renewal: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#times = options.times ?? connectionTimes;
    this.#reportError = options.reportError ?? logError;
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

  /** Skips the backoff, because the network is back or the page is visible again. An open socket sends a ping. */
  retryNow(): void {
    if (this.#stopped) return;
    if (this.isOpen) this.#current?.ping();
    if (this.#reconnect === undefined) return;
    clearTimeout(this.#reconnect);
    void this.#open();
  }

  /** Waits until the connection is open. @throws {ProblemError} status 0 when it is stopped first */
  whenOpen(): Promise<void> {
    if (this.isOpen) return Promise.resolve();
    return new Promise((resolve, reject) => this.#forOpen.add({ resolve, reject }));
  }

  /**
   * Sends a frame and waits for its answer. Sends it again while the database wakes up.
   *
   * @throws {ProblemError} the server's refusal, or status 0 without an answer
   */
  request(frame: Request): Promise<Answer> {
    return this.#options.wakeUp.repeat(() => this.#current?.request(frame) ?? Promise.reject(unreachable()));
  }

  /** Sends a frame that has no answer. Does nothing when the connection is not open. */
  notify(frame: UnansweredFrame): void {
    this.#current?.notify(frame);
  }

  /** Opens a socket. If there is one already, the new socket will replace it. */
  async #open(): Promise<void> {
    this.#reconnect = undefined;
    const era = this.#era;
    let token: string;
    try {
      token = await this.#options.accessToken(this.#token === "to be renewed");
      if (this.#token === "to be renewed") this.#token = "renewed";
    } catch (error) {
      // An ended session ends the attempts. The page shows the sign-in form.
      const isOver = error instanceof ProblemError && error.status === 401;
      if (!isExpected(error)) this.#reportError(error, { operation: "connection.accessToken" });
      if (isOver || era !== this.#era) return;
      // The server cannot be reached, so there is no token either.
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
    // A replacement that is opening becomes the current socket.
    this.#current = this.#next;
    this.#next = undefined;
    clearTimeout(this.#renewal);
    this.#options.onLost();
    if (!this.#stopped && !this.#current && this.#reconnect === undefined) this.#scheduleOpen();
  }

  #scheduleOpen(): void {
    const ms = backoffMs(this.#times.backoff, this.#failures++);
    this.#reconnect = setTimeout(() => void this.#open(), ms);
  }
}
