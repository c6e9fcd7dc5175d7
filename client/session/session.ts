import type { Account } from "../../contract/accounts.ts";
import type { Registration } from "../../contract/registration.ts";
import type { RouteName } from "../../contract/routes.ts";
import type { Login, Session as SessionAnswer } from "../../contract/sessions.ts";
import type { Backoff } from "../backoff.ts";
import { isExpected, logError, type ReportError } from "../errors.ts";
import { type Arguments, call, type Returned, type Server } from "../http/call.ts";
import type { Fetch } from "../http/fetch.ts";
import { ProblemError } from "../http/problem-error.ts";
import { SeenPosition } from "../http/seen-position.ts";
import { WakeUp } from "../http/wake-up.ts";
import { sessionIdOf } from "./access-token.ts";
import { CurrentSession } from "./current-session.ts";
import type { Exclusively } from "./exclusively.ts";
import { Renewal } from "./renewal.ts";
import type { StoredSession } from "./session-memory.ts";
import type { SessionStores } from "./session-stores.ts";
import { SignOut, signOutBackoff } from "./sign-out.ts";

export interface SessionOptions {
  /** Where the session survives this object. By default, nowhere. */
  stores?: SessionStores;
  /** Replaces the runtime's `fetch`. Programs in Node pass `cookieFetch()`. */
  fetch?: Fetch;
  /**
   * Guards the refresh, because a refresh token works once and all tabs of a browser share it. The page passes
   * `exclusiveAcrossTabs`. By default, nothing is guarded.
   */
  exclusively?: Exclusively;
  reportError?: ReportError;
  /** The waits between attempts to sign out at a server that cannot be reached. */
  signOutBackoff?: Backoff;
}

/**
 * The signed-in user's session: the account, and an access token that is always fresh enough for the next call.
 *
 * @example
 * const session = new Session("https://chat.example.com/api", { fetch: cookieFetch() });
 * await session.logIn({ login: "ada", password });
 * const me = await session.call("getMe", {});
 */
export class Session {
  readonly #server: Server;
  readonly #signOut: SignOut;
  readonly #renewal: Renewal;
  readonly #reportError: ReportError;
  /** The latest database position that this client has seen. The WebSocket connection shares it. */
  readonly position = new SeenPosition();
  /** Whether calls wait for a paused database. */
  readonly wakeUp = new WakeUp();
  readonly #current: CurrentSession;

  /** @param baseUrl  the REST API: `https://chat.example.com/api`, or `/api` on the same origin */
  constructor(baseUrl: string, options: SessionOptions = {}) {
    const { stores, exclusively = (task) => task(), reportError = logError } = options;
    this.#server = {
      baseUrl,
      // Browsers refuse their own `fetch` as a method of another object.
      fetch: options.fetch ?? ((url, request) => fetch(url, request)),
      position: this.position,
      wakeUp: this.wakeUp,
    };
    this.#reportError = reportError;
    this.#current = new CurrentSession(stores);
    this.#renewal = new Renewal({
      current: this.#current,
      refresh: () => exclusively(() => call(this.#server, "refresh", {})),
      accept: (answer) => this.#accept(answer),
    });
    this.#signOut = new SignOut({
      logOut: () => call(this.#server, "logout", {}),
      stores,
      exclusively,
      reportError,
      backoff: options.signOutBackoff ?? signOutBackoff,
    });
  }

  /** The signed-in account, if any. */
  get user(): Account | undefined {
    return this.#current.value?.user;
  }

  /** The account that is signed in in this browser. Another tab may have signed out or in a moment ago. */
  get browserUser(): Account | undefined {
    return this.#current.browserAccount;
  }

  /** This session's id among the account's devices. */
  get deviceId(): string | undefined {
    const { value } = this.#current;
    return value && sessionIdOf(value.accessToken);
  }

  /** Replaces the account, after it has changed. */
  update(user: Account): void {
    this.#current.update(user);
  }

  /**
   * Calls `listener` after each sign-in, sign-out and change of the account.
   *
   * @returns a function that ends the subscription
   */
  subscribe = (listener: () => void): (() => void) => this.#current.subscribe(listener);

  /**
   * Continues the session behind the browser's refresh cookie, if there is one. Continues signing out if the server
   * could not be reached before.
   */
  async resume(): Promise<void> {
    const { value, browserAccount } = this.#current;
    if (value && value.expiresAt > Date.now()) return;
    if (!browserAccount) return this.#signOut.retryNow();
    try {
      await this.#renewal.newToken();
    } catch (error) {
      // A user who is offline stays signed in.
      if (error instanceof ProblemError && error.isTemporary) return;
      if (!isExpected(error)) this.#reportError(error, { operation: "session.resume" });
      this.#current.end();
    }
  }

  /** Creates an account and signs in. @throws {ProblemError} */
  async register(registration: Registration): Promise<void> {
    this.#accept(await call(this.#server, "register", { body: registration }));
  }

  /** Signs in. @throws {ProblemError} 401 for an unknown user and for a wrong password */
  async logIn(login: Login): Promise<void> {
    this.#accept(await call(this.#server, "login", { body: login }));
  }

  /**
   * Ends the session here first, then at the server.
   * @returns after the first attempt to reach the server. Further attempts follow until one succeeds.
   */
  signOut(): Promise<void> {
    this.#current.end();
    return this.#signOut.start();
  }

  /** Tries again to reach the server, because the network is back. */
  retryNow(): Promise<void> {
    return this.#signOut.retryNow();
  }

  /** Ends the session here, because the server has ended it already. */
  forget(): void {
    this.#current.end();
  }

  /** Follows another tab of the browser, in which the user has signed out or another user has signed in. */
  async follow(): Promise<void> {
    const { value, browserAccount } = this.#current;
    if (value?.user.id === browserAccount?.id) return;
    if (value) this.#current.end();
    if (browserAccount) await this.#renewal.newToken();
  }

  /**
   * A token that has not expired by this machine's clock.
   *
   * @param renewed  requests a new token because the server rejected the last one
   * @throws {ProblemError} 401 when the session has ended, and then `user` is undefined
   */
  accessToken(renewed = false): Promise<string> {
    return renewed && this.#current.value ? this.#renewal.newToken() : this.#renewal.freshToken();
  }

  /** Makes a REST call that needs no session. @throws {ProblemError} */
  callPublic<N extends RouteName>(name: N, args: Arguments<N>): Promise<Returned<N>> {
    return call(this.#server, name, args);
  }

  /**
   * Makes a REST call as the signed-in user. Renews the token once if the server rejects it.
   *
   * @throws {ProblemError} when the server refuses or cannot be reached
   * @example
   * const { items } = await session.call("search", { query: { query: "invoice" } });
   */
  async call<N extends RouteName>(name: N, args: Arguments<N>): Promise<Returned<N>> {
    const token = await this.accessToken();
    try {
      return await call(this.#server, name, args, token);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status !== 401) throw error;
      return call(this.#server, name, args, await this.#renewal.newToken());
    }
  }

  #accept(answer: SessionAnswer): StoredSession {
    this.#signOut.cancel();
    return this.#current.accept(answer);
  }
}
