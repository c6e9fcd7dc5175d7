import { expect, test, vi } from "vitest";
import type { Call } from "../../../contract/calls.ts";
import { CallId, type SeatId, UserId } from "../../../contract/ids.ts";
import { Store } from "../../store.ts";
import { conversationId } from "../../testing/examples.ts";
import { failOnReport } from "../../testing/test-api.ts";
import { CallSession } from "./call-session.ts";

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

test("A call session that has lost its connection joins again before the client has caught up", async () => {
  const store = new Store(failOnReport);
  store.update({ status: "live" });
  const join = vi.fn(async (_: unknown, seat: SeatId) => {
    const call = callWith(seat);
    store.update({ calls: new Map([[conversationId, call]]) });
    return { type: "ack" as const, requestId: "1", call, iceServers: [], isRelayed: false };
  });
  const session = new CallSession({
    client: {
      get state() {
        return store.state;
      },
      subscribe: (listener) => store.subscribe(listener),
      calls: {
        join,
        leave: async () => {},
        decline: async () => {},
        onSignal: () => () => {},
        signal: async () => {},
      },
    },
    me,
    conversationId,
    reportError: failOnReport,
  });
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
