import { beforeAll, describe, expect, inject, test } from "vitest";
import type { ServerFrame } from "../../contract/frames.ts";
import type { ConversationId } from "../../contract/ids.ts";
import { callSignalOf } from "../support/call-signals.ts";
import { eventually } from "../support/eventually.ts";
import { newId, newPeople, type Person } from "../support/people.ts";
import type { Socket } from "../support/socket.ts";

const { url } = inject("stack");

let ann: Person;
let ben: Person;
let cyd: Person;
beforeAll(async () => {
  [ann, ben, cyd] = await newPeople(url, 3);
});

const join = (socket: Socket, conversationId: string, more: object = {}) =>
  socket.request({ action: "call.join", conversationId, seat: newId(), ...more });

/** The event with a version of a call. Each join and leave makes one. */
const isVersion = (version: number) => (frame: ServerFrame) =>
  frame.type === "call.updated" && frame.call.version === version;

const callsIn = async (person: Person, id: ConversationId) =>
  (await person.call("listCalls")).items.filter(({ conversationId }) => conversationId === id);

const lastMessage = async (person: Person, id: ConversationId) => (await person.history(id)).items[0];

describe("A call in a direct conversation", () => {
  test("rings on all devices, connects the one that answers, and is over when one of the two leaves", async () => {
    const { id } = await ann.startDirect(ben);
    const [anns, bens, phone, other] = await Promise.all([
      ann.connect(),
      ben.connect(),
      ben.connect(),
      cyd.connect(),
    ]);
    const seat = newId();
    const { call, iceServers, isRelayed } = await join(anns, id, { seat });
    expect(call).toMatchObject({ conversationId: id, startedBy: ann.id, isRinging: true, version: 1 });
    expect(call.participants).toMatchObject([{ userId: ann.id, seat }]);
    expect({ iceServers, isRelayed }).toEqual({
      iceServers: [{ urls: ["stun:stun.cloudflare.com:3478"] }],
      isRelayed: false,
    });
    for (const socket of [bens, phone]) expect(await socket.nextOf("call.updated")).toMatchObject({ call });
    expect(call.ringing).toEqual([ben.id]);
    expect(await callsIn(ben, id)).toEqual([call]);
    expect(await callsIn(cyd, id)).toEqual([]);

    const answered = await join(phone, id, { callId: call.id });
    expect(answered.call).toMatchObject({ isRinging: false, version: 2 });
    for (const socket of [anns, bens]) await socket.next(isVersion(2));
    await anns.request({ action: "call.leave", conversationId: id, callId: call.id, seat });
    for (const socket of [anns, bens, phone]) {
      expect(await socket.nextOf("call.ended")).toEqual({
        type: "call.ended",
        conversationId: id,
        callId: call.id,
      });
    }
    expect(await callsIn(ben, id)).toEqual([]);
    expect(await lastMessage(ben, id)).toMatchObject({
      senderId: ann.id,
      system: { event: "called", text: expect.stringMatching(/^\d+$/) },
    });
    expect(
      (await bens.refused({ action: "call.join", conversationId: id, seat, callId: call.id })).code,
    ).toBe("call-not-found");
    expect(other.received.filter(({ type }) => type.startsWith("call."))).toEqual([]);
    await Promise.all([anns, bens, phone, other].map((socket) => socket.close()));
  });

  test("stops ringing when it is declined, and when nobody answers", async () => {
    const { id } = await ann.startDirect(cyd);
    const [anns, cyds] = await Promise.all([ann.connect(), cyd.connect()]);
    const { call } = await join(anns, id);
    await cyds.request({ action: "call.decline", conversationId: id, callId: call.id });
    expect(await anns.nextOf("call.ended")).toMatchObject({ callId: call.id });
    expect(await lastMessage(cyd, id)).toMatchObject({ senderId: ann.id, system: { event: "declinedCall" } });
    const { call: second } = await join(anns, id);
    expect(second.id).not.toBe(call.id);
    expect(await anns.nextOf("call.ended")).toMatchObject({ callId: second.id });
    expect(await callsIn(cyd, id)).toEqual([]);
    await Promise.all([anns.close(), cyds.close()]);
  });
});

describe("A call in a group", () => {
  test("rings if the group is small, stops ringing for a user who declines, and continues unanswered", async () => {
    const { id } = await ann.startGroup([ben, cyd]);
    const [anns, bens, phone, cyds] = await Promise.all([
      ann.connect(),
      ben.connect(),
      ben.connect(),
      cyd.connect(),
    ]);
    const seat = newId();
    const { call } = await join(anns, id, { seat });
    expect(call.isRinging).toBe(true);
    await bens.request({ action: "call.decline", conversationId: id, callId: call.id });
    const declined = { type: "call.declined", conversationId: id, callId: call.id };
    expect(await phone.nextOf("call.declined")).toEqual(declined);
    // A page that opens now does not ring either.
    expect(await callsIn(ben, id)).toMatchObject([{ isRinging: true, ringing: [cyd.id] }]);
    expect((await cyds.next(isVersion(3))).type).toBe("call.updated");
    expect(await callsIn(cyd, id)).toMatchObject([{ id: call.id, isRinging: false, ringing: [] }]);
    expect(cyds.received.filter(({ type }) => type === "call.declined")).toEqual([]);
    await anns.request({ action: "call.leave", conversationId: id, callId: call.id, seat });
    await cyds.nextOf("call.ended");
    expect(await lastMessage(cyd, id)).toMatchObject({ senderId: ann.id, system: { event: "missedCall" } });
    await Promise.all([anns, bens, phone, cyds].map((socket) => socket.close()));
  });

  test("accepts six people, does not ring in a larger one, and is over when the last one has left", async () => {
    const people = await newPeople(url, 7);
    const [first, ...others] = people;
    if (!first) throw new Error("Nobody is here");
    const { id } = await first.startGroup(others);
    const sockets = await Promise.all(people.map((person) => person.connect()));
    const seats = people.map(() => newId());
    const [start, ...rest] = sockets;
    if (!start) throw new Error("No socket is open");
    const { call } = await join(start, id, { seat: seats[0] });
    expect(call.isRinging).toBe(false);
    const answers = await Promise.allSettled(
      rest.map((socket, at) => join(socket, id, { seat: seats[at + 1], callId: call.id })),
    );
    const refused = answers.flatMap((each) => (each.status === "rejected" ? String(each.reason) : []));
    expect(refused).toEqual([expect.stringContaining("call-full")]);
    await start.next(isVersion(6));
    for (const [at, socket] of sockets.entries()) {
      await socket.request({ action: "call.leave", conversationId: id, callId: call.id, seat: seats[at] });
    }
    await start.nextOf("call.ended");
    expect(await lastMessage(first, id)).toMatchObject({ system: { event: "called" } });
    await Promise.all(sockets.map((socket) => socket.close()));
  });

  test("loses a person whose connection ends, but not one who returns in time with the same seat", async () => {
    const { id } = await ann.startGroup([ben, cyd]);
    const [anns, bens, cyds] = await Promise.all([ann.connect(), ben.connect(), cyd.connect()]);
    const seat = newId();
    const { call } = await join(anns, id);
    await join(bens, id, { seat });
    await join(cyds, id);
    await anns.next(isVersion(3));
    bens.terminate();
    cyds.terminate();
    const again = await ben.connect();
    const renewed = await join(again, id, { seat, callId: call.id });
    expect(renewed.call.version).toBe(3);
    await anns.next(isVersion(4));
    const left = (await callsIn(ann, id)).flatMap(({ participants }) => participants);
    expect(left.map(({ userId }) => userId)).toEqual([ann.id, ben.id]);
    await anns.close();
    await again.close();
    await eventually(async () => expect(await callsIn(cyd, id)).toEqual([]));
  });

  test("loses a person who is removed from the group", async () => {
    const { id } = await ann.startGroup([ben]);
    const [anns, bens] = await Promise.all([ann.connect(), ben.connect()]);
    await join(anns, id);
    await join(bens, id);
    await anns.next(isVersion(2));
    await ann.call("removeParticipant", { params: { id, userId: ben.id } });
    await anns.next(isVersion(3));
    expect(await callsIn(ben, id)).toEqual([]);
    await Promise.all([anns.close(), bens.close()]);
  });
});

describe("A signal", () => {
  test("reaches its recipient only, and is refused outside of the call", async () => {
    const { id } = await ann.startGroup([ben, cyd]);
    const [anns, bens, phone, cyds] = await Promise.all([
      ann.connect(),
      ben.connect(),
      ben.connect(),
      cyd.connect(),
    ]);
    const [from, to] = [newId(), newId()];
    const { call } = await join(anns, id, { seat: from });
    const signal = callSignalOf("offer");
    const frame = {
      action: "call.signal",
      conversationId: id,
      callId: call.id,
      seat: from,
      to,
      signal,
    } as const;
    // Ben has not answered yet, so his address and Ann's stay unknown.
    expect((await anns.refused(frame)).code).toBe("call-not-found");
    await join(bens, id, { seat: to });
    await anns.request(frame);
    expect(await bens.nextOf("call.signal")).toEqual({
      type: "call.signal",
      conversationId: id,
      callId: call.id,
      from,
      userId: ann.id,
      to,
      signal,
    });
    const elsewhere = await ben.startGroup([]);
    for (const [socket, change] of [
      [cyds, { seat: newId() }],
      [cyds, { seat: from }],
      [phone, { seat: to, to: from }],
      [anns, { conversationId: elsewhere.id }],
      [anns, { callId: newId() }],
      [anns, { to: from }],
    ] as const) {
      expect([change, (await socket.refused({ ...frame, ...change })).code]).toEqual([
        change,
        "call-not-found",
      ]);
    }
    const tooLong = { ...frame, signal: { description: { type: "offer", sdp: "x".repeat(20_001) } } };
    expect((await anns.refused(tooLong)).code).toBe("invalid-request");
    for (const socket of [phone, cyds]) {
      expect(socket.received.filter(({ type }) => type === "call.signal")).toEqual([]);
    }
    await Promise.all([anns, bens, phone, cyds].map((socket) => socket.close()));
  });
});

test("A call is open to the participants of its conversation only, as far as they may write in it", async () => {
  const channel = await ann.call("createConversation", {
    body: { participantIds: [ben.id], kind: "channel", name: `calls ${newId()}` },
  });
  const { id } = channel;
  await ann.call("updateConversation", { params: { id }, body: { postingRule: "admins" } });
  const [anns, bens, cyds] = await Promise.all([ann.connect(), ben.connect(), cyd.connect()]);
  const refused = async (socket: Socket) =>
    (await socket.refused({ action: "call.join", conversationId: id, seat: newId() })).code;
  expect(await refused(cyds)).toBe("conversation-not-found");
  expect(await refused(bens)).toBe("posting-restricted");
  const { call } = await join(anns, id);
  await join(bens, id);
  const decline = { action: "call.decline", conversationId: id, callId: call.id } as const;
  expect((await cyds.refused(decline)).code).toBe("conversation-not-found");
  await bens.request(decline);
  expect(await callsIn(ann, id)).toMatchObject([{ id: call.id }]);
  await ann.call("updateConversation", { params: { id }, body: { isArchived: true } });
  expect(await refused(bens)).toBe("conversation-archived");
  await Promise.all([anns, bens, cyds].map((socket) => socket.close()));
});
