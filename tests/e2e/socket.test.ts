import { beforeEach, describe, expect, inject, test } from "vitest";
import type { Conversation } from "../../contract/conversations.ts";
import { fieldError } from "../../contract/field-errors.ts";
import { webSocketLimits } from "../../contract/limits.ts";
import type { Message } from "../../contract/messages.ts";
import type { Problem } from "../../contract/problem.ts";
import { newId, newPeople, newPerson, type Person } from "../support/people.ts";
import type { Frame, Socket } from "../support/socket.ts";

const { url } = inject("stack");

let ann: Person;
let ben: Person;
let conversation: Conversation;
beforeEach(async () => {
  [ann, ben] = await newPeople(url, 2);
  conversation = await ann.startDirect(ben);
});

const send = (socket: Socket, content: string, id = newId()) =>
  socket.request({ action: "message.send", conversationId: conversation.id, id, content });

const problemOf = (frame: Frame) => frame.problem as Problem;

describe("message.send", () => {
  test("is acknowledged with the message, which everybody can read from then on", async () => {
    const socket = await ann.connect();
    const ack = await send(socket, "hello");
    expect(ack).toMatchObject({ type: "ack", message: { seq: 1, content: "hello", senderId: ann.id } });
    expect((await ben.history(conversation.id)).items).toEqual([ack.message]);
  });

  test("reaches every device of everybody, but not the connection that sent it", async () => {
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
    // An answer to a later frame has come, so that an earlier push would have come as well.
    sender.send({ action: "ping" });
    await sender.nextOf("pong");
    expect(sender.received.filter(({ type }) => type === "message.created")).toEqual([]);
  });

  test("reaches nobody who does not take part", async () => {
    const outsider = await newPerson(url);
    const [sender, outside] = [await ann.connect(), await outsider.connect()];
    await send(sender, "secret");
    outside.send({ action: "ping" });
    await outside.nextOf("pong");
    expect(outside.received).toEqual([]);
    const refused = await send(outside, "let me in");
    expect([refused.type, problemOf(refused).status]).toEqual(["error", 404]);
  });

  test("of the same id gives the same message, over the socket and by REST", async () => {
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

  test("that breaks a rule gets an error frame that names the field; the connection stays open", async () => {
    const socket = await ann.connect();
    const tooLong = await send(socket, "x".repeat(8_001));
    expect(tooLong.type).toBe("error");
    expect(problemOf(tooLong).errors).toEqual([fieldError("content", "too-long", { limit: 8_000 })]);
    const noId = await socket.request({
      action: "message.send",
      conversationId: conversation.id,
      content: "x",
    });
    expect(problemOf(noId).errors).toEqual([fieldError("id", "required")]);
    expect((await send(socket, "still here")).type).toBe("ack");
  });
});

test("read moves my position, and tells the others and my other devices", async () => {
  const [sender, reader, other] = await Promise.all([ann.connect(), ben.connect(), ben.connect()]);
  await send(sender, "one");
  const ack = await reader.request({ action: "read", conversationId: conversation.id, seq: 1 });
  expect(ack).toMatchObject({ type: "ack", lastReadSeq: 1, unreadCount: 0 });
  const updated = { type: "read.updated", conversationId: conversation.id, userId: ben.id, seq: 1 };
  expect(await sender.nextOf("read.updated")).toEqual(updated);
  expect(await other.nextOf("read.updated")).toEqual(updated);
});

describe("sync", () => {
  const sync = (socket: Socket, conversations: Record<string, number>) =>
    socket.request({ action: "sync", conversations });
  const contents = (frame: Frame) => (frame.messages as Message[]).map(({ content }) => content);

  test("returns what came after the last one known, in each conversation, and nothing else", async () => {
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

  test("returns nothing of what one does not take part in", async () => {
    await ann.send(conversation.id, "secret");
    const outsider = await (await newPerson(url)).connect();
    expect(await sync(outsider, { [conversation.id]: 0, [newId()]: 0 })).toMatchObject({
      messages: [],
      more: false,
    });
  });

  test("comes in pages that fit into a frame, until there is no more", async () => {
    const long = "🦉".repeat(7_000);
    for (let at = 0; at < 8; at++) await ann.send(conversation.id, `${at}${long}`);
    const control = "\u0001".repeat(8_000);
    for (let at = 0; at < 3; at++) await ann.send(conversation.id, control);
    for (let at = 0; at < 150; at++) await ann.send(conversation.id, `short ${at}`);
    const socket = await ben.connect();
    const seen: number[] = [];
    for (let more = true; more; ) {
      const answer = await sync(socket, { [conversation.id]: seen.at(-1) ?? 0 });
      expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThanOrEqual(webSocketLimits.messageBytes);
      seen.push(...(answer.messages as Message[]).map(({ seq }) => seq));
      more = answer.more === true;
    }
    expect(seen).toEqual(Array.from({ length: 161 }, (_, at) => at + 1));
  });

  test("of what is no position is refused by name", async () => {
    const socket = await ann.connect();
    const answer = await sync(socket, { [conversation.id]: -1 });
    expect(problemOf(answer).errors?.[0]?.path).toBe(`conversations.${conversation.id}`);
    expect(problemOf(await sync(socket, { nonsense: 0 })).status).toBe(400);
  });
});

test("a ping is answered", async () => {
  const socket = await ann.connect();
  socket.send({ action: "ping" });
  expect(await socket.nextOf("pong")).toEqual({ type: "pong" });
});

test("anything else gets an error frame, and the connection stays open", async () => {
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
    const answer = await socket.nextOf("error");
    expect([frame, problemOf(answer).status]).toEqual([frame, 400]);
  }
  socket.send({ action: "nonsense", requestId: "mine" });
  const answer = await socket.nextOf("error");
  expect(answer.requestId).toBe("mine");
  expect(problemOf(answer).errors?.[0]?.path).toBe("action");
  socket.send({ action: "ping" });
  await socket.nextOf("pong");
});

describe("API Gateway's limits", () => {
  test("a frame over 32 KiB closes with 1009", async () => {
    const socket = await ann.connect();
    socket.send("x".repeat(webSocketLimits.frameBytes + 1));
    expect(await socket.closed).toBe(1009);
  });

  test("a frame of exactly 32 KiB is taken", async () => {
    const socket = await ann.connect();
    socket.send("x".repeat(webSocketLimits.frameBytes));
    await socket.nextOf("error");
  });

  test("a frame of 1 MB closes with 1009", async () => {
    const socket = await ann.connect();
    socket.send("x".repeat(1024 * 1024));
    expect(await socket.closed).toBe(1009);
  });

  test("a binary frame closes with 1003", async () => {
    const socket = await ann.connect();
    socket.send(Buffer.from([1, 2, 3]));
    expect(await socket.closed).toBe(1003);
  });

  test("the longest message there is fits into a frame", async () => {
    const socket = await ann.connect();
    expect((await send(socket, "🦉".repeat(8_000))).type).toBe("ack");
  });
});
