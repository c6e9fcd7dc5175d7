import { afterEach, describe, expect, test } from "vitest";
import type { Fetch, HttpRequest } from "../http/fetch.ts";
import { Session } from "./session.ts";
import { type SessionStores, signedInKey, type TextStorage } from "./session-stores.ts";

const user = {
  id: "00000000-0000-4000-8000-000000000001",
  username: "ada",
  fullName: null,
  email: "ada@example.com",
  isEmailVerified: false,
  createdAt: "2026-01-01T00:00:00Z",
};
const answer = { user, accessToken: `h.${btoa(JSON.stringify({ sid: "s1" }))}.s`, expiresIn: 900 };

class Storage implements TextStorage {
  readonly items = new Map<string, string>();
  getItem = (key: string) => this.items.get(key) ?? null;
  setItem = (key: string, value: string) => void this.items.set(key, value);
  removeItem = (key: string) => void this.items.delete(key);
}

/** A browser: its storage, and a server that can be out of reach. */
class Browser {
  isOnline = true;
  readonly calls: string[] = [];
  readonly stores: SessionStores = { tab: new Storage(), browser: new Storage() };
  readonly #sessions: Session[] = [];
  readonly #fetch: Fetch = async (url: string, request: HttpRequest) => {
    if (!this.isOnline) throw new TypeError("Failed to fetch");
    const name = url.split("/").at(-1) ?? "";
    this.calls.push(name);
    const body = name === "logout" ? "" : JSON.stringify(answer);
    const status = name === "logout" ? 204 : 200;
    return { ok: request.method === "POST", status, headers: { get: () => null }, text: async () => body };
  };

  /** Opens a tab, or reloads it if it has the same storage. */
  open(): Session {
    const session = new Session("/api", {
      stores: this.stores,
      fetch: this.#fetch,
      signOutBackoff: { first: 1, most: 5 },
    });
    this.#sessions.push(session);
    return session;
  }

  async close(): Promise<void> {
    this.isOnline = true;
    await Promise.all(this.#sessions.map((session) => session.retryNow()));
  }
}

let browser = new Browser();
afterEach(async () => {
  await browser.close();
  browser = new Browser();
});

const logouts = () => browser.calls.filter((name) => name === "logout").length;

describe("Signing out without a connection", () => {
  test("ends the session at the server as soon as there is a connection", async () => {
    const session = browser.open();
    await session.logIn({ login: "ada", password: "a password" });
    browser.isOnline = false;
    await session.signOut();
    expect(session.user).toBeUndefined();
    browser.isOnline = true;
    await expect.poll(logouts).toBe(1);
  });

  test("ends the session at the server after a reload", async () => {
    const session = browser.open();
    await session.logIn({ login: "ada", password: "a password" });
    browser.isOnline = false;
    await session.signOut();
    const reloaded = browser.open();
    expect(reloaded.user).toBeUndefined();
    browser.isOnline = true;
    await reloaded.resume();
    expect(logouts()).toBe(1);
    expect(browser.calls).not.toContain("refresh");
  });

  test("does not end the session of a user who signs in afterwards", async () => {
    const session = browser.open();
    await session.logIn({ login: "ada", password: "a password" });
    browser.isOnline = false;
    await session.signOut();
    browser.isOnline = true;
    // Another tab has the same storage.
    await browser.open().logIn({ login: "ada", password: "a password" });
    await session.retryNow();
    expect(logouts()).toBe(0);
    expect(browser.stores.browser.getItem(signedInKey)).not.toBeNull();
  });
});

test("A tab that was suspended while the user signed out elsewhere has no session", async () => {
  const session = browser.open();
  await session.logIn({ login: "ada", password: "a password" });
  browser.stores.browser.removeItem(signedInKey);
  expect(browser.open().user).toBeUndefined();
});

test("Signing out while the token is being renewed does not sign the user in again", async () => {
  const session = browser.open();
  await session.logIn({ login: "ada", password: "a password" });
  const renewed = session.accessToken(true);
  await session.signOut();
  await expect(renewed).rejects.toMatchObject({ status: 401 });
  expect(session.user).toBeUndefined();
});
