import { beforeAll, describe, expect, inject, test } from "vitest";
import type { Conversation, NewConversation } from "../../contract/conversations.ts";
import { reportedNames } from "../../contract/limits.ts";
import { insertPeople } from "../support/accounts.ts";
import { newId, newPeople, type Person, uniqueName } from "../support/people.ts";

const { url, databaseUrl } = inject("stack");

let ann: Person;
let ben: Person;
let cat: Person;
beforeAll(async () => {
  [ann, ben, cat] = await newPeople(url, 3);
});

const startChannel = (person: Person, more: Partial<NewConversation> = {}): Promise<Conversation> =>
  person.call("createConversation", {
    body: { participantIds: [], name: uniqueName("channel"), kind: "channel", ...more },
  });

const join = (person: Person, id: string) =>
  person.call("addParticipants", { params: { id }, body: { participantIds: [person.id] } });

describe("A channel", () => {
  test("is found, read, joined and left by an uninvited user", async () => {
    const { id, name } = await startChannel(ann, { topic: "Type and colour" });
    await ann.send(id, "Welcome");
    const { items } = await ben.call("listChannels", { query: { query: name?.toUpperCase() } });
    expect(items).toMatchObject([
      { id, name, topic: "Type and colour", participantCount: 1, isJoined: false },
    ]);
    const preview = await ben.call("listChannelMessages", { params: { id } });
    expect(preview.items.map(({ content }) => content)).toEqual([
      "Welcome",
      `${ann.username} created the channel.`,
    ]);
    expect((await ben.send(id, "May I?")).status).toBe(404);
    expect(await join(ben, id)).toMatchObject({ kind: "channel", isGroupChat: true, unreadCount: 0 });
    expect((await ben.send(id, "Hello")).status).toBe(201);
    expect(await ben.call("getChannel", { params: { id } })).toMatchObject({ isJoined: true });
    await ben.call("removeParticipant", { params: { id, userId: ben.id } });
    expect(await ben.status("getConversation", { params: { id } })).toBe(404);
    expect(await ben.call("getChannel", { params: { id } })).toMatchObject({ isJoined: false });
  });

  test("reports a participant who joins again only once", async () => {
    const { id } = await startChannel(ann);
    for (let time = 0; time < 3; time++) await join(ben, id);
    const { items } = await ann.call("listMessages", { params: { id } });
    expect(items.map(({ content }) => content)).toEqual([
      `${ben.username} joined the channel.`,
      `${ann.username} created the channel.`,
    ]);
  });

  test("stays readable after the addition of many people with the longest names", async () => {
    const { id } = await startChannel(ann);
    const count = 90;
    // Each character takes four bytes.
    const participantIds = await insertPeople(databaseUrl, count, (number) =>
      String.fromCodePoint(131072 + number).repeat(100),
    );
    await ann.call("addParticipants", { params: { id }, body: { participantIds } });
    const { items } = await ann.call("listMessages", { params: { id } });
    expect(items[0]?.system?.event).toBe("added");
    expect(items[0]?.system?.userIds).toHaveLength(reportedNames);
    const names = items[0]?.system?.text?.split(", ") ?? [];
    expect(names.slice(0, -1).map((name) => [...name].length)).toEqual(Array(reportedNames).fill(100));
    expect(names.at(-1)).toBe(`+${count - reportedNames}`);
  });

  test("announces a join to the newcomer's devices and to the others", async () => {
    const { id } = await startChannel(ann);
    const [anns, bens] = await Promise.all([ann.connect(), ben.connect()]);
    await join(ben, id);
    expect(await bens.nextOf("conversation.created")).toMatchObject({
      conversation: { id, kind: "channel" },
    });
    expect(await anns.nextOf("participant.added")).toMatchObject({
      conversationId: id,
      participantCount: 2,
      version: 1,
    });
    await ben.call("removeParticipant", { params: { id, userId: ben.id } });
    expect(await anns.nextOf("participant.removed")).toMatchObject({ userId: ben.id, participantCount: 1 });
    await Promise.all([anns.close(), bens.close()]);
  });

  test("refuses a name that differs from another channel's name only in case", async () => {
    const { name } = await startChannel(ann);
    const again = await ben.refused("createConversation", {
      body: { participantIds: [], kind: "channel", name: name?.toUpperCase() },
    });
    expect([again.status, again.body.code, again.body.errors?.[0]?.path]).toEqual([
      409,
      "channel-name-taken",
      "name",
    ]);
  });

  test("that is archived is read-only on every device, until it is restored", async () => {
    const { id } = await startChannel(ann);
    await join(ben, id);
    const bens = await ben.connect();
    await ann.call("updateConversation", { params: { id }, body: { isArchived: true } });
    const { conversation } = await bens.nextOf("conversation.updated");
    expect(conversation.archivedAt).toBeDefined();
    const refusal = await bens.refused({
      action: "message.send",
      conversationId: id,
      id: newId(),
      content: "too late",
    });
    expect(refusal).toMatchObject({ code: "conversation-archived", status: 403 });
    expect((await ben.history(id)).items.filter(({ system }) => !system)).toEqual([]);
    const late = await cat.refused("addParticipants", {
      params: { id },
      body: { participantIds: [cat.id] },
    });
    expect(late.body.code).toBe("conversation-archived");
    await ann.call("updateConversation", { params: { id }, body: { isArchived: false } });
    expect((await bens.nextOf("conversation.updated")).conversation).not.toHaveProperty("archivedAt");
    expect((await ben.send(id, "again")).status).toBe(201);
    await bens.close();
  });

  test("in which only admins post refuses others with its own problem", async () => {
    const { id } = await startChannel(ann);
    await join(ben, id);
    await ann.call("updateConversation", { params: { id }, body: { postingRule: "admins" } });
    const { body } = await ben.refused("sendMessage", {
      params: { id },
      body: { id: newId(), content: "hello" },
    });
    expect(body).toMatchObject({ status: 403, code: "posting-restricted" });
    expect((await ann.send(id, "news")).status).toBe(201);
  });

  test("that was a group shows its history to everyone", async () => {
    const { id } = await ann.startGroup([ben], uniqueName("open"));
    await ann.send(id, "once private");
    expect(await cat.status("getChannel", { params: { id } })).toBe(404);
    expect(await ben.status("updateConversation", { params: { id }, body: { kind: "channel" } })).toBe(403);
    const converted = await ann.call("updateConversation", { params: { id }, body: { kind: "channel" } });
    expect(converted.kind).toBe("channel");
    const { items } = await cat.call("listChannelMessages", { params: { id } });
    expect(items.map(({ content, system }) => system?.event ?? content)).toEqual([
      "converted",
      "once private",
    ]);
  });

  test("reports its changes in its timeline, in order, which neither count as unread nor mention anyone", async () => {
    const { id } = await startChannel(ann);
    await join(ben, id);
    const bens = await ben.connect();
    const to = (change: object) => ann.call("updateConversation", { params: { id }, body: change });
    const topic = `@${ben.username}, look`;
    await to({ topic });
    expect((await bens.nextOf("message.created")).message).toMatchObject({
      seq: 3,
      senderId: ann.id,
      content: `${ann.username} changed the topic to “${topic}”.`,
      system: { event: "topic", text: topic },
    });
    // Setting the same value is not a change.
    await to({ topic });
    const name = uniqueName("renamed");
    await to({ name });
    await to({ isArchived: true });
    await to({ isArchived: false });
    await ann.call("addParticipants", { params: { id }, body: { participantIds: [cat.id] } });
    await ann.call("removeParticipant", { params: { id, userId: cat.id } });
    expect(await ben.call("getConversation", { params: { id } })).toMatchObject({
      lastSeq: 8,
      unreadCount: 0,
      mentionCount: 0,
    });
    expect((await ann.send(id, "a message")).body.seq).toBe(9);
    expect(await ben.call("getConversation", { params: { id } })).toMatchObject({ unreadCount: 1 });
    await ben.call("removeParticipant", { params: { id, userId: ben.id } });
    const { items } = await ann.history(id, { after: 0 });
    expect(items.map(({ system }) => system && [system.event, system.text])).toEqual([
      ["created", undefined],
      ["joined", undefined],
      ["topic", topic],
      ["renamed", name],
      ["archived", undefined],
      ["restored", undefined],
      ["added", cat.username],
      ["removed", cat.username],
      undefined,
      ["left", undefined],
    ]);
    const { messages } = await bens.request({ action: "sync", conversations: { [id]: 0 } });
    expect(messages).toEqual([]);
    await bens.close();
  });

  test("refuses to edit, delete or find its reports", async () => {
    const topic = uniqueName("needle");
    const { id } = await startChannel(ann);
    await ann.call("updateConversation", { params: { id }, body: { topic } });
    const messageId = (await ann.history(id)).items[0]?.id;
    const params = { id, messageId };
    expect(await ann.status("editMessage", { params, body: { content: "never happened" } })).toBe(403);
    expect(await ann.status("deleteMessage", { params })).toBe(403);
    expect((await ann.call("search", { query: { query: topic } })).items).toEqual([]);
  });
});
