import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ReportError } from "../errors.ts";
import { ProblemError, unreachable } from "../http/problem-error.ts";
import { SeenPosition } from "../http/seen-position.ts";
import { WakeUp } from "../http/wake-up.ts";
import { ada, conversationId } from "../testing/examples.ts";
import { Connection, type ConnectionOptions } from "./connection.ts";
import { connectionTimes } from "./connection-times.ts";
import type { Socket } from "./socket.ts";

/** A socket in memory. The test opens it, closes it and lets frames arrive. */
class TestSocket implements Socket {
  readyState = 0;
  readonly sent: unknown[] = [];
  readonly #listeners: { type: string; listener: (event: { data: unknown }) => void }[] = [];

  addEventListener(type: string, listener: (event: { data: unknown }) => void): void {
    this.#listeners.push({ type, listener });
  }

  send(data: string): void {
    this.sent.push(JSON.parse(data));
  }

  close(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.emit("close");
  }

  open(): void {
    this.readyState = 1;
    this.emit("open");
  }

  receive(frame: unknown): void {
    this.emit("message", JSON.stringify(frame));
  }

  emit(type: string, data: unknown = ""): void {
    for (const each of this.#listeners) if (each.type === type) each.listener({ data });
  }
}

const calls: string[] = [];
const reportError = vi.fn<ReportError>();
let sockets: TestSocket[];
let protocols: readonly string[];
let connection: Connection;

beforeEach(() => {
  vi.useFakeTimers();
  calls.length = 0;
  sockets = [];
  reportError.mockClear();
});
afterEach(() => {
  connection.stop();
  vi.useRealTimers();
});

const settle = () => vi.advanceTimersByTimeAsync(0);
/** Longer than any wait between attempts. */
const longWait = () => vi.advanceTimersByTimeAsync(connectionTimes.backoff.most);

async function connect(options: Partial<ConnectionOptions> = {}): Promise<void> {
  connection = new Connection({
    url: "ws://chat.example/ws",
    openSocket: (_url, offered) => {
      const socket = new TestSocket();
      sockets.push(socket);
      protocols = offered;
      return socket;
    },
    accessToken: async () => "token",
    onEvent: (event) => calls.push(event.type),
    onOpen: () => calls.push("open"),
    onLost: () => calls.push("lost"),
    position: new SeenPosition(),
    wakeUp: new WakeUp(),
    reportError,
    ...options,
  });
  connection.start();
  await settle();
}

const socketAt = (index: number): TestSocket => {
  const socket = sockets[index];
  if (!socket) throw new Error(`The client has opened only ${sockets.length} sockets`);
  return socket;
};

describe("A connection", () => {
  test("that is started twice opens one socket, which offers the token", async () => {
    await connect();
    connection.start();
    await settle();
    expect([sockets.length, protocols]).toEqual([1, ["chatflow.v1", "token"]]);
  });

  test("that is stopped while its token is on its way opens no socket, and opens one when it is started again", async () => {
    let give: (token: string) => void = () => {};
    await connect({ accessToken: () => new Promise((resolve) => (give = resolve)) });
    connection.stop();
    give("late");
    await longWait();
    expect(sockets).toHaveLength(0);
    connection.start();
    give("token");
    await settle();
    expect(sockets).toHaveLength(1);
  });

  test("that is stopped closes its socket and reports one loss", async () => {
    await connect();
    socketAt(0).open();
    connection.stop();
    connection.stop();
    await longWait();
    expect([socketAt(0).readyState, sockets.length, calls]).toEqual([3, 1, ["open", "lost"]]);
  });

  test("sends a notice only while it is open", async () => {
    await connect();
    const typing = { action: "typing", conversationId, isTyping: true } as const;
    connection.notify(typing);
    socketAt(0).open();
    connection.notify(typing);
    expect(socketAt(0).sent).toEqual([typing]);
    socketAt(0).close();
    connection.notify(typing);
    expect(socketAt(0).sent).toEqual([typing]);
  });

  test("rejects a request while it is not open", async () => {
    await connect();
    const request = connection.request({ action: "read", conversationId, seq: 1 });
    await expect(request).rejects.toMatchObject({ status: 0 });
  });

  test("ignores frames that it does not know, and all frames after its end", async () => {
    await connect();
    const socket = socketAt(0);
    socket.open();
    const presence = { type: "presence", userId: ada, online: true };
    for (const frame of [{ type: "of a newer server" }, null, presence]) socket.receive(frame);
    socket.emit("message", "no JSON");
    socket.close();
    socket.receive(presence);
    expect(calls).toEqual(["open", "presence", "lost"]);
  });

  test("is lost when an error occurs, and only once", async () => {
    await connect();
    socketAt(0).open();
    socketAt(0).emit("error");
    expect(connection.isOpen).toBe(false);
    socketAt(0).emit("close");
    expect(calls).toEqual(["open", "lost"]);
  });
});

describe("An attempt to connect without a token", () => {
  const attempts = async (error: unknown) => {
    const accessToken = vi.fn(() => Promise.reject(error));
    await connect({ accessToken });
    await longWait();
    return accessToken.mock.calls.length;
  };

  test("is repeated if the server cannot be reached, without a report", async () => {
    expect(await attempts(unreachable())).toBeGreaterThan(1);
    expect(calls).toContain("lost");
    expect(reportError).not.toHaveBeenCalled();
  });

  test("is the last one if the session has ended", async () => {
    expect(await attempts(new ProblemError({ status: 401, detail: "Please sign in." }))).toBe(1);
    expect(calls).toEqual([]);
  });

  test("is reported and repeated after any other error", async () => {
    const error = new TypeError("A bug");
    expect(await attempts(error)).toBeGreaterThan(1);
    expect(reportError).toHaveBeenCalledWith(error, { operation: "connection.accessToken" });
  });
});

describe("When the network is back or the page is visible again, a connection", () => {
  test("that waits for its next attempt makes it immediately, and no other one", async () => {
    await connect();
    socketAt(0).close();
    connection.retryNow();
    await settle();
    expect(sockets).toHaveLength(2);
    connection.retryNow();
    await longWait();
    expect(sockets).toHaveLength(2);
  });

  test("that is open pings once until an answer arrives, and is lost if none does", async () => {
    await connect();
    socketAt(0).open();
    connection.retryNow();
    connection.retryNow();
    expect(socketAt(0).sent).toEqual([{ action: "ping" }]);
    socketAt(0).receive({ type: "pong" });
    await vi.advanceTimersByTimeAsync(connectionTimes.pong);
    expect(connection.isOpen).toBe(true);
    connection.retryNow();
    expect(socketAt(0).sent).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(connectionTimes.pong);
    expect(calls).toEqual(["open", "lost"]);
  });

  test("that was stopped stays closed", async () => {
    await connect();
    socketAt(0).close();
    connection.stop();
    connection.retryNow();
    await longWait();
    expect(sockets).toHaveLength(1);
  });
});

describe("While a new socket replaces the current one", () => {
  const renewMs = 60_000;
  const renew = async () => {
    await connect({ times: { ...connectionTimes, renew: renewMs } });
    socketAt(0).open();
    await vi.advanceTimersByTimeAsync(renewMs);
    expect(sockets).toHaveLength(2);
  };

  test("the loss of the current one makes the new one current, without a third one", async () => {
    await renew();
    socketAt(0).close();
    expect(connection.isOpen).toBe(false);
    await vi.advanceTimersByTimeAsync(1_000);
    socketAt(1).open();
    expect([connection.isOpen, sockets.length, calls]).toEqual([true, 2, ["open", "lost", "open"]]);
  });

  test("its failure leaves the current one open, and is followed by another attempt", async () => {
    await renew();
    socketAt(1).close();
    await vi.advanceTimersByTimeAsync(1_000);
    expect([connection.isOpen, sockets.length, calls]).toEqual([true, 3, ["open"]]);
    socketAt(2).open();
    expect(socketAt(0).readyState).toBe(3);
    expect(calls).toEqual(["open", "open"]);
  });

  test("a stop closes both", async () => {
    await renew();
    connection.stop();
    expect(sockets.map(({ readyState }) => readyState)).toEqual([3, 3]);
    await longWait();
    expect(sockets).toHaveLength(2);
  });
});
