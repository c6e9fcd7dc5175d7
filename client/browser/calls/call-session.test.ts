import { beforeEach, expect, test, vi } from "vitest";
import type { Call, CallSignal, CallSignaled } from "../../../contract/calls.ts";
import { CallId, SeatId, UserId } from "../../../contract/ids.ts";
import type { OwnSeat } from "../../calls/calls.ts";
import { Store } from "../../store.ts";
import { conversationId } from "../../testing/examples.ts";
import { failOnReport } from "../../testing/test-api.ts";
import { CallSession, type CallSessionOptions } from "./call-session.ts";

const id = CallId.parse("00000000-0000-4000-8000-0000000000c1");
const me = UserId.parse("00000000-0000-4000-8000-0000000000c3");
const startedAt = "2026-11-25T12:00:00.000Z";

const callWith = (seat: SeatId): Call => ({
  id,
  conversationId,
  startedBy: me,
  startedAt,
  isRinging: false,
  participants: [{ userId: me, seat, joinedAt: startedAt }],
  version: 1,
});

type Calls = CallSessionOptions["client"]["calls"];

/** The connections to other browsers, which Node does not have. */
const { peers } = vi.hoisted(() => ({ peers: [] as { received: string[]; isClosed: boolean }[] }));
vi.mock("./peer.ts", () => ({
  Peer: class {
    readonly remote = { isMuted: true, hasCamera: false, hasScreen: false };
    readonly received: string[] = [];
    isClosed = false;
    constructor() {
      peers.push(this);
    }
    receive({ candidates = [] }: CallSignal) {
      this.received.push(...candidates.map(({ candidate }) => candidate));
    }
    close() {
      this.isClosed = true;
    }
    streamOf() {}
  },
}));

let store: Store;
beforeEach(() => {
  peers.length = 0;
  store = new Store(failOnReport);
  store.update({ status: "live" });
});

/** Makes a session whose server answers as `calls` decide. */
const sessionWith = (calls: Pick<Calls, "join"> & Partial<Calls>) =>
  new CallSession({
    client: {
      get state() {
        return store.state;
      },
      subscribe: (listener) => store.subscribe(listener),
      calls: {
        leave: async () => {},
        decline: async () => {},
        onSignal: () => () => {},
        signal: async () => {},
        ...calls,
      },
    },
    me,
    conversationId,
    reportError: failOnReport,
  });

/** The server's answer to a user who joins. The client learns of the call. */
function joined(seat: SeatId) {
  const call = callWith(seat);
  store.update({ calls: new Map([[conversationId, call]]) });
  return { type: "ack" as const, requestId: "1", call, iceServers: [], isRelayed: false };
}

test("A user who takes a given-up seat never appears under the name of its former user", async () => {
  const bob = UserId.parse("00000000-0000-4000-8000-0000000000c5");
  const eve = UserId.parse("00000000-0000-4000-8000-0000000000c6");
  const seat = SeatId.parse("00000000-0000-4000-8000-0000000000d1");
  const listeners: ((event: CallSignaled) => void)[] = [];
  const onSignal: Calls["onSignal"] = (listener) => {
    listeners.push(listener);
    return () => {};
  };
  let to = seat;
  const join: Calls["join"] = async (_, own) => {
    to = own;
    return joined(own);
  };
  const session = sessionWith({ join, onSignal });
  await session.start();
  const showCall = (userId: UserId, version: number) => {
    const own = callWith(to);
    const other = { userId, seat, joinedAt: startedAt };
    const call = { ...own, version, participants: [...own.participants, other] };
    store.update({ calls: new Map([[conversationId, call]]) });
  };
  const signalOf = (userId: UserId | undefined, candidate: string) => {
    const signal = { candidates: [{ candidate }] };
    const event = {
      type: "call.signal",
      conversationId,
      callId: id,
      from: seat,
      userId,
      to,
      signal,
    } as const;
    for (const listener of listeners) listener(event);
  };
  showCall(bob, 2);
  signalOf(bob, "of Bob");
  signalOf(eve, "of Eve");
  signalOf(undefined, "of a server of an earlier release");
  expect(peers.map(({ received }) => received)).toEqual([["of Bob", "of a server of an earlier release"]]);
  for (let count = 1; count <= 200; count++) signalOf(eve, `${count}`);
  // The client has missed that Bob's seat was given up.
  showCall(eve, 3);
  expect(peers.map(({ isClosed, received }) => ({ isClosed, received }))).toEqual([
    { isClosed: true, received: ["of Bob", "of a server of an earlier release"] },
    { isClosed: false, received: Array.from({ length: 100 }, (_, at) => `${at + 101}`) },
  ]);
  expect(session.state.others).toMatchObject([{ userId: eve, seat }]);
  session.leave();
});

test("A call session that has lost its connection joins again before the client has caught up", async () => {
  const join = vi.fn(async (_: unknown, seat: SeatId) => joined(seat));
  const session = sessionWith({ join });
  await session.start();
  expect(join).toHaveBeenCalledTimes(1);
  store.update({ status: "offline" });
  store.update({ status: "catching up", calls: new Map() });
  expect(join).toHaveBeenCalledTimes(2);
  expect(join.mock.calls[1]?.[1]).toBe(join.mock.calls[0]?.[1]);
  await vi.waitFor(() => expect(store.state.calls.size).toBe(1));
  store.update({ status: "live" });
  expect(session.state).toMatchObject({ phase: "joined", reason: undefined });
  session.leave();
});

test("A user whose seat was given up sees that the session joins again", async () => {
  const answers: (() => void)[] = [];
  const join = vi.fn(async (_: unknown, seat: SeatId) => {
    if (join.mock.calls.length > 1) await new Promise<void>((resolve) => answers.push(resolve));
    return joined(seat);
  });
  const session = sessionWith({ join });
  await session.start();
  const calls = [...store.state.calls.values()].map((call) => ({ ...call, participants: [], version: 2 }));
  store.update({ calls: new Map(calls.map((call) => [conversationId, call])) });
  expect(session.state.phase).toBe("joining");
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  answers[0]?.();
  await vi.waitFor(() => expect(session.state.phase).toBe("joined"));
  expect(join.mock.calls[1]?.[1]).not.toBe(join.mock.calls[0]?.[1]);
  session.leave();
});

test("A user who leaves before the server has answered does not stay in the call", async () => {
  const waiting: (() => void)[] = [];
  const frames: string[] = [];
  // Like a frame that the client repeats until the database has woken up.
  const join = async (_: unknown, seat: SeatId) => {
    await new Promise<void>((resolve) => waiting.push(resolve));
    frames.push(`join ${seat}`);
    return joined(seat);
  };
  const leave = async ({ callId, seat }: OwnSeat) => void frames.push(`leave ${seat} of ${callId}`);
  const session = sessionWith({ join, leave });
  const starting = session.start();
  await vi.waitFor(() => expect(waiting).toHaveLength(1));
  session.leave();
  waiting[0]?.();
  await starting;
  const seat = frames[0]?.split(" ")[1];
  expect(frames).toEqual([`join ${seat}`, `leave ${seat} of ${id}`]);

  // The same applies to a frame that renews the seat.
  const renewing = sessionWith({ join, leave });
  const started = renewing.start();
  await vi.waitFor(() => expect(waiting).toHaveLength(2));
  waiting[1]?.();
  await started;
  store.update({ status: "offline" });
  store.update({ status: "live" });
  await vi.waitFor(() => expect(waiting).toHaveLength(3));
  renewing.leave();
  frames.splice(0);
  waiting[2]?.();
  await vi.waitFor(() => expect(frames).toHaveLength(2));
  expect(frames[1]).toMatch(/^leave/);
});
