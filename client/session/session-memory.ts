import * as z from "zod/mini";
import { Account } from "../../contract/accounts.ts";
import { Session as SessionAnswer } from "../../contract/sessions.ts";
import { parseJson } from "../json.ts";
import { type SessionStores, sessionKey, signedInKey } from "./session-stores.ts";

/** A session as the tab's storage holds it. `expiresAt` is in milliseconds since 1970. */
const StoredSession = z.extend(SessionAnswer, { expiresAt: z.number() });
export type StoredSession = z.infer<typeof StoredSession>;

/** Remembers the session in this tab, and its account in all tabs of the browser. */
export class SessionMemory {
  readonly #stores: SessionStores | undefined;

  constructor(stores: SessionStores | undefined) {
    this.#stores = stores;
  }

  /** The account that signed in last in any tab, unless it has signed out. */
  get account(): Account | undefined {
    return parseJson(Account, this.#stores?.browser.getItem(signedInKey));
  }

  /**
   * Returns this tab's session. Without one, returns an expired session of the browser's account. A tab that was
   * suspended may hold the session of a user who has signed out since.
   */
  load(): StoredSession | undefined {
    const user = this.account;
    const session = parseJson(StoredSession, this.#stores?.tab.getItem(sessionKey));
    if (session && session.user.id === user?.id) return session;
    return user && { user, accessToken: "", expiresIn: 0, expiresAt: 0 };
  }

  save(session: StoredSession): void {
    this.#stores?.tab.setItem(sessionKey, JSON.stringify(session));
    this.#stores?.browser.setItem(signedInKey, JSON.stringify(session.user));
  }

  /** Forgets a user's session. If another user has signed in since, the browser still remembers that one. */
  clear(user: Account | undefined): void {
    this.#stores?.tab.removeItem(sessionKey);
    const { account } = this;
    if (!account || account.id === user?.id) this.#stores?.browser.removeItem(signedInKey);
  }
}
