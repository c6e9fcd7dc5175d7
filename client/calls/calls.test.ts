import { describe, expect, test, vi } from "vitest";
import type { Call } from "../../contract/calls.ts";
import { CallId, SeatId, UserId } from "../../contract/ids.ts";
import { Store } from "../store.ts";
import { conversationId, otherConversationId } from "../testing/examples.ts";
import { failOnReport, Refusal, signedIn, testApi } from "../testing/test-api.ts";
import { Calls, ringsFor } from "./calls.ts";

const id = CallId.parse("00000000-0000-4000-8000-0000000000c1");
const seat = SeatId.parse("00000000-0000-4000-8000-0000000000c2");
const userId = UserId.parse("00000000-0000-4000-8000-0000000000c3");
const otherCallId = CallId.parse("00000000-0000-4000-8000-0000000000c5");
const startedAt = "2026-11-25T12:00:00.000Z";
const call = (version: number, callId = id): Call => ({
  id: callId,
  conversationId,
  startedBy: userId,
  startedAt,
  isRinging: false,
  participants: [{ userId, seat, joinedAt: startedAt }],
  version,
});

function client(handlers: Parameters<typeof testApi>[0] = {}) {
  const store = new Store(failOnReport);
  const request = vi.fn();
  const calls = new Calls({ store, session: signedIn(testApi(handlers)), connection: { request } });
  return { store, calls, request, known: () => store.state.calls.get(conversationId) };
}

describe("The calls that a client knows", () => {
  test("are the newest of those that arrived, in any order", () => {
    const { calls, known } = client();
    calls.receive(call(2));
    calls.receive(call(1));
    expect(known()?.version).toBe(2);
    calls.receiveEnd({ conversationId, callId: id });
    calls.receive(call(3));
    expect(known()).toBeUndefined();
    const next = CallId.parse("00000000-0000-4000-8000-0000000000c9");
    calls.receive(call(1, next));
    calls.receiveEnd({ conversationId, callId: id });
    expect(known()?.id).toBe(next);
  });

  test("are fetched again after a connection was lost, and stay if an older server has none", async () => {
    const { calls, known } = client({ listCalls: () => ({ items: [] }) });
    calls.receive(call(1));
    await calls.catchUp();
    expect(known()).toBeUndefined();
    const older = client({
      listCalls: () => {
        throw new Refusal("route-not-found");
      },
    });
    older.calls.receive(call(1));
    await older.calls.catchUp();
    expect(older.known()).toEqual(call(1));
  });

  test("include one that starts while the list is on its way", async () => {
    const { calls, known } = client({
      listCalls: () => {
        calls.receive(call(1));
        return { items: [] };
      },
    });
    await calls.catchUp();
    expect(known()).toEqual(call(1));
  });

  test("no longer ring once the user has declined them on a device, also in later versions", async () => {
    const { calls, known } = client();
    const ringing = (version: number) => ({ ...call(version), isRinging: true });
    calls.receive(ringing(1));
    calls.receiveDeclined(id);
    expect(known()?.isRinging).toBe(false);
    calls.receive(ringing(2));
    expect(known()).toMatchObject({ version: 2, isRinging: false });
  });

  test("ring for the users whom the server names, or for all but the caller if an older server names none", () => {
    const other = UserId.parse("00000000-0000-4000-8000-0000000000c4");
    const ringing = { ...call(1), isRinging: true };
    expect([ringsFor(ringing, other), ringsFor(ringing, userId)]).toEqual([true, false]);
    expect(ringsFor({ ...ringing, ringing: [] }, other)).toBe(false);
    // A group's call keeps ringing after the first answer.
    expect(ringsFor({ ...call(2), ringing: [other] }, other)).toBe(true);
  });

  test("stop ringing on this device once the user has declined them", () => {
    const { calls, known } = client();
    calls.receive({ ...call(1), isRinging: true, ringing: [userId] });
    calls.receiveDeclined(id);
    expect(known()?.ringing).toEqual([]);
  });

  test("include the one that the user joins", async () => {
    const { calls, known, request } = client();
    const answer = { type: "ack", requestId: "1", call: call(2), iceServers: [], isRelayed: false };
    request.mockResolvedValue(answer);
    expect(await calls.join(conversationId, seat, id)).toEqual(answer);
    expect(request).toHaveBeenCalledWith({ action: "call.join", conversationId, seat, callId: id });
    expect(known()).toEqual(call(2));
  });
});

describe("A call of another conversation", () => {
  const other = { ...call(1, otherCallId), conversationId: otherConversationId };

  test("is not affected when the user declines a call, or when a call ends", () => {
    const { store, calls, known } = client();
    calls.receive({ ...other, isRinging: true, ringing: [userId] });
    calls.receive(call(1));
    calls.receiveDeclined(id);
    expect(store.state.calls.get(otherConversationId)).toMatchObject({ isRinging: true, ringing: [userId] });
    calls.receiveEnd({ conversationId, callId: id });
    expect(known()).toBeUndefined();
    expect(store.state.calls.get(otherConversationId)?.id).toBe(otherCallId);
  });

  test("stays when the list of calls contains only that one", async () => {
    const { store, calls, known } = client({ listCalls: () => ({ items: [other] }) });
    calls.receive(other);
    calls.receive(call(1));
    await calls.catchUp();
    expect(known()).toBeUndefined();
    expect(store.state.calls.get(otherConversationId)).toEqual(other);
  });
});

describe("A request about a call", () => {
  const own = { conversationId, callId: id, seat };
  const ack = { type: "ack", requestId: "1", callId: id };

  test("names the call and the user's seat", async () => {
    const { calls, request } = client();
    request.mockResolvedValue(ack);
    const signal = { description: { type: "offer", sdp: "v=0" } } as const;
    await calls.signal(own, SeatId.parse(otherCallId), signal);
    await calls.leave(own);
    expect(request.mock.calls).toEqual([
      [{ action: "call.signal", ...own, to: otherCallId, signal }],
      [{ action: "call.leave", ...own }],
    ]);
  });

  test("starts a call if it names none", async () => {
    const { calls, request } = client();
    request.mockResolvedValue({
      type: "ack",
      requestId: "1",
      call: call(1),
      iceServers: [],
      isRelayed: false,
    });
    await calls.join(conversationId, seat);
    expect(request).toHaveBeenCalledWith({ action: "call.join", conversationId, seat });
  });

  test("that declines it ends the ringing once the server has accepted", async () => {
    const { calls, request, known } = client();
    const ringing = { ...call(1), isRinging: true };
    calls.receive(ringing);
    request.mockImplementation(async () => {
      expect(known()?.isRinging).toBe(true);
      return ack;
    });
    await calls.decline(ringing);
    expect(request).toHaveBeenCalledWith({ action: "call.decline", conversationId, callId: id });
    expect(known()?.isRinging).toBe(false);
  });

  test("fails if the answer belongs to another request", async () => {
    const { calls, request, known } = client();
    request.mockResolvedValue({ type: "ack", requestId: "1", lastReadSeq: 1, unreadCount: 0 });
    await expect(calls.leave(own)).rejects.toMatchObject({ status: 0 });
    request.mockResolvedValue(ack);
    await expect(calls.join(conversationId, seat)).rejects.toMatchObject({ status: 0 });
    expect(known()).toBeUndefined();
  });
});

test("A signal reaches each listener until it unsubscribes", () => {
  const { calls } = client();
  const listener = vi.fn();
  const stop = calls.onSignal(listener);
  const signal = {
    type: "call.signal",
    conversationId,
    callId: id,
    from: seat,
    to: seat,
    signal: {},
  } as const;
  calls.receiveSignal(signal);
  stop();
  calls.receiveSignal(signal);
  expect(listener.mock.calls).toEqual([[signal]]);
});
