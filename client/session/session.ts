import * as z from "zod/mini";
import { Account } from "../../contract/accounts.ts";
import type { Registration } from "../../contract/registration.ts";
import type { RouteName } from "../../contract/routes.ts";
import { type Login, Session as SessionAnswer } from "../../contract/sessions.ts";
import { type Arguments, call, type Returned, type Server } from "../http/http.ts";
import { ProblemError } from "../http/problem-error.ts";
import { SeenPosition } from "../http/seen-position.ts";

const Stored = z.extend(SessionAnswer, { expiresAt: z.number() });
type Stored = z.infer<typeof Stored>;

/** Who was signed in last in this browser, and has not signed out. */
function lastUser(browser: TextStorage | undefined): Account | undefined {
  try {
    return Account.safeParse(JSON.parse(browser?.getItem(signedInKey) ?? "null")).data;
  } catch {
    return undefined;
  }
}

const Claims = z.object({ sid: z.string() });

/** `sessionStorage` and `localStorage` have this shape. */
export interface TextStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** Where a session is remembered. */
export interface SessionStores {
  /** The session itself, between page loads of one tab. */
  tab: TextStorage;
  /** Whose session the browser has, if any: who never signed in need not ask the server. */
  browser: TextStorage;
}

export interface SessionOptions {
  /** Without them, the session is forgotten with this object. */
  stores?: SessionStores;
  /** How to reach the server, if not as a browser does: see `cookieFetch`. */
  fetch?: typeof fetch;
}

const sessionKey = "chatflow.session";

/** The key in `SessionStores.browser`; when it goes, somebody signed out in another tab. */
export const signedInKey = "chatflow.signedIn";

/** A token is renewed when it has less than this left, milliseconds. */
const renewBeforeMs = 60_000;

/**
 * Runs `task` while no other tab runs one of the same name: a refresh token works once, and all tabs share it.
 */
async function exclusively<T>(task: () => Promise<T>): Promise<T> {
  if (typeof navigator === "undefined" || !navigator.locks) return task();
  return navigator.locks.request("chatflow.refresh", task);
}

/** Who is signed in, and a token that is always good for the next call. */
export class Session {
  readonly #server: Server;
  readonly #stores: SessionStores | undefined;
  readonly #listeners = new Set<() => void>();
  /** What this client has seen, by REST or otherwise. */
  readonly position = new SeenPosition();
  #current: Stored | undefined;
  #renewal: Promise<Stored> | undefined;

  /**
   * @param baseUrl  where the REST API is: `https://chat.example.com/api`, or `/api` on the same origin
   */
  constructor(baseUrl: string, { stores, fetch: fetcher }: SessionOptions = {}) {
    // Called as a method, the browser's own would not know its window.
    this.#server = {
      baseUrl,
      fetch: fetcher ?? ((input, init) => fetch(input, init)),
      position: this.position,
    };
    this.#stores = stores;
    const text = stores?.tab.getItem(sessionKey);
    if (text) this.#current = Stored.safeParse(JSON.parse(text)).data;
    // Who it was last is known before, or without, a connection; a token for them is the next call's concern.
    const user = this.#current ? undefined : lastUser(stores?.browser);
    if (user) this.#current = { user, accessToken: "", expiresIn: 0, expiresAt: 0 };
  }

  /** Undefined when nobody is signed in. */
  get user(): Account | undefined {
    return this.#current?.user;
  }

  /** Which of the account's devices this is (the `sid` of its tokens). */
  get deviceId(): string | undefined {
    const [, claims = ""] = this.#current?.accessToken.split(".") ?? [];
    const text = atob(claims.replaceAll("-", "+").replaceAll("_", "/"));
    return text === "" ? undefined : Claims.parse(JSON.parse(text)).sid;
  }

  /** Takes what the account is now. */
  update(user: Account): void {
    if (!this.#current) return;
    this.#set({ ...this.#current, user });
    for (const listener of this.#listeners) listener();
  }

  /** Calls `listener` whenever somebody signs in or out, or their account changes. @returns stops it */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Continues the session that the browser's cookie stands for, if there is one. */
  async resume(): Promise<void> {
    if (this.#current && this.#current.expiresAt > Date.now()) return;
    if (!this.#stores?.browser.getItem(signedInKey)) return;
    await this.#renew().catch((error: unknown) => {
      // Offline is no reason to forget who is signed in.
      if (!(error instanceof ProblemError && error.isTemporary)) this.#set(undefined);
    });
  }

  async register(registration: Registration): Promise<void> {
    this.#accept(await call(this.#server, "register", { body: registration }));
  }

  async logIn(login: Login): Promise<void> {
    this.#accept(await call(this.#server, "login", { body: login }));
  }

  /** Ends the session here, and at the server as soon as it can be reached. */
  async signOut(): Promise<void> {
    this.#set(undefined);
    await call(this.#server, "logout", {}).catch(() => {});
  }

  /** Ends the session in this tab only: the server knows already. */
  forget(): void {
    this.#set(undefined);
  }

  /**
   * A token with life left in it, as far as this machine's clock can tell.
   * @param renewed  asks for one that is new, since the one before was not taken
   * @throws ProblemError  401 when the session has ended: nobody is signed in then
   */
  async accessToken(renewed = false): Promise<string> {
    const current = this.#current;
    if (!current) throw new ProblemError({ status: 401, detail: "Nobody is signed in." });
    if (!renewed && current.expiresAt - renewBeforeMs > Date.now()) return current.accessToken;
    return (await this.#renew()).accessToken;
  }

  /** Makes a REST call that needs nobody to be signed in. */
  callPublic<N extends RouteName>(name: N, args: Arguments<N>): Promise<Returned<N>> {
    return call(this.#server, name, args);
  }

  /** Makes a REST call as whoever is signed in; renews the token once if the server does not take it. */
  async call<N extends RouteName>(name: N, args: Arguments<N>): Promise<Returned<N>> {
    const token = await this.accessToken();
    try {
      return await call(this.#server, name, args, token);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status !== 401) throw error;
      return call(this.#server, name, args, (await this.#renew()).accessToken);
    }
  }

  #renew(): Promise<Stored> {
    this.#renewal ??= exclusively(() => call(this.#server, "refresh", {}))
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

  #accept(answer: SessionAnswer): Stored {
    const session = { ...answer, expiresAt: Date.now() + answer.expiresIn * 1000 };
    this.#set(session);
    return session;
  }

  #set(session: Stored | undefined): void {
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
