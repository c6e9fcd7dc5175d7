import { beforeEach, describe, expect, inject, test } from "vitest";
import type { Conversation } from "../../contract/conversations.ts";
import type { ServerFrame } from "../../contract/frames.ts";
import { limits } from "../../contract/limits.ts";
import { User } from "../../contract/users.ts";
import { newId, newPeople, type Person } from "../support/people.ts";
import { required } from "../support/required.ts";
import type { Socket } from "../support/socket.ts";

const { url } = inject("stack");

let ann: Person;
let ben: Person;
let cyd: Person;
let group: Conversation;
beforeEach(async () => {
  [ann, ben, cyd] = await newPeople(url, 3);
  group = await ann.startGroup([ben]);
});

const ofType = (type: ServerFrame["type"]) => (frame: ServerFrame) => frame.type === type;

/** Waits for the reply to a new frame. By then, every earlier push has arrived. @returns the frames so far */
async function framesSoFar(socket: Socket): Promise<readonly ServerFrame[]> {
  socket.send({ action: "ping" });
  await socket.nextOf("pong");
  return socket.received;
}

const post = (person: Person, content: string) => person.send(group.id, content);

describe("A typing event", () => {
  test("reaches the other participants, but not the typist's own devices", async () => {
    const [mine, myPhone, bens] = await Promise.all([ann.connect(), ann.connect(), ben.connect()]);
    mine.send({ action: "typing", conversationId: group.id, isTyping: true });
    expect(await bens.nextOf("typing")).toEqual({
      type: "typing",
      conversationId: group.id,
      userId: ann.id,
      isTyping: true,
    });
    mine.send({ action: "typing", conversationId: group.id, isTyping: false });
    expect(await bens.nextOf("typing")).toMatchObject({ isTyping: false });
    const threadId = newId();
    mine.send({ action: "typing", conversationId: group.id, threadId, isTyping: true });
    expect(await bens.nextOf("typing")).toMatchObject({ threadId, isTyping: true });
    expect((await framesSoFar(myPhone)).filter(ofType("typing"))).toEqual([]);
    expect((await framesSoFar(mine)).filter(ofType("error"))).toEqual([]);
  });

  test("of a user who does not take part is refused and reaches no participant", async () => {
    const [outside, bens] = [await cyd.connect(), await ben.connect()];
    outside.send({ action: "typing", conversationId: group.id, isTyping: true });
    expect((await outside.nextOf("error")).problem).toMatchObject({ status: 404 });
    expect((await framesSoFar(bens)).filter(ofType("typing"))).toEqual([]);
  });
});

describe("A typing event in a conversation with more than 50 open connections", () => {
  test("reaches no participant", async () => {
    const annsSockets = await Promise.all(
      Array.from({ length: limits.typingConnections }, () => ann.connect()),
    );
    const [bens, cyds] = [await ben.connect(), await cyd.connect()];
    const small = await ben.startDirect(cyd);
    for (const { id } of [group, small]) bens.send({ action: "typing", conversationId: id, isTyping: true });
    await cyds.next((frame) => frame.type === "typing" && frame.conversationId === small.id);
    for (const socket of annsSockets) expect(socket.received.filter(ofType("typing"))).toEqual([]);
  });
});

describe("Presence", () => {
  const presenceOf = (person: Person, online: boolean) => (frame: ServerFrame) =>
    frame.type === "presence" && frame.userId === person.id && frame.online === online;
  const isOnline = async (person: Person, seenBy: Person) => {
    const { participants } = await seenBy.call("getConversation", { params: { id: group.id } });
    const entry = participants.find(({ user }) => user.id === person.id);
    return required(entry, "participant").online;
  };

  test("starts with a user's first connection, survives a reconnect, and ends a while after the last one", async () => {
    const watching = await ann.connect();
    expect(await isOnline(ben, ann)).toBe(false);
    const first = await ben.connect();
    await watching.next(presenceOf(ben, true));
    expect(await isOnline(ben, ann)).toBe(true);

    await first.close();
    const second = await ben.connect();
    await second.close();
    await watching.next(presenceOf(ben, false));
    expect(await isOnline(ben, ann)).toBe(false);
    // Ann never saw the reconnect. The server may send an offline event twice, so this test does not count them.
    expect(watching.received.filter(presenceOf(ben, true))).toEqual([]);
  });

  test("reaches only the users who share a conversation", async () => {
    const [watching, outside] = [await ann.connect(), await cyd.connect()];
    await ben.connect();
    await watching.next(presenceOf(ben, true));
    expect((await framesSoFar(outside)).filter(presenceOf(ben, true))).toEqual([]);
  });
});

describe("A new name", () => {
  test("reaches only the users who share a conversation, without the e-mail address", async () => {
    const [watching, outside, another] = [await ann.connect(), await cyd.connect(), await ben.connect()];
    const isUpdate = ofType("user.updated");
    await ben.call("updateMe", { body: { fullName: "Benjamin" } });
    const user = User.parse({ ...ben.session.user, fullName: "Benjamin" });
    const update = { type: "user.updated", user };
    expect(await watching.next(isUpdate)).toEqual(update);
    expect(await another.next(isUpdate)).toEqual(update);
    expect((await framesSoFar(outside)).filter(isUpdate)).toEqual([]);
  });
});

describe("A group", () => {
  test("that is created or renamed reaches every participant", async () => {
    const bens = await ben.connect();
    const started = await ann.startGroup([ben, cyd], "Plans");
    // The event of the first group may arrive after Ben has connected.
    const created = await bens.next(
      (frame) => frame.type === "conversation.created" && frame.conversation.id === started.id,
    );
    expect(created).toMatchObject({ conversation: { name: "Plans", participantCount: 3 } });
    await ann.call("updateConversation", { params: { id: started.id }, body: { name: "Better plans" } });
    expect((await bens.nextOf("conversation.updated")).conversation).toEqual({
      version: 1,
      adminsOnly: false,
      id: started.id,
      name: "Better plans",
      isGroupChat: true,
      kind: "group",
      isDefault: false,
      postingRule: "everyone",
      createdAt: started.createdAt,
      participantCount: 3,
    });
  });

  test("sends its history to a new participant, and the new participant to all others", async () => {
    await post(ann, "before Cyd");
    const [bens, cyds] = [await ben.connect(), await cyd.connect()];
    await ann.call("addParticipants", { params: { id: group.id }, body: { participantIds: [cyd.id] } });
    const added = await bens.nextOf("participant.added");
    expect(added).toMatchObject({ conversationId: group.id, participantCount: 3 });
    expect(added.participants).toMatchObject([{ user: { id: cyd.id } }]);
    expect((await cyds.nextOf("conversation.created")).conversation).toMatchObject({
      id: group.id,
      lastSeq: 1,
      unreadCount: 0,
    });
    expect((await cyd.history(group.id)).items.map(({ content }) => content)).toEqual(["before Cyd"]);
    await post(ben, "with Cyd");
    expect(await cyds.nextOf("message.created")).toMatchObject({ message: { content: "with Cyd" } });
  });

  test("sends a removed participant the removal and nothing after it", async () => {
    const [bens, anns] = [await ben.connect(), await ann.connect()];
    await post(ann, "to both");
    await bens.nextOf("message.created");
    await ann.call("removeParticipant", { params: { id: group.id, userId: ben.id } });
    const removed = { type: "participant.removed", conversationId: group.id, userId: ben.id };
    expect(await bens.nextOf("participant.removed")).toMatchObject(removed);
    expect(await anns.nextOf("participant.removed")).toMatchObject({ ...removed, participantCount: 1 });

    const id = newId();
    await anns.request({ action: "message.send", conversationId: group.id, id, content: "without Ben" });
    await post(ann, "and by REST");
    anns.send({ action: "typing", conversationId: group.id, isTyping: true });
    // Events that go through the queue are slower. A later one has arrived, so an earlier one would have as well.
    const other = await ann.startDirect(ben);
    await bens.next((frame) => frame.type === "conversation.created");
    await ann.send(other.id, "but here");
    await bens.next((frame) => frame.type === "message.created");
    expect(bens.received.filter((frame) => JSON.stringify(frame).includes(group.id))).toEqual([]);
    const answer = await bens.request({ action: "sync", conversations: { [group.id]: 0 } });
    expect(answer).toMatchObject({ messages: [], more: false });
  });
});

describe("A change over REST", () => {
  test("reaches every device like a change over a WebSocket", async () => {
    const [anns, bens, bensPhone] = await Promise.all([ann.connect(), ben.connect(), ben.connect()]);
    const { body } = await post(ann, "by REST");
    for (const socket of [anns, bens, bensPhone]) {
      expect(await socket.nextOf("message.created")).toEqual({ type: "message.created", message: body });
    }
    await ben.call("markRead", { params: { id: group.id }, body: { seq: 1 } });
    const read = { type: "read.updated", conversationId: group.id, userId: ben.id, seq: 1 };
    for (const socket of [anns, bens, bensPhone]) expect(await socket.nextOf("read.updated")).toEqual(read);
  });
});
