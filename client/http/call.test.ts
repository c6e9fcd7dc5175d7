import { describe, expect, test, vi } from "vitest";
import type { RouteName } from "../../contract/routes.ts";
import { account, conversation, conversationId, messageId } from "../testing/examples.ts";
import { Refusal, testApi } from "../testing/test-api.ts";
import { type Arguments, call, UnexpectedAnswer } from "./call.ts";
import type { Fetch } from "./fetch.ts";
import { all } from "./pages.ts";
import { ProblemError } from "./problem-error.ts";
import { SeenPosition } from "./seen-position.ts";
import { WakeUp } from "./wake-up.ts";

const serverOf = (fetch: Fetch) => ({
  baseUrl: "/api",
  fetch,
  position: new SeenPosition(),
  wakeUp: new WakeUp(),
});

/** Makes a call that gets this answer. */
function answered<N extends RouteName>(name: N, args: Arguments<N>, status: number, text: string) {
  const headers = { get: () => null };
  const fetch: Fetch = async () => ({ ok: status < 300, status, headers, text: async () => text });
  return call(serverOf(fetch), name, args);
}

describe("A REST call", () => {
  test("fills the route's path and query, and sends the body as JSON with a token", async () => {
    const fetch = vi.fn<Fetch>(testApi({ addReaction: () => undefined }).fetch);
    const params = { id: conversationId, messageId: messageId(1), emoji: "👍🏽" };
    await call(serverOf(fetch), "addReaction", { params }, "token").catch(() => {});
    const [url, request] = fetch.mock.calls[0] ?? [];
    expect(url).toBe(
      `/api/conversations/${conversationId}/messages/${messageId(1)}/reactions/%F0%9F%91%8D%F0%9F%8F%BD`,
    );
    expect(request).toEqual({
      method: "PUT",
      credentials: "same-origin",
      keepalive: true,
      headers: { authorization: "Bearer token", "x-correlation-id": expect.stringMatching(/^[\w-]{36}$/) },
    });
  });

  test("sends only the query parameters that have a value, and a body only where there is one", async () => {
    const api = testApi({ listMessages: () => ({ items: [], nextCursor: null }), updateMe: () => account });
    const server = serverOf(vi.fn(api.fetch));
    await call(server, "listMessages", {
      params: { id: conversationId },
      query: { limit: "5", before: undefined },
    });
    await call(server, "updateMe", { body: { fullName: null } });
    expect(api.calls[0]).toMatchObject({ query: { limit: "5" }, body: undefined });
    expect(api.calls[0]?.headers).not.toHaveProperty("content-type");
    expect(api.calls[0]?.headers).not.toHaveProperty("authorization");
    expect(api.calls[1]).toMatchObject({
      body: { fullName: null },
      headers: { "content-type": "application/json" },
    });
    await call(server, "listMessages", { params: { id: conversationId }, query: {} });
    expect(vi.mocked(server.fetch).mock.lastCall?.[0]).toBe(`/api/conversations/${conversationId}/messages`);
  });

  test("continues after its page has closed if it is a change with a short body", async () => {
    const api = testApi({ getMe: () => account, updateMe: () => account });
    const server = serverOf(vi.fn(api.fetch));
    const keepalive = () => vi.mocked(server.fetch).mock.lastCall?.[1].keepalive;
    await call(server, "updateMe", { body: { fullName: "Ada" } });
    expect(keepalive()).toBe(true);
    await call(server, "updateMe", { body: { fullName: "a".repeat(5_000) } });
    expect(keepalive()).toBe(false);
    await call(server, "getMe", {});
    expect(keepalive()).toBe(false);
  });

  test("returns the body as the contract describes it, and undefined if the route has none", async () => {
    // A newer server may add fields.
    const body = JSON.stringify({ ...account, mood: "sunny" });
    expect(await answered("getMe", {}, 200, body)).toEqual(account);
    expect(await answered("logout", {}, 204, "")).toBeUndefined();
  });

  test.each([
    [200, "{}"],
    [200, "no JSON"],
    [299, JSON.stringify(account)],
  ])(
    "fails if the answer with status %i is %s, because it does not match the contract",
    async (status, text) => {
      const error = await answered("getMe", {}, status, text).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(UnexpectedAnswer);
      expect(error).toMatchObject({
        name: "UnexpectedAnswer",
        message: expect.stringContaining(`getMe with status ${status}`),
      });
    },
  );

  test("throws the server's problem with its code, fields and seconds to wait", async () => {
    const problem = {
      type: "/problems#rate-limited",
      title: "Too fast",
      status: 429,
      detail: "Wait.",
      code: "rate-limited",
      errors: [{ path: "content", code: "too-long", message: "is too long", limit: 3 }],
      retryAfter: 7,
    };
    const error = await answered("getMe", {}, 429, JSON.stringify(problem)).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({
      name: "ProblemError",
      status: 429,
      code: "rate-limited",
      detail: "Wait.",
      retryAfter: 7,
      isTemporary: true,
    });
    expect(error instanceof ProblemError && error.errorAt("content")?.code).toBe("too-long");
    expect(error instanceof ProblemError && error.errorAt("name")).toBeUndefined();
  });

  test("names the status if a refusal has no problem document, as one of API Gateway", async () => {
    await expect(answered("getMe", {}, 403, '{"message":"Forbidden"}')).rejects.toMatchObject({
      status: 403,
      code: "unexpected-answer",
      detail: "The server answered with status 403.",
      errors: [],
      isTemporary: false,
    });
  });

  test.each([
    [0, true],
    [400, false],
    [428, false],
    [429, true],
    [499, false],
    [500, true],
    [503, true],
  ])("with status %i is worth a repetition: %s", (status, isTemporary) => {
    expect(new ProblemError({ status, detail: "" }).isTemporary).toBe(isTemporary);
  });

  test("throws status 0 if no answer comes, or if it breaks off", async () => {
    const unreachable = {
      status: 0,
      code: "unreachable",
      detail: expect.stringContaining("could not be reached"),
    };
    const cause = new TypeError("fetch failed");
    const failing = call(
      serverOf(() => Promise.reject(cause)),
      "getMe",
      {},
    );
    await expect(failing).rejects.toMatchObject({ ...unreachable, cause });
    const headers = { get: () => null };
    const text = () => Promise.reject(cause);
    const broken = call(
      serverOf(async () => ({ ok: true, status: 200, headers, text })),
      "getMe",
      {},
    );
    await expect(broken).rejects.toMatchObject({ ...unreachable, cause });
  });
});

describe("The database position", () => {
  const header = "chatflow-position";

  /** A server whose answers carry these positions, one after the other. */
  function serverAt(...positions: (string | undefined)[]) {
    const api = testApi({
      listConversations: () => ({ items: [], nextCursor: null }),
      getMe: () => account,
      createConversation: () => conversation(),
      updateMe: () => {
        throw new Error("No answer");
      },
      updateConversation: () => {
        throw new Refusal("admins-only");
      },
    });
    const server = serverOf((url, request) => {
      const position = positions.shift();
      api.headers = position === undefined ? {} : { [header]: position };
      return api.fetch(url, request);
    });
    const list = async () => {
      await call(server, "listConversations", { query: {} });
      return api.calls.at(-1)?.headers[header];
    };
    return { api, server, list };
  }

  test("of each answer goes with later calls that a reader may answer, and never moves back", async () => {
    const { server, list, api } = serverAt("9", "10", "9", "8", undefined, "7", "12");
    expect(await list()).toBeUndefined();
    expect(await list()).toBe("9");
    await call(server, "createConversation", { body: { participantIds: [] } });
    expect(await list()).toBe("10");
    expect(await list()).toBe("10");
    await call(server, "getMe", {});
    expect(api.calls.at(-1)?.headers).not.toHaveProperty(header);
    expect(await list()).toBe("10");
    expect(await list()).toBe("12");
  });

  test("is forgotten after a change whose position is unknown, so that the writer answers", async () => {
    for (const change of ["without a position", "without an answer", "that is refused"] as const) {
      const { server, list } = serverAt("9");
      await list();
      if (change === "without a position")
        await call(server, "createConversation", { body: { participantIds: [] } });
      const body = { name: "New" };
      if (change === "without an answer")
        await call(server, "updateMe", { body: { fullName: null } }).catch(() => {});
      if (change === "that is refused")
        await call(server, "updateConversation", { params: { id: conversationId }, body }).catch(() => {});
      expect(await list()).toBeUndefined();
    }
  });

  test("stays known after a read without an answer or with an invalid position", async () => {
    const { server, list, api } = serverAt("9", "later", undefined);
    await list();
    await list();
    api.on({
      getMe: () => {
        throw new Error("No answer");
      },
    });
    await call(server, "getMe", {}).catch(() => {});
    expect(await list()).toBe("9");
  });
});

test("All pages of a list are fetched in order, by the cursor of the previous page", async () => {
  const pages = new Map([
    [undefined, { items: [1, 2], nextCursor: "a" }],
    ["a", { items: [], nextCursor: "b" }],
    ["b", { items: [3], nextCursor: null }],
  ]);
  expect(await all(async (cursor) => pages.get(cursor) ?? { items: [], nextCursor: null })).toEqual([
    1, 2, 3,
  ]);
});
