import { describe, expect, test, vi } from "vitest";
import { account, ben as benId } from "../testing/examples.ts";
import { failOnReport, memoryStorage, Refusal, signedIn, testApi, tokenOf } from "../testing/test-api.ts";
import { Session, type SessionOptions } from "./session.ts";
import { sessionKey, signedInKey, signingOutKey } from "./session-stores.ts";

const answer = (accessToken = tokenOf("device-2"), expiresIn = 900) => ({
  user: account,
  accessToken,
  expiresIn,
});
const newStores = () => ({ tab: memoryStorage(), browser: memoryStorage() });

/** A session of a browser in which Ada has signed in before. */
function known(options: SessionOptions = {}) {
  const stores = newStores();
  stores.browser.setItem(signedInKey, JSON.stringify(account));
  return { stores, session: new Session("/api", { stores, reportError: failOnReport, ...options }) };
}

const authorizations = (api: ReturnType<typeof testApi>) =>
  api.calls.map(({ name, headers }) => [name, headers.authorization]);

describe("Signing in", () => {
  test("stores the session in the tab and the account in the browser, and notifies the listeners", async () => {
    const api = testApi({ login: () => answer(), logout: () => undefined });
    const stores = newStores();
    const session = new Session("/api", { fetch: api.fetch, stores });
    const listener = vi.fn();
    const unsubscribe = session.subscribe(listener);
    await session.logIn({ login: "ada", password: "correct horse" });
    expect(api.calls[0]?.body).toEqual({ login: "ada", password: "correct horse" });
    expect(session.user).toEqual(account);
    expect(session.deviceId).toBe("device-2");
    expect(listener).toHaveBeenCalledTimes(1);
    expect(JSON.parse(stores.browser.entries.get(signedInKey) ?? "")).toEqual(account);
    // Another page of the same tab continues without a call.
    const next = new Session("/api", { fetch: api.fetch, stores });
    expect(await next.accessToken()).toBe(answer().accessToken);
    expect(api.calls).toHaveLength(1);
    unsubscribe();
    await session.signOut();
    expect(listener).toHaveBeenCalledTimes(1);
  });

  test("works without any storage", async () => {
    const api = testApi({ register: () => answer() });
    const session = new Session("/api", { fetch: api.fetch });
    expect([session.user, session.deviceId]).toEqual([undefined, undefined]);
    await session.register({ username: "ada", email: "ada@example.org", password: "correct horse" });
    expect(session.user).toEqual(account);
  });

  test("that is refused throws the problem and changes nothing", async () => {
    const api = testApi({
      login: () => {
        throw new Refusal("wrong-credentials");
      },
    });
    const session = new Session("/api", { fetch: api.fetch });
    await expect(session.logIn({ login: "ada", password: "wrong horse" })).rejects.toMatchObject({
      status: 401,
      code: "wrong-credentials",
    });
    expect(session.user).toBeUndefined();
  });

  test("ignores stored text that is not a session", () => {
    for (const text of ["no JSON", "{}", JSON.stringify({ ...answer(), user: { id: benId } })]) {
      const stores = { tab: memoryStorage({ [sessionKey]: text }), browser: memoryStorage() };
      expect(new Session("/api", { stores }).user).toBeUndefined();
    }
  });
});

describe("Signing out", () => {
  test("ends the session here, then at the server", async () => {
    const api = testApi({ logout: () => undefined });
    const stores = newStores();
    const session = signedIn(api, stores);
    const signedOut = session.signOut();
    expect([session.user, session.deviceId]).toEqual([undefined, undefined]);
    // Until the server knows, a reload continues to sign out.
    expect([...stores.tab.entries.keys(), ...stores.browser.entries.keys()]).toEqual([signingOutKey]);
    await signedOut;
    expect(stores.browser.entries.size).toBe(0);
    expect(authorizations(api)).toEqual([["logout", undefined]]);
    await expect(session.accessToken()).rejects.toMatchObject({ status: 401 });
  });

  test("that the server rejects is reported, and the session has still ended", async () => {
    const reportError = vi.fn();
    const api = testApi({
      logout: () => {
        throw new Refusal("invalid-request");
      },
    });
    const stores = newStores();
    signedIn(api, stores);
    const session = new Session("/api", { fetch: api.fetch, stores, reportError });
    await session.signOut();
    expect(session.user).toBeUndefined();
    expect(reportError).toHaveBeenCalledWith(expect.anything(), { operation: "session.signOut" });
  });

  test("by the server on another device forgets the session without a call", () => {
    const api = testApi();
    const session = signedIn(api);
    const listener = vi.fn();
    session.subscribe(listener);
    session.forget();
    expect(session.user).toBeUndefined();
    expect(listener).toHaveBeenCalledOnce();
    expect(api.calls).toEqual([]);
  });
});

describe("Resuming a session", () => {
  test("shows the last account immediately, and asks the server for a token", async () => {
    const api = testApi({ refresh: () => answer() });
    const { session } = known({ fetch: api.fetch });
    expect(session.user).toEqual(account);
    await session.resume();
    expect(api.calls.map(({ name }) => name)).toEqual(["refresh"]);
    expect(await session.accessToken()).toBe(answer().accessToken);
  });

  test("makes no call if nobody has signed in here, or the tab has a fresh token", async () => {
    const api = testApi();
    await new Session("/api", { fetch: api.fetch, stores: newStores() }).resume();
    await signedIn(api).resume();
    expect(api.calls).toEqual([]);
  });

  test("keeps the user while the server cannot be reached", async () => {
    const { session } = known({ fetch: testApi().fetch });
    await session.resume();
    expect(session.user).toEqual(account);
  });

  test("signs the user out when the session has ended", async () => {
    const api = testApi({
      refresh: () => {
        throw new Refusal("not-signed-in");
      },
    });
    const { session, stores } = known({ fetch: api.fetch });
    await session.resume();
    expect(session.user).toBeUndefined();
    expect(stores.browser.entries.size).toBe(0);
  });

  test("reports an unexpected answer and signs the user out", async () => {
    const reportError = vi.fn();
    const { session } = known({ fetch: testApi({ refresh: () => ({}) }).fetch, reportError });
    await session.resume();
    expect(reportError).toHaveBeenCalledWith(expect.anything(), { operation: "session.resume" });
    expect(session.user).toBeUndefined();
  });
});

describe("A call", () => {
  test("carries the token, and renews one that expires within a minute", async () => {
    vi.useFakeTimers();
    try {
      const tokens = ["first", "second"];
      const api = testApi({
        login: () => answer(tokens.shift()),
        refresh: () => answer(tokens.shift()),
        getMe: () => account,
      });
      const session = new Session("/api", { fetch: api.fetch });
      await session.logIn({ login: "ada", password: "correct horse" });
      vi.advanceTimersByTime((900 - 61) * 1_000);
      await session.call("getMe", {});
      vi.advanceTimersByTime(2_000);
      await session.call("getMe", {});
      expect(authorizations(api).slice(1)).toEqual([
        ["getMe", "Bearer first"],
        ["refresh", undefined],
        ["getMe", "Bearer second"],
      ]);
    } finally {
      vi.useRealTimers();
    }
  });

  test("that the server rejects with 401 is repeated once with a new token", async () => {
    let refusals = 1;
    const api = testApi({
      refresh: () => answer("second"),
      getMe: () => {
        if (refusals-- > 0) throw new Refusal("not-signed-in");
        return account;
      },
    });
    const session = signedIn(api);
    expect(await session.call("getMe", {})).toEqual(account);
    refusals = 5;
    await expect(session.call("getMe", {})).rejects.toMatchObject({ status: 401 });
    expect(api.calls.map(({ name }) => name)).toEqual([
      "getMe",
      "refresh",
      "getMe",
      "getMe",
      "refresh",
      "getMe",
    ]);
  });

  test("that the server refuses for another reason is not repeated", async () => {
    const api = testApi({
      getMe: () => {
        throw new Refusal("user-not-found");
      },
    });
    await expect(signedIn(api).call("getMe", {})).rejects.toMatchObject({ status: 404 });
    expect(api.calls).toHaveLength(1);
  });

  test("joins the renewal that other calls wait for, because a refresh token works once", async () => {
    const api = testApi({ refresh: () => answer(), getMe: () => account });
    const exclusively = vi.fn((task) => task());
    const { session } = known({ fetch: api.fetch, exclusively });
    await Promise.all([session.call("getMe", {}), session.call("getMe", {}), session.accessToken()]);
    expect(api.calls.map(({ name }) => name)).toEqual(["refresh", "getMe", "getMe"]);
    expect(exclusively).toHaveBeenCalledOnce();
    await session.accessToken(true);
    expect(exclusively).toHaveBeenCalledTimes(2);
  });

  test("without a session works for public routes only, and sends no token", async () => {
    const api = testApi({ jwks: () => ({ keys: [] }) });
    const session = new Session("/api", { fetch: api.fetch });
    expect(await session.callPublic("jwks", {})).toEqual({ keys: [] });
    await expect(session.call("getMe", {})).rejects.toMatchObject({ status: 401 });
    expect(authorizations(api)).toEqual([["jwks", undefined]]);
  });
});

describe("A tab whose browser changes its user in another tab", () => {
  const ben = { ...account, id: benId, username: "ben" };

  test("signs out as well, without a call", async () => {
    const api = testApi();
    const stores = newStores();
    const session = signedIn(api, stores);
    expect(session.browserUser).toEqual(account);
    stores.browser.removeItem(signedInKey);
    await session.follow();
    expect([session.user, session.browserUser]).toEqual([undefined, undefined]);
    expect(stores.tab.entries.has(sessionKey)).toBe(false);
    expect(api.calls).toEqual([]);
  });

  test("takes over the other user", async () => {
    const api = testApi({ refresh: () => ({ ...answer(), user: ben }) });
    const stores = newStores();
    const session = signedIn(api, stores);
    stores.browser.setItem(signedInKey, JSON.stringify(ben));
    await session.follow();
    expect(session.user).toEqual(ben);
    expect(session.browserUser).toEqual(ben);
    expect(api.calls.map(({ name }) => name)).toEqual(["refresh"]);
  });

  test("signs in if nobody was signed in here", async () => {
    const api = testApi({ refresh: () => answer() });
    const stores = newStores();
    const session = new Session("/api", { fetch: api.fetch, stores, reportError: failOnReport });
    stores.browser.setItem(signedInKey, JSON.stringify(account));
    await session.follow();
    expect(session.user).toEqual(account);
  });

  test("does nothing while the user is the same, or nobody is signed in", async () => {
    const api = testApi();
    const listener = vi.fn();
    const session = signedIn(api);
    const nobody = new Session("/api", { fetch: api.fetch, stores: newStores() });
    for (const each of [session, nobody]) {
      each.subscribe(listener);
      await each.follow();
    }
    expect(session.user).toEqual(account);
    expect(nobody.user).toBeUndefined();
    expect(listener).not.toHaveBeenCalled();
    expect(api.calls).toEqual([]);
  });
});

describe("The account", () => {
  test("changes for the listeners and in the storage", () => {
    const stores = newStores();
    const session = signedIn(testApi(), stores);
    const listener = vi.fn();
    session.subscribe(listener);
    session.update({ ...account, fullName: "Ada L." });
    expect(session.user?.fullName).toBe("Ada L.");
    expect(listener).toHaveBeenCalledOnce();
    expect(JSON.parse(stores.browser.entries.get(signedInKey) ?? "").fullName).toBe("Ada L.");
  });

  test("does not change without a session", () => {
    const session = new Session("/api", { stores: newStores() });
    session.update(account);
    expect(session.user).toBeUndefined();
  });
});
