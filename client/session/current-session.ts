import type { Account } from "../../contract/accounts.ts";
import type { Session as SessionAnswer } from "../../contract/sessions.ts";
import { SessionMemory, type StoredSession } from "./session-memory.ts";
import type { SessionStores } from "./session-stores.ts";

/** The session of this tab, in memory and in the browser's storage. */
export class CurrentSession {
  readonly #memory: SessionMemory;
  readonly #listeners = new Set<() => void>();
  #value: StoredSession | undefined;
  #ends = 0;

  constructor(stores: SessionStores | undefined) {
    this.#memory = new SessionMemory(stores);
    // The last user is known before the server answers. The next call fetches a token.
    this.#value = this.#memory.load();
  }

  get value(): StoredSession | undefined {
    return this.#value;
  }

  /** The account that is signed in, in any tab of this browser. */
  get browserAccount(): Account | undefined {
    return this.#memory.account;
  }

  /** Counts the ends of sessions, so that an answer to an earlier request is recognised. */
  get ends(): number {
    return this.#ends;
  }

  /** Calls `listener` after each sign-in, sign-out and change of the account. @returns a function that unsubscribes */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Starts or continues a session with the server's answer. */
  accept(answer: SessionAnswer): StoredSession {
    const session = { ...answer, expiresAt: Date.now() + answer.expiresIn * 1000 };
    const previous = this.#value;
    this.#value = session;
    this.#memory.save(session);
    if (previous?.user.id !== session.user.id) this.#notify();
    return session;
  }

  /** Replaces the account, after it has changed. */
  update(user: Account): void {
    if (!this.#value) return;
    this.#value = { ...this.#value, user };
    this.#memory.save(this.#value);
    this.#notify();
  }

  end(): void {
    const previous = this.#value;
    this.#value = undefined;
    this.#ends++;
    this.#memory.clear(previous?.user);
    if (previous) this.#notify();
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}
