import { describe, expect, test, vi } from "vitest";
import * as z from "zod/mini";
import { UserId } from "../../../contract/ids.ts";
import { RateLimited } from "../problems/refusals.ts";
import {
  action,
  answerFrame,
  connectionOf,
  endingOf,
  logConnect,
  type SocketEvent,
} from "./socket-function.ts";

const ada = UserId.parse("00000000-0000-4000-8000-000000000001");
const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);

const eventWith = (
  body: string | undefined,
  authorizer: object = { principalId: ada, sessionId: ada },
): SocketEvent => ({
  body,
  isBase64Encoded: false,
  requestContext: { connectionId: "c1", routeKey: "message.send", requestId: "r1", authorizer },
});

/** Handles a frame, and returns the reply. */
async function reply(
  body: string | undefined,
  handle: Parameters<typeof answerFrame>[1] = async () => ({ type: "ack" }),
  admit: Parameters<typeof answerFrame>[2] = () => {},
) {
  const answer = await answerFrame(eventWith(body), handle, admit);
  expect(answer).toMatchObject({ statusCode: 200 });
  return typeof answer === "object" && answer.body !== undefined ? JSON.parse(answer.body) : undefined;
}

const echo = action(z.object({ requestId: z.string(), word: z.string() }), async ({ word }, { userId }) => ({
  word,
  userId,
}));

describe("A frame", () => {
  test("is parsed and handled for the user of its connection, and its reply is a frame", async () => {
    expect(await reply('{"requestId":"1","word":"hello"}', echo)).toEqual({ word: "hello", userId: ada });
  });

  test("may have no reply", async () => {
    expect(await reply("{}", async () => undefined)).toBeUndefined();
  });

  test("that does not match its schema is answered with its request id and the fields at fault", async () => {
    expect(await reply('{"requestId":"1","word":7}', echo)).toMatchObject({
      type: "error",
      requestId: "1",
      problem: { status: 400, code: "invalid-request", errors: [{ path: "word" }] },
    });
  });

  test.each([[undefined], ["garbage"], ['{"requestId":'], [""]])(
    "of %j is answered with an error, and the connection stays open",
    async (body) => {
      const answer = await reply(body);
      expect(answer).toMatchObject({ type: "error", problem: { status: 400, code: "invalid-json" } });
      expect(answer).not.toHaveProperty("requestId");
    },
  );

  test.each([[7], ["x".repeat(129)]])(
    "with the invalid request id %j gets a reply without one",
    async (requestId) => {
      const answer = await reply(JSON.stringify({ requestId, word: 7 }), echo);
      expect(answer.type).toBe("error");
      expect(answer).not.toHaveProperty("requestId");
    },
  );

  test("beyond the connection's rate is refused before it is handled", async () => {
    const handle = vi.fn(async () => undefined);
    const admit = vi.fn(() => {
      throw new RateLimited(3);
    });
    expect(await reply('{"requestId":"1"}', handle, admit)).toMatchObject({
      requestId: "1",
      problem: { status: 429, retryAfter: 3 },
    });
    expect(admit).toHaveBeenCalledWith({ connectionId: "c1", userId: ada, sessionId: ada });
    expect(handle).not.toHaveBeenCalled();
  });

  test("whose handler fails unexpectedly is answered without the error's text", async () => {
    const answer = await reply('{"requestId":"1"}', async () => {
      throw new TypeError("secret");
    });
    expect(answer).toMatchObject({ type: "error", requestId: "1", problem: { status: 500 } });
    expect(JSON.stringify(answer)).not.toContain("secret");
  });

  test("without the authorizer's result is a fault of the deployment and fails", async () => {
    expect(() => connectionOf(eventWith("{}", {}))).toThrow();
    await expect(answerFrame(eventWith("{}", {}), echo, () => {})).rejects.toThrow();
  });
});

test.each([
  ["the user whom the authorizer let in", { principalId: ada, sessionId: ada }, ada],
  ["no user without the authorizer's result", undefined, undefined],
  ["no user for an empty result", {}, undefined],
  ["no user for the result null", null, undefined],
  ["no user for an id that is not ours", { principalId: "user" }, undefined],
])("The end of a connection names %s", (_case, authorizer, userId) => {
  const event: SocketEvent = {
    isBase64Encoded: false,
    requestContext: { connectionId: "c1", authorizer },
  };
  expect(endingOf(event)).toEqual({ connectionId: "c1", userId });
});

test.each([
  ["of the viewer, which the edge adds", { "X-Viewer-Address": "203.0.113.7" }, "203.0.113.7"],
  ["of the viewer, over HTTP/2", { "x-viewer-address": "203.0.113.7" }, "203.0.113.7"],
  ["of the connection without an edge", {}, "198.51.100.1"],
])("The log line of a new socket has the address %s", (_case, headers, address) => {
  const requestContext = { routeKey: "$connect", identity: { sourceIp: "198.51.100.1" } };
  logConnect({ headers, requestContext }, 200);
  expect(JSON.parse(String(write.mock.lastCall?.[0]))).toMatchObject({
    what: "request",
    route: "$connect",
    status: 200,
    address,
  });
});
