import * as z from "zod/mini";
import { Account } from "../../contract/accounts.ts";
import type { Registration } from "../../contract/registration.ts";
import type { RouteName } from "../../contract/routes.ts";
import { type Login, Session as SessionAnswer } from "../../contract/sessions.ts";
import { isExpected, logError, type ReportError } from "../errors.ts";
import { type Arguments, call, type Returned, type Server } from "../http/call.ts";
import type { Fetch } from "../http/fetch.ts";
import { ProblemError } from "../http/problem-error.ts";
import { SeenPosition } from "../http/seen-position.ts";
import { WakeUp } from "../http/wake-up.ts";
import { parseJson } from "../json.ts";
import { type SessionStores, sessionKey, signedInKey } from "./session-stores.ts";

/** A session as the tab's storage holds it. `expiresAt` is in milliseconds since 1970. */
const StoredSession = z.extend(SessionAnswer, { expiresAt: z.number() });
type StoredSession = z.infer<typeof StoredSession>;

/** The claims of an access token that the client reads. */
const Claims = z.object({ sid: z.string() });

/** A token is renewed when it has less than this left. */
const renewBeforeMs = 60_000;

/** Runs a task while no other client of the same cookie runs one. */
export type Exclusively = <T>(task: () => Promise<T>) => Promise<T>;

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
  readonly #stores: SessionStores | undefined;
  readonly #exclusively: Exclusively;
  readonly #reportError: ReportError;
  readonly #listeners = new Set<() => void>();
  /** The latest database position that this client has seen. The WebSocket connection shares it. */
  readonly position = new SeenPosition();
  /** Whether calls wait for a paused database. */
  readonly wakeUp = new WakeUp();
  #current: StoredSession | undefined;
  #renewal: Promise<StoredSession> | undefined;

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
    this.#stores = stores;
    this.#exclusively = exclusively;
    this.#reportError = reportError;
    this.#current = parseJson(StoredSession, stores?.tab.getItem(sessionKey));
    // The last user is known before the server answers. The next call fetches a token.
    const user = this.#current ? undefined : parseJson(Account, stores?.browser.getItem(signedInKey));
    if (user) this.#current = { user, accessToken: "", expiresIn: 0, expiresAt: 0 };
  }

  /** The signed-in account, if any. */
  get user(): Account | undefined {
    return this.#current?.user;
  }

  /** This session's id among the account's devices: the `sid` claim of its tokens. */
  get deviceId(): string | undefined {
    const [, claims] = this.#current?.accessToken.split(".") ?? [];
    const base64 = claims?.replaceAll("-", "+").replaceAll("_", "/");
    return base64 === undefined ? undefined : parseJson(Claims, atob(base64))?.sid;
  }

  /** Replaces the account, after it has changed. */
  update(user: Account): void {
    if (!this.#current) return;
    this.#set({ ...this.#current, user });
    for (const listener of this.#listeners) listener();
  }

  /**
   * Calls `listener` after each sign-in, sign-out and change of the account.
   *
   * @returns a function that ends the subscription
   */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Continues the session behind the browser's refresh cookie, if there is one. */
  async resume(): Promise<void> {
    if (this.#current && this.#current.expiresAt > Date.now()) return;
    if (!this.#stores?.browser.getItem(signedInKey)) return;
    try {
      await this.#renew();
    } catch (error) {
      // A user who is offline stays signed in.
      if (error instanceof ProblemError && error.isTemporary) return;
      if (!isExpected(error)) this.#reportError(error, { operation: "session.resume" });
      this.#set(undefined);
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

  /** Ends the session here first, then at the server. Reports a failure of the second step. */
  async signOut(): Promise<void> {
    this.#set(undefined);
    try {
      await call(this.#server, "logout", {});
    } catch (error) {
      this.#reportError(error, { operation: "session.signOut" });
    }
  }

  /** Ends the session in this tab only, because the server has ended it already. */
  forget(): void {
    this.#set(undefined);
  }

  /**
   * A token that has not expired by this machine's clock.
   *
   * @param renewed  requests a new token because the server rejected the last one
   * @throws {ProblemError} 401 when the session has ended, and then `user` is undefined
   */
  async accessToken(renewed = false): Promise<string> {
    const current = this.#current;
    if (!current) throw new ProblemError({ status: 401, detail: "Nobody is signed in." });
    if (!renewed && current.expiresAt - renewBeforeMs > Date.now()) return current.accessToken;
    return (await this.#renew()).accessToken;
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
      return call(this.#server, name, args, (await this.#renew()).accessToken);
    }
  }

  #renew(): Promise<StoredSession> {
    this.#renewal ??= this.#exclusively(() => call(this.#server, "refresh", {}))
      .then((answer) => this.#accept(answer))
      .catch((error: unknown) => {
        if (error instanceof ProblemError && error.status === 401) this.#set(undefined);
        throw error;
      })
      .finally(() => {
        this.#renewal = undefined;
      });
    return this.#renewal;
  }

  #accept(answer: SessionAnswer): StoredSession {
    const session = { ...answer, expiresAt: Date.now() + answer.expiresIn * 1000 };
    this.#set(session);
    return session;
  }

  #set(session: StoredSession | undefined): void {
    const changed = this.#current?.user.id !== session?.user.id;
    this.#current = session;
    if (session) {
      this.#stores?.tab.setItem(sessionKey, JSON.stringify(session));
      this.#stores?.browser.setItem(signedInKey, JSON.stringify(session.user));
    } else {
      this.#stores?.tab.removeItem(sessionKey);
      this.#stores?.browser.removeItem(signedInKey);
    }
    if (changed) for (const listener of this.#listeners) listener();
  }
}
