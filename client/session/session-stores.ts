/** The shape of `sessionStorage` and `localStorage`. */
export interface TextStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** Where a session is remembered. */
export interface SessionStores {
  /** Holds the session between page loads of one tab. */
  tab: TextStorage;
  /** Holds the account that signed in last. Without an entry, the page need not ask the server for a session. */
  browser: TextStorage;
}

/** The session's key in `SessionStores.tab`. */
export const sessionKey = "chatflow.session";

/** The account's key in `SessionStores.browser`. When the entry disappears, the user signed out in another tab. */
export const signedInKey = "chatflow.signedIn";

/** A key in `SessionStores.browser`, present while the server does not yet know that the user signed out. */
export const signingOutKey = "chatflow.signingOut";
