import { beforeEach, describe, expect, inject, test } from "vitest";
import type { Conversation } from "../../contract/conversations.ts";
import { fieldError } from "../../contract/field-errors.ts";
import { webSocketLimits } from "../../contract/limits.ts";
import type { SyncAnswer } from "../../contract/sync.ts";
import { newId, newPeople, newPerson, type Person } from "../support/people.ts";
import type { Socket } from "../support/socket.ts";

const { url } = inject("stack");

let ann: Person;
let ben: Person;
let conversation: Conversation;
beforeEach(async () => {
  [ann, ben] = await newPeople(url, 2);
  conversation = await ann.startDirect(ben);
});

const frameWith = (content: string, id = newId()) => ({
  action: "message.send" as const,
  conversationId: conversation.id,
  id,
  content,
});
const send = (socket: Socket, content: string, id = newId()) => socket.request(frameWith(content, id));

describe("A message over the WebSocket", () => {
  test("is acknowledged after every participant can read it", async () => {
    const socket = await ann.connect();
    const ack = await send(socket, "hello");
    expect(ack).toMatchObject({ type: "ack", message: { seq: 1, content: "hello", senderId: ann.id } });
    expect((await ben.history(conversation.id)).items).toEqual([ack.message]);
  });

  test("reaches every device of every participant, but not the connection that sent it", async () => {
    const [sender, annsPhone, bens, bensPhone] = await Promise.all([
      ann.connect(),
      ann.connect(),
      ben.connect(),
      ben.connect(),
    ]);
    const ack = await send(sender, "to all");
    for (const device of [annsPhone, bens, bensPhone]) {
      expect(await device.nextOf("message.created")).toEqual({
        type: "message.created",
        message: ack.message,
      });
    }
    // The reply to a later frame has arrived, so an earlier push would have as well.
    sender.send({ action: "ping" });
    await sender.nextOf("pong");
    expect(sender.received.filter(({ type }) => type === "message.created")).toEqual([]);
  });

  test("neither reaches nor can be sent by a user who does not take part", async () => {
    const outsider = await newPerson(url);
    const [sender, outside] = [await ann.connect(), await outsider.connect()];
    await send(sender, "secret");
    outside.send({ action: "ping" });
    await outside.nextOf("pong");
    expect(outside.received.filter(({ type }) => type.startsWith("message."))).toEqual([]);
    expect((await outside.refused(frameWith("let me in"))).status).toBe(404);
  });

  test("is stored once when it is sent again, over another WebSocket or over REST", async () => {
    const [one, other] = [await ann.connect(), await ann.connect()];
    const id = newId();
    const [first, second, byRest] = await Promise.all([
      send(one, "once", id),
      send(other, "once", id),
      ann.send(conversation.id, "once", id),
    ]);
    expect(second.message).toEqual(first.message);
    expect(byRest.body).toEqual(first.message);
  });

  test("that is invalid returns an error frame with the field's name, and the connection stays open", async () => {
    const socket = await ann.connect();
    const tooLong = await socket.refused(frameWith("x".repeat(8_001)));
    expect(tooLong.errors).toEqual([fieldError("content", "too-long", { limit: 8_000 })]);
    const { id: _, ...noId } = frameWith("x");
    expect((await socket.refused(noId)).errors).toEqual([fieldError("id", "required")]);
    expect((await send(socket, "still here")).type).toBe("ack");
  });
});

test("A read position over the WebSocket reaches the other participants and the reader's other devices", async () => {
  const [sender, reader, other] = await Promise.all([ann.connect(), ben.connect(), ben.connect()]);
  await send(sender, "one");
  const ack = await reader.request({ action: "read", conversationId: conversation.id, seq: 1 });
  expect(ack).toMatchObject({ type: "ack", lastReadSeq: 1, unreadCount: 0 });
  const updated = { type: "read.updated", conversationId: conversation.id, userId: ben.id, seq: 1 };
  expect(await sender.nextOf("read.updated")).toEqual(updated);
  expect(await other.nextOf("read.updated")).toEqual(updated);
});

test("Reading up to the same message again is acknowledged, and causes no event", async () => {
  const [sender, reader, other] = await Promise.all([ann.connect(), ben.connect(), ben.connect()]);
  const { seq } = (await send(sender, "read twice")).message;
  const read = { action: "read", conversationId: conversation.id, seq } as const;
  const [first, second] = [await reader.request(read), await reader.request(read)];
  expect(second).toMatchObject({ type: "ack", lastReadSeq: seq });
  expect(first).toMatchObject({ lastReadSeq: seq });
  // Frames arrive in order, so a second event would arrive before these messages.
  await send(reader, "later");
  for (const socket of [sender, other]) {
    await socket.next((frame) => "message" in frame && frame.message.content === "later");
    expect(await socket.nextOf("read.updated")).toMatchObject({ seq });
    expect(socket.received.filter(({ type }) => type === "read.updated")).toEqual([]);
  }
});

test("Reading a conversation of other people is refused as if it did not exist", async () => {
  const stranger = await (await newPerson(url)).connect();
  const frame = { action: "read", conversationId: conversation.id, seq: 1 } as const;
  expect((await stranger.refused(frame)).status).toBe(404);
});

test("In a group of more than eight people, reading is announced to the reader's own devices only, and others request it", async () => {
  const [owner, reader, ...others] = await newPeople(url, 9);
  if (!owner || !reader) throw new Error("There are nine people");
  const { id } = await owner.startGroup([reader, ...others]);
  const { body: sent } = await owner.send(id, "seen?");
  const [owners, readers, phone] = await Promise.all([owner.connect(), reader.connect(), reader.connect()]);
  await readers.request({ action: "read", conversationId: id, seq: sent.seq });
  const updated = { type: "read.updated", conversationId: id, userId: reader.id, seq: sent.seq };
  expect(await phone.nextOf("read.updated")).toEqual(updated);
  await owner.send(id, "later");
  await owners.nextOf("message.created");
  expect(owners.received.filter(({ type }) => type === "read.updated")).toEqual([]);
  const seenBy = await owner.call("listParticipants", {
    params: { id },
    query: { hasRead: String(sent.seq) },
  });
  expect(seenBy.items.map(({ user }) => user.id).sort()).toEqual([owner.id, reader.id].sort());
});

describe("A sync", () => {
  const sync = (socket: Socket, conversations: Record<string, number>) =>
    socket.request({ action: "sync", conversations });
  const contents = ({ messages }: SyncAnswer) => messages.map(({ content }) => content);

  test("returns exactly the messages after the last known one of each conversation", async () => {
    const group = await ann.startGroup([ben]);
    for (const text of ["a", "b", "c"]) await ann.send(conversation.id, text);
    for (const text of ["x", "y"]) await ann.send(group.id, text);
    const socket = await ben.connect();
    const answer = await sync(socket, { [conversation.id]: 1, [group.id]: 0 });
    expect(answer).toMatchObject({ type: "sync", more: false });
    expect(contents(answer).sort()).toEqual(["b", "c", "x", "y"]);
    expect(contents(await sync(socket, { [conversation.id]: 3 }))).toEqual([]);
    expect(contents(await sync(socket, {}))).toEqual([]);
  });

  test("returns nothing from conversations that the user does not take part in", async () => {
    await ann.send(conversation.id, "secret");
    const outsider = await (await newPerson(url)).connect();
    expect(await sync(outsider, { [conversation.id]: 0, [newId()]: 0 })).toMatchObject({
      messages: [],
      more: false,
    });
  });

  test("returns pages that fit into a frame until no message is left", async () => {
    const long = "🦉".repeat(7_000);
    for (let at = 0; at < 8; at++) await ann.send(conversation.id, `${at}${long}`);
    const control = `${"\u0001".repeat(7_999)}x`;
    for (let at = 0; at < 3; at++) await ann.send(conversation.id, control);
    for (let at = 0; at < 150; at++) await ann.send(conversation.id, `short ${at}`);
    const socket = await ben.connect();
    const seen: number[] = [];
    for (let more = true; more; ) {
      const answer = await sync(socket, { [conversation.id]: seen.at(-1) ?? 0 });
      expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThanOrEqual(webSocketLimits.messageBytes);
      seen.push(...answer.messages.map(({ seq }) => seq));
      more = answer.more;
    }
    expect(seen).toEqual(Array.from({ length: 161 }, (_, at) => at + 1));
  });

  test("with an invalid position is refused and names the conversation", async () => {
    const socket = await ann.connect();
    const refused = (conversations: object) => socket.refused({ action: "sync", conversations });
    const { errors } = await refused({ [conversation.id]: -1 });
    expect(errors?.[0]?.path).toBe(`conversations.${conversation.id}`);
    expect((await refused({ nonsense: 0 })).status).toBe(400);
  });
});

test("The server answers a ping with a pong", async () => {
  const socket = await ann.connect();
  socket.send({ action: "ping" });
  expect(await socket.nextOf("pong")).toEqual({ type: "pong" });
});

test("An unknown or malformed frame returns an error frame, and the connection stays open", async () => {
  const socket = await ann.connect();
  for (const frame of [
    "not json",
    "[]",
    "null",
    '"text"',
    "{}",
    '{"action":"nonsense"}',
    '{"action":7}',
    '{"action":"$connect"}',
    '{"action":"$disconnect"}',
  ]) {
    socket.send(frame);
    const { problem } = await socket.nextOf("error");
    expect([frame, problem.status]).toEqual([frame, 400]);
  }
  socket.send({ action: "nonsense", requestId: "mine" });
  const { requestId, problem } = await socket.nextOf("error");
  expect([requestId, problem.errors?.[0]?.path]).toEqual(["mine", "action"]);
  socket.send({ action: "ping" });
  await socket.nextOf("pong");
});

describe("A WebSocket frame", () => {
  test("over 32 KiB closes the connection with 1009", async () => {
    const socket = await ann.connect();
    socket.send("x".repeat(webSocketLimits.frameBytes + 1));
    expect(await socket.closed).toBe(1009);
  });

  test("of exactly 32 KiB is accepted", async () => {
    const socket = await ann.connect();
    socket.send("x".repeat(webSocketLimits.frameBytes));
    await socket.nextOf("error");
  });

  test("of 1 MB closes the connection with 1009", async () => {
    const socket = await ann.connect();
    socket.send("x".repeat(1024 * 1024));
    expect(await socket.closed).toBe(1009);
  });

  test("with binary data closes the connection with 1003", async () => {
    const socket = await ann.connect();
    socket.send(Buffer.from([1, 2, 3]));
    expect(await socket.closed).toBe(1003);
  });

  test("has room for a message of the maximum length", async () => {
    const socket = await ann.connect();
    expect((await send(socket, "🦉".repeat(8_000))).type).toBe("ack");
  });
});
