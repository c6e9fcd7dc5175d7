import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { WebSocket as ServerSocket, WebSocketServer } from "ws";
import { ConversationId } from "../../contract/ids.ts";
import { problemWith } from "../../contract/problem.ts";
import { SeenPosition } from "../http/seen-position.ts";
import { WakeUp } from "../http/wake-up.ts";
import { openNodeSocket } from "../node/open-node-socket.ts";
import { Connection, type ConnectionOptions } from "./connection.ts";
import { connectionTimes } from "./connection-times.ts";
import { type Status, type StatusChange, statusAfter } from "./status.ts";

/** A server whose sockets the test controls. */
let server: WebSocketServer;
let sockets: ServerSocket[];
let connection: Connection;
let position: SeenPosition;
let wakeUp: WakeUp;
const calls: string[] = [];
const times = { ...connectionTimes, renew: 60_000, backoff: { first: 5, most: 10 } };

type Received = { action: string; requestId: string };
/** Waits for the next frame that a socket receives. */
const received = (socket: ServerSocket) =>
  new Promise<Received>((resolve) => socket.once("message", (data) => resolve(JSON.parse(String(data)))));
/** The server's side of a connection, counted from 0. */
const socketAt = (index: number): ServerSocket => {
  const socket = sockets[index];
  if (!socket) throw new Error(`The client has opened only ${sockets.length} sockets`);
  return socket;
};
const until = (check: () => void) => vi.waitFor(check, { timeout: 90_000, interval: 5 });

function connect(options: Partial<ConnectionOptions> = {}): Connection {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  connection = new Connection({
    url: `ws://localhost:${address.port}/ws`,
    openSocket: openNodeSocket,
    accessToken: async () => "token",
    onEvent: (event) => calls.push(event.type),
    onOpen: () => calls.push("open"),
    onLost: () => calls.push("lost"),
    position,
    wakeUp,
    times,
    ...options,
  });
  connection.start();
  return connection;
}

const conversationId = ConversationId.parse("00000000-0000-4000-8000-000000000001");
const readFrame: Parameters<Connection["request"]>[0] = { action: "read", conversationId, seq: 1 };
const ack = (requestId: string) => JSON.stringify({ type: "ack", requestId, lastReadSeq: 1, unreadCount: 0 });

beforeEach(async () => {
  calls.length = 0;
  position = new SeenPosition();
  wakeUp = new WakeUp();
  sockets = [];
  server = new WebSocketServer({ port: 0, handleProtocols: () => "chatflow.v1" });
  server.on("connection", (socket) => sockets.push(socket));
  await new Promise((resolve) => server.once("listening", resolve));
});
afterEach(async () => {
  connection.stop();
  for (const socket of server.clients) socket.terminate();
  await new Promise((resolve) => server.close(resolve));
});

describe("The seen database position", () => {
  const seen = () => position.headers["chatflow-position"];

  test("is the largest that events and acknowledgements carried, in any order", async () => {
    await connect().whenOpen();
    const event = { type: "presence", userId: crypto.randomUUID(), online: true };
    socketAt(0).send(JSON.stringify({ ...event, position: "1000" }));
    socketAt(0).send(JSON.stringify({ ...event, position: "999" }));
    await until(() => expect(calls).toEqual(["open", "presence", "presence"]));
    expect(seen()).toBe("1000");
    socketAt(0).once("message", (data) => {
      const { requestId } = JSON.parse(String(data));
      socketAt(0).send(JSON.stringify({ ...JSON.parse(ack(requestId)), position: "1001" }));
    });
    await connection.request(readFrame);
    expect(seen()).toBe("1001");
  });

  test("is forgotten when an answer is lost, because the change may be newer", async () => {
    await connect().whenOpen();
    position.seen("1000");
    const request = connection.request(readFrame);
    await received(socketAt(0));
    socketAt(0).terminate();
    await expect(request).rejects.toMatchObject({ status: 0 });
    expect(seen()).toBeUndefined();
  });
});

describe("A request", () => {
  test("receives the answer with its requestId, in whatever order the answers arrive", async () => {
    await connect().whenOpen();
    const requestIds: string[] = [];
    socketAt(0).on("message", (data) => {
      requestIds.unshift(JSON.parse(String(data)).requestId);
      if (requestIds.length === 3) for (const id of requestIds) socketAt(0).send(ack(id));
    });
    const answers = await Promise.all([1, 2, 3].map(() => connection.request(readFrame)));
    expect(answers.map((answer) => answer.requestId)).toEqual(["1", "2", "3"]);
  });

  test("that is refused throws the problem with the seconds to wait", async () => {
    await connect().whenOpen();
    const request = connection.request(readFrame);
    const { requestId } = await received(socketAt(0));
    const problem = { type: "about:blank", title: "Too fast", status: 429, detail: "Wait.", retryAfter: 3 };
    socketAt(0).send(JSON.stringify({ type: "error", requestId, problem }));
    await expect(request).rejects.toMatchObject({ status: 429, retryAfter: 3, isTemporary: true });
  });

  test("is sent again while the database wakes up, and shows that it waits", async () => {
    await connect().whenOpen();
    const seen: boolean[] = [];
    wakeUp.subscribe(() => seen.push(wakeUp.isWaiting));
    const problem = { ...problemWith("waking-up", "The database wakes up."), retryAfter: 0.01 };
    socketAt(0).once("message", (data) => {
      const { requestId } = JSON.parse(String(data));
      socketAt(0).send(JSON.stringify({ type: "error", requestId, problem }));
      socketAt(0).once("message", (again) => socketAt(0).send(ack(JSON.parse(String(again)).requestId)));
    });
    expect(await connection.request(readFrame)).toMatchObject({ type: "ack" });
    expect(seen).toEqual([true, false]);
  });

  test("that needs no answer, such as one about typing, is not repeated: a later one replaces it", async () => {
    await connect().whenOpen();
    connection.notify({ action: "typing", conversationId, isTyping: true });
    expect(await received(socketAt(0))).toMatchObject({ action: "typing" });
    const problem = { ...problemWith("waking-up", "The database wakes up."), retryAfter: 0.01 };
    socketAt(0).send(JSON.stringify({ type: "error", problem }));
    const request = connection.request(readFrame);
    const next = await received(socketAt(0));
    socketAt(0).send(ack(next.requestId));
    expect(await request).toMatchObject({ type: "ack" });
    expect([next.action, wakeUp.isWaiting]).toEqual(["read", false]);
  });

  test("that waits for the database fails when the connection is stopped", async () => {
    await connect().whenOpen();
    const problem = { ...problemWith("waking-up", "The database wakes up."), retryAfter: 0.01 };
    socketAt(0).once("message", (data) => {
      const { requestId } = JSON.parse(String(data));
      connection.stop();
      socketAt(0).send(JSON.stringify({ type: "error", requestId, problem }));
    });
    await expect(connection.request(readFrame)).rejects.toMatchObject({ status: 0 });
    expect(wakeUp.isWaiting).toBe(false);
  });

  test("fails immediately when the connection is lost or the gateway reports an error", async () => {
    await connect().whenOpen();
    const first = connection.request(readFrame);
    await received(socketAt(0));
    socketAt(0).send('{"message":"Internal server error","connectionId":"x","requestId":"y"}');
    await expect(first).rejects.toMatchObject({ status: 0 });
    const second = connection.request(readFrame);
    await received(socketAt(0));
    socketAt(0).terminate();
    await expect(second).rejects.toMatchObject({ status: 0 });
  });

  test("fails when no answer arrives in time", async () => {
    await connect({ times: { ...times, ack: 20 } }).whenOpen();
    await expect(connection.request(readFrame)).rejects.toMatchObject({ status: 0 });
  });
});

describe("A lost connection", () => {
  test("reopens by itself, each time with a new token", async () => {
    let tokens = 0;
    await connect({ accessToken: async () => `token-${++tokens}` }).whenOpen();
    for (let round = 1; round <= 3; round++) {
      socketAt(round - 1).terminate();
      await until(() => expect(sockets).toHaveLength(round + 1));
      await connection.whenOpen();
    }
    expect(tokens).toBe(4);
    expect(calls).toEqual(["open", "lost", "open", "lost", "open", "lost", "open"]);
  });

  test("requests a renewed token after the first refusal, and not again before it has opened", async () => {
    const renewals: boolean[] = [];
    let refuse = true;
    connect({
      accessToken: async (renewed) => {
        renewals.push(renewed);
        return "token";
      },
      openSocket: (url, protocols) => openNodeSocket(refuse ? "ws://localhost:1" : url, protocols),
    });
    await until(() => expect(renewals.length).toBeGreaterThan(3));
    expect(renewals.slice(0, 4)).toEqual([false, true, false, false]);
    refuse = false;
    await connection.whenOpen();
    renewals.length = 0;
    refuse = true;
    socketAt(0).terminate();
    await until(() => expect(renewals.length).toBeGreaterThan(2));
    expect(renewals.slice(0, 3)).toEqual([false, true, false]);
  });

  test("is tried again at most every ten seconds after a while, if the server refuses each attempt", async () => {
    vi.useFakeTimers();
    const attempts: number[] = [];
    connect({
      times: connectionTimes,
      openSocket: () => {
        attempts.push(Date.now());
        const events = new EventTarget();
        queueMicrotask(() => events.dispatchEvent(new Event("close")));
        return {
          readyState: ServerSocket.CLOSED,
          addEventListener: (type: string, listener: (event: { data: unknown }) => void) =>
            events.addEventListener(type, () => listener({ data: "" })),
          send: () => undefined,
          close: () => undefined,
        };
      },
    });
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    vi.useRealTimers();
    const [begin = 0] = attempts;
    const late = attempts.filter((at) => at - begin > 60_000);
    const pauses = late.slice(1).map((at, index) => at - (late[index] ?? 0));
    expect(late.length).toBeGreaterThan(20);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(10_000);
  });

  test("is detected by a ping without an answer", async () => {
    await connect({ times: { ...times, ping: 20, pong: 20 } }).whenOpen();
    const { action } = await received(socketAt(0));
    expect(action).toBe("ping");
    await until(() => expect(calls.slice(0, 3)).toEqual(["open", "lost", "open"]));
    await until(() => expect(sockets[0]?.readyState).toBe(3));
  });

  test("is not suspected while pings are answered", async () => {
    await connect({ times: { ...times, ping: 10, pong: 1_000 } }).whenOpen();
    let pings = 0;
    socketAt(0).on("message", () => {
      pings++;
      socketAt(0).send('{"type":"pong"}');
    });
    await until(() => expect(pings).toBeGreaterThan(5));
    expect(calls).toEqual(["open"]);
  });

  test("stays closed when the session has ended", async () => {
    const { ProblemError } = await import("../http/problem-error.ts");
    let attempts = 0;
    connect({
      accessToken: async () => {
        attempts++;
        throw new ProblemError({ status: 401, detail: "Please sign in." });
      },
    });
    await until(() => expect(attempts).toBe(1));
    expect(sockets).toEqual([]);
  });

  test("does not reopen after a stop, and rejects callers that wait for it", async () => {
    await connect({ times: { ...times, backoff: { first: 10_000, most: 10_000 } } }).whenOpen();
    socketAt(0).terminate();
    await until(() => expect(calls).toContain("lost"));
    const waiting = connection.whenOpen();
    connection.stop();
    await expect(waiting).rejects.toMatchObject({ status: 0 });
  });
});

describe("A renewal", () => {
  test("opens the new socket before closing the old one, and reports it, because an event may have missed both", async () => {
    await connect({ times: { ...times, renew: 30 } }).whenOpen();
    await until(() => expect(sockets).toHaveLength(2));
    await until(() => expect(sockets[0]?.readyState).toBe(3));
    expect(connection.isOpen).toBe(true);
    expect(calls.slice(0, 2)).toEqual(["open", "open"]);
    expect(calls).not.toContain("lost");
  });

  test("waits for the pending answers on the old socket", async () => {
    await connect({ times: { ...times, renew: 100 } }).whenOpen();
    const request = connection.request(readFrame);
    const { requestId } = await received(socketAt(0));
    await until(() => expect(sockets).toHaveLength(2));
    // The server sees the socket a moment before the client does.
    await until(() => expect(calls.length).toBeGreaterThanOrEqual(2));
    const next = connection.request(readFrame);
    const { requestId: onNew } = await received(socketAt(1));
    expect(sockets[0]?.readyState).toBe(1);
    socketAt(0).send(ack(requestId));
    socketAt(1).send(ack(onNew));
    await Promise.all([request, next]);
    await until(() => expect(sockets[0]?.readyState).toBe(3));
  });

  test("that fails keeps the old socket in use and is tried again", async () => {
    let attempts = 0;
    let refuse = false;
    await connect({
      times: { ...times, renew: 30 },
      openSocket: (url, protocols) => {
        attempts++;
        return openNodeSocket(refuse ? "ws://localhost:1" : url, protocols);
      },
    }).whenOpen();
    refuse = true;
    const before = attempts;
    // At least two renewals have failed, and the old socket still answers.
    await until(() => expect(attempts).toBeGreaterThan(before + 1));
    expect(connection.isOpen).toBe(true);
    const request = connection.request(readFrame);
    const { requestId } = await received(socketAt(0));
    socketAt(0).send(ack(requestId));
    await request;
    refuse = false;
    await until(() => expect(sockets).toHaveLength(2));
    await until(() => expect(sockets[0]?.readyState).toBe(3));
    expect(calls).not.toContain("lost");
  });
});

describe("The status", () => {
  /** The status after a series of changes. */
  const statusAfterChanges = (...changes: StatusChange[]) =>
    changes.reduce<Status>(statusAfter, "connecting");

  test("is live after the first connection has caught up", () => {
    expect(statusAfterChanges("opened")).toBe("catching up");
    expect(statusAfterChanges("opened", "caught up")).toBe("live");
  });

  test("is offline after a loss, whatever it was before", () => {
    expect(statusAfterChanges("lost")).toBe("offline");
    expect(statusAfterChanges("opened", "lost")).toBe("offline");
    expect(statusAfterChanges("opened", "caught up", "lost")).toBe("offline");
    expect(statusAfterChanges("lost", "lost")).toBe("offline");
  });

  test("catches up again before it is live again", () => {
    expect(statusAfterChanges("opened", "caught up", "lost", "caught up")).toBe("offline");
    expect(statusAfterChanges("opened", "caught up", "lost", "opened")).toBe("catching up");
    expect(statusAfterChanges("opened", "caught up", "lost", "opened", "caught up")).toBe("live");
  });

  test("stays live during a renewal", () => {
    expect(statusAfterChanges("opened", "caught up", "opened")).toBe("live");
  });
});
