import { beforeEach, describe, expect, inject, test } from "vitest";
import type { Conversation } from "../../contract/conversations.ts";
import { newId, newPeople, type Person } from "../support/people.ts";
import type { Frame, Socket } from "../support/socket.ts";

const { url } = inject("stack");

let ann: Person;
let ben: Person;
let cyd: Person;
let group: Conversation;
beforeEach(async () => {
  [ann, ben, cyd] = await newPeople(url, 3);
  group = await ann.startGroup([ben]);
});

const ofType = (type: string) => (frame: Frame) => frame.type === type;

/** Everything that was pushed before the answer to a frame sent now has arrived with it. */
async function settled(socket: Socket): Promise<readonly Frame[]> {
  socket.send({ action: "ping" });
  await socket.nextOf("pong");
  return socket.received;
}

const post = (person: Person, content: string) => person.send(group.id, content);

describe("typing", () => {
  test("is told to the others, not to one's own devices", async () => {
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
    expect((await settled(myPhone)).filter(ofType("typing"))).toEqual([]);
    expect((await settled(mine)).filter(ofType("error"))).toEqual([]);
  });

  test("in what one does not take part in is refused, and told to nobody", async () => {
    const [outside, bens] = [await cyd.connect(), await ben.connect()];
    outside.send({ action: "typing", conversationId: group.id, isTyping: true });
    expect((await outside.nextOf("error")).problem).toMatchObject({ status: 404 });
    expect((await settled(bens)).filter(ofType("typing"))).toEqual([]);
  });
});

describe("presence", () => {
  const presenceOf = (person: Person, online: boolean) => (frame: Frame) =>
    frame.type === "presence" && frame.userId === person.id && frame.online === online;
  const isOnline = async (person: Person, seenBy: Person) => {
    const { body } = await seenBy.answer("getConversation", { params: { id: group.id } });
    return body.participants.find(({ user }) => user.id === person.id)?.online;
  };

  test("comes with the first connection, stays over a reconnect, and goes a while after the last", async () => {
    const watching = await ann.connect();
    expect(await isOnline(ben, ann)).toBe(false);
    const first = await ben.connect();
    await watching.next(presenceOf(ben, true));
    expect(await isOnline(ben, ann)).toBe(true);

    await first.close();
    const second = await ben.connect();
    await second.close();
    await watching.next(presenceOf(ben, false), 30_000);
    expect(await isOnline(ben, ann)).toBe(false);
    // Neither the reconnect nor the short gap was seen. (That somebody is offline may be said twice.)
    expect(watching.received.filter(presenceOf(ben, true))).toEqual([]);
  });

  test("is told to those whom one talks with, and to nobody else", async () => {
    const [watching, outside] = [await ann.connect(), await cyd.connect()];
    await ben.connect();
    await watching.next(presenceOf(ben, true));
    expect((await settled(outside)).filter(presenceOf(ben, true))).toEqual([]);
  });
});

describe("names and pictures", () => {
  test("that are new are told to those whom one talks with, without the e-mail, and to nobody else", async () => {
    const [watching, outside, another] = [await ann.connect(), await cyd.connect(), await ben.connect()];
    const isNews = ofType("user.updated");
    await ben.call("updateMe", { body: { fullName: "Benjamin" } });
    const { isEmailVerified: _, email: __, ...user } = ben.session.user;
    const news = { type: "user.updated", user: { ...user, fullName: "Benjamin" } };
    expect(await watching.next(isNews)).toEqual(news);
    expect(await another.next(isNews)).toEqual(news);
    expect((await settled(outside)).filter(isNews)).toEqual([]);
  });
});

describe("conversations", () => {
  test("that are started or renamed show up at all that take part", async () => {
    const bens = await ben.connect();
    const started = await ann.startGroup([ben, cyd], "Plans");
    const created = await bens.next(ofType("conversation.created"));
    expect(created.conversation).toMatchObject({ id: started.id, name: "Plans", participantCount: 3 });
    await ann.call("updateConversation", { params: { id: started.id }, body: { name: "Better plans" } });
    expect((await bens.nextOf("conversation.updated")).conversation).toEqual({
      version: 1,
      adminsOnly: false,
      id: started.id,
      name: "Better plans",
      isGroupChat: true,
      createdAt: started.createdAt,
      participantCount: 3,
    });
  });

  test("take somebody in: they get the conversation and its history, the others get them", async () => {
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

  test("let go of somebody: they are told, and get nothing more", async () => {
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
    // Also the slow way, through the queue: a later job of it has arrived.
    const other = await ann.startDirect(ben);
    await bens.next((frame) => frame.type === "conversation.created");
    await ann.send(other.id, "but here");
    await bens.next((frame) => frame.type === "message.created");
    expect(bens.received.filter((frame) => JSON.stringify(frame).includes(group.id))).toEqual([]);
    const answer = await bens.request({ action: "sync", conversations: { [group.id]: 0 } });
    expect(answer).toMatchObject({ messages: [], more: false });
  });
});

describe("what is done by REST", () => {
  test("reaches every device as if it came over a socket", async () => {
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
