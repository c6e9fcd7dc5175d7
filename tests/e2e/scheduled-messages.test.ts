import pg from "pg";
import { beforeAll, describe, expect, inject, test } from "vitest";
import type { ConversationId } from "../../contract/ids.ts";
import { eventually } from "../support/eventually.ts";
import { waitForMail } from "../support/mails.ts";
import { withStack } from "../support/own-stack.ts";
import { newId, newPeople, type Person } from "../support/people.ts";

const { url } = inject("stack");

let ann: Person;
let ben: Person;
beforeAll(async () => {
  [ann, ben] = await newPeople(url, 2);
});

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();
const soon = () => inSeconds(1);
const tomorrow = () => inSeconds(86_400);

const schedule = (person: Person, id: ConversationId, more: object = {}) =>
  person.call("scheduleMessage", {
    params: { id },
    body: { id: newId(), content: "see you", sendAt: tomorrow(), ...more },
  });
const listed = async (person: Person) => (await person.call("listScheduledMessages")).items;

describe("A scheduled message", () => {
  test("arrives once at its time, with the id that its author chose, and leaves the list on all devices of the author", async () => {
    const { id } = await ann.startDirect(ben);
    const [phone, bens] = await Promise.all([ann.connect(), ben.connect()]);
    const messageId = newId();
    const request = {
      params: { id },
      body: { id: messageId, content: "good morning", sendAt: inSeconds(2) },
    };
    const first = await ann.answer("scheduleMessage", request);
    const again = await ann.answer("scheduleMessage", request);
    expect([first.status, again.status, again.body]).toEqual([201, 200, first.body]);
    expect((await phone.nextOf("scheduled.updated")).scheduled).toEqual(first.body);
    const { message } = await bens.nextOf("message.created");
    expect(message).toMatchObject({ id: messageId, senderId: ann.id, content: "good morning", seq: 1 });
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(request.body.sendAt));
    expect(await phone.nextOf("scheduled.removed")).toMatchObject({ conversationId: id, id: messageId });
    expect(await listed(ann)).toEqual([]);
    // A request that was repeated so late sends nothing again.
    await ann.call("scheduleMessage", { ...request, body: { ...request.body, sendAt: soon() } });
    await eventually(async () => expect(await listed(ann)).toEqual([]));
    expect((await ben.history(id)).items).toHaveLength(1);
    await Promise.all([phone.close(), bens.close()]);
  });

  test("changes its text and time, is sent before its time, and is deleted", async () => {
    const { id } = await ann.startGroup([ben]);
    const { body: root } = await ann.send(id, "root");
    const first = await schedule(ann, id, { threadId: root.id, alsoInConversation: true, replyTo: root.id });
    const second = await schedule(ann, id, { content: "dropped" });
    expect(await listed(ben)).toEqual([]);
    const sendAt = inSeconds(3_600);
    const params = { messageId: first.id };
    const changed = await ann.call("changeScheduledMessage", { params, body: { content: "hi", sendAt } });
    expect(changed).toEqual({ ...first, content: "hi", sendAt });
    expect(await listed(ann)).toEqual([changed, second]);
    expect(await ben.status("changeScheduledMessage", { params, body: { content: "mine" } })).toBe(404);
    expect(await ben.status("sendScheduledMessage", { params })).toBe(404);
    await ben.call("cancelScheduledMessage", { params });
    const sent = await ann.call("sendScheduledMessage", { params });
    expect(sent).toMatchObject({ id: first.id, threadId: root.id, replyTo: root.id, content: "hi" });
    for (let times = 0; times < 2; times++)
      await ann.call("cancelScheduledMessage", { params: { messageId: second.id } });
    expect(await listed(ann)).toEqual([]);
    expect(await ann.status("sendScheduledMessage", { params })).toBe(404);
  });

  test("stays in the list with the reason if its author may not send it at its time, and waits again with a new time", async () => {
    const channel = await ann.startGroup([ben]);
    const left = await ann.startGroup([ben]);
    const phone = await ben.connect();
    const [archived, gone] = [
      await schedule(ben, channel.id, { sendAt: tomorrow() }),
      await schedule(ben, left.id, { sendAt: tomorrow() }),
    ];
    await ann.call("updateConversation", { params: { id: channel.id }, body: { isArchived: true } });
    await ann.call("removeParticipant", { params: { id: left.id, userId: ben.id } });
    for (const { id: messageId } of [archived, gone])
      await ben.call("changeScheduledMessage", { params: { messageId }, body: { sendAt: soon() } });
    const reasons = async () => new Map((await listed(ben)).map(({ id, failure }) => [id, failure]));
    await eventually(async () => {
      expect((await reasons()).get(archived.id)).toBe("conversation-archived");
      expect((await reasons()).get(gone.id)).toBe("conversation-not-found");
    });
    const failed = await phone.next(
      (frame) => frame.type === "scheduled.updated" && frame.scheduled.failure !== undefined,
    );
    expect(failed.type).toBe("scheduled.updated");
    expect(await ben.status("sendScheduledMessage", { params: { messageId: gone.id } })).toBe(404);
    expect((await reasons()).get(gone.id)).toBe("conversation-not-found");
    await ann.call("updateConversation", { params: { id: channel.id }, body: { isArchived: false } });
    const params = { messageId: archived.id };
    const again = await ben.call("changeScheduledMessage", { params, body: { sendAt: soon() } });
    expect(again.failure).toBeUndefined();
    await eventually(async () => expect((await ann.history(channel.id)).items).toHaveLength(1));
    await phone.close();
  });

  test("needs a time in the future, a conversation of its author, and messages and files of that conversation", async () => {
    const [cyd] = await newPeople(url, 1);
    const { id } = await ann.startGroup([ben]);
    const code = async (person: Person, more: object) => {
      const body = { id: newId(), content: "see you", sendAt: tomorrow(), ...more };
      return (await person.refused("scheduleMessage", { params: { id }, body })).body.code;
    };
    expect(await code(ann, { sendAt: inSeconds(-3_600) })).toBe("time-not-possible");
    expect(await code(ann, { sendAt: inSeconds(400 * 86_400) })).toBe("time-not-possible");
    expect(await code(cyd, {})).toBe("conversation-not-found");
    expect(await code(ann, { replyTo: newId() })).toBe("unknown-reply-target");
    expect(await code(ann, { threadId: newId() })).toBe("unknown-thread");
    expect(await code(ann, { attachmentIds: [crypto.randomUUID()] })).toBe("unknown-files");
    expect(await code(ann, { content: "" })).toBe("invalid-request");
    const { id: taken } = await schedule(ben, id);
    expect(await code(ann, { id: taken })).toBe("message-id-taken");
  });
});

test("The daily cleanup queues the scheduled messages and e-mails of the next day, and those whose jobs were lost, and keeps the files", async () => {
  await withStack(async (stack) => {
    const [author, reader] = await newPeople(stack.url, 2);
    const { id } = await author.startDirect(reader);
    const { attachment } = await author.call("addAttachment", {
      params: { id },
      body: { fileName: "plan.txt", contentType: "text/plain", sizeBytes: 1 },
    });
    const attachmentIds = [attachment.id];
    const scheduled = await schedule(author, id, { sendAt: inSeconds(3_600), content: "", attachmentIds });
    expect(scheduled.attachments).toEqual([attachment]);
    for (const queue of stack.sqs.queues.values()) queue.purge();
    const admin = new pg.Client({ connectionString: stack.databaseUrl });
    await admin.connect();
    await admin.query("UPDATE scheduled_messages SET send_at = now() - interval '1 hour'");
    await admin.query("UPDATE attachments SET created_at = now() - interval '3 days'");
    // An e-mail about a message that the reader has missed.
    await author.send(id, "see you there");
    await admin.query("UPDATE messages SET created_at = now() - interval '2 hours'");
    await admin.query(
      "UPDATE users SET email_verified_at = now(), created_at = now() - interval '1 day' WHERE id = $1",
      [reader.id],
    );
    await admin.query("INSERT INTO missed_mails (user_id, due_at) VALUES ($1, now() - interval '1 hour')", [
      reader.id,
    ]);
    await admin.end();
    for (const rule of stack.schedules()) await rule.run();
    await eventually(async () => {
      const [message] = (await reader.history(id)).items;
      expect(message).toMatchObject({ id: scheduled.id, attachments: [attachment] });
    });
    await waitForMail(stack.awsUrl, reader.session.user.email, /missed message/);
  });
});
