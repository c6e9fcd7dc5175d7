import { sql } from "kysely";
import { expect, test } from "vitest";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import type { Message } from "../../../contract/messages.ts";
import {
  by,
  connect,
  db,
  newGroup,
  newMessageId,
  newUsers,
  send,
  subscribeToWebPush,
  unlimited,
} from "../../../tests/support/domain.ts";
import { ObjectStore } from "../../platform/storage/object-store.ts";
import { addAttachment, downloadAttachment } from "../attachments/attachments.ts";
import { listFiles } from "../attachments/list.ts";
import { createConversation } from "../conversations/create.ts";
import { searchMessages } from "../search/search.ts";
import { deleteMessage, editMessage } from "./change.ts";
import { forwardMessage } from "./forward.ts";
import { sendMessage } from "./send.ts";

/** A bucket in which each file has one version. */
class Uploaded extends ObjectStore {
  override async firstVersion(): Promise<string> {
    return "v1";
  }
}
const objects = new Uploaded({ UPLOADS_BUCKET: "uploads", AWS_REGION: "eu-central-1" });

/** Ada and Ben share the source. Ben and Cleo share the target. */
async function world() {
  const { ada, ben, cleo } = await newUsers();
  const [source, target] = [await newGroup(ada, ben), await newGroup(ben, cleo)];
  const forward = (message: Message, to = target, sender = ben, id = newMessageId()) =>
    forwardMessage(
      db,
      objects,
      { conversationId: to, ...by(sender) },
      { id, conversationId: message.conversationId, messageId: message.id },
      unlimited,
    );
  const remove = (message: Message, callerId: UserId) =>
    deleteMessage(db, {
      conversationId: message.conversationId,
      messageId: message.id,
      callerId,
      sessionId: callerId,
    });
  return { ada, ben, cleo, source, target, forward, remove };
}

const originOf = ({ senderId, conversationId, id, createdAt }: Message) => ({
  senderId,
  conversationId,
  messageId: id,
  createdAt,
});

/** Sends a message with a file. */
async function sendFile(id: ConversationId, sender: UserId): Promise<Message> {
  const file = { fileName: "Plan.pdf", contentType: "application/pdf", sizeBytes: 5 };
  const { attachment } = await addAttachment(db, objects, id, sender, file);
  const message = { id: newMessageId(), content: "", attachmentIds: [attachment.id] };
  return (await sendMessage(db, id, by(sender), message, unlimited, 0)).message;
}

test("A forwarded message has the text and the author of the original, mentions nobody, and is found by its words", async () => {
  const { ada, cleo, source, target, forward } = await world();
  const { rows } = await sql<{
    username: string;
  }>`SELECT username FROM users WHERE id = ${cleo}::uuid`.execute(db.once);
  const original = await send(source, ada, `the aardvark plan, @${rows[0]?.username}`);
  const { message, isNew } = await forward(original);
  expect([isNew, message.content, message.forwarded]).toEqual([true, original.content, originOf(original)]);
  const mentions = await sql`SELECT FROM mentions WHERE conversation_id = ${target}::uuid`.execute(db.once);
  expect(mentions.rows).toEqual([]);
  const { items } = await searchMessages(db, cleo, { query: "aardvark" });
  expect(items.map((hit) => hit.message)).toEqual([message]);
});

test("A copy of a copy names the first author", async () => {
  const { ada, ben, cleo, source, forward } = await world();
  const original = await send(source, ada, "the plan");
  const { message: copy } = await forward(original);
  const elsewhere = await newGroup(cleo, ben);
  const { message: second } = await forward(copy, elsewhere, cleo);
  expect(second.forwarded).toEqual(originOf(original));
});

test("Forwarding with the same id again returns the first copy, even once the original is deleted", async () => {
  const { ada, source, forward, remove } = await world();
  const original = await sendFile(source, ada);
  const id = newMessageId();
  const [first, second] = await Promise.all([
    forward(original, undefined, undefined, id),
    forward(original, undefined, undefined, id),
  ]);
  expect([first.isNew, second.isNew].sort()).toEqual([false, true]);
  await remove(original, ada);
  const third = await forward(original, undefined, undefined, id);
  expect(third).toMatchObject({ isNew: false, message: first.message });
  const { rows } = await sql`
    SELECT FROM attachments WHERE conversation_id = ${first.message.conversationId}::uuid`.execute(db.once);
  expect(rows).toHaveLength(1);
});

test("Nobody forwards a message that they may not read, a deleted message or a report, nor to a conversation in which they may not send", async () => {
  const { ada, ben, cleo, source, target, forward, remove } = await world();
  const original = await sendFile(source, ada);
  await expect(forward(original, target, cleo)).rejects.toMatchObject({ code: "message-not-found" });
  await expect(forward(original, target, ada)).rejects.toMatchObject({ code: "conversation-not-found" });
  await sql`UPDATE conversations SET archived_at = now() WHERE id = ${target}::uuid`.execute(db.once);
  await expect(forward(original)).rejects.toMatchObject({ code: "conversation-archived" });
  await sql`UPDATE conversations SET archived_at = NULL, posting_rule = 'admins' WHERE id = ${target}::uuid`.execute(
    db.once,
  );
  await sql`
    UPDATE participants SET role = 'member' WHERE conversation_id = ${target}::uuid AND user_id = ${ben}::uuid`.execute(
    db.once,
  );
  await expect(forward(original)).rejects.toMatchObject({ code: "posting-restricted" });
  await sql`UPDATE conversations SET posting_rule = 'everyone' WHERE id = ${target}::uuid`.execute(db.once);
  // Refused forwards leave no files behind.
  expect((await listFiles(db, target, ben, {})).items).toEqual([]);
  const { rows } = await sql`SELECT FROM attachments WHERE conversation_id = ${target}::uuid`.execute(
    db.once,
  );
  expect(rows).toEqual([]);
  await remove(original, ada);
  await expect(forward(original)).rejects.toMatchObject({ code: "message-deleted" });
  const report = await send(source, ada);
  await sql`UPDATE messages SET system = '{"event":"topic"}' WHERE id = ${report.id}::uuid`.execute(db.once);
  await expect(forward(report)).rejects.toMatchObject({ code: "message-not-found" });
});

test("A copy cannot be edited, and deleting it forgets its origin", async () => {
  const { ada, ben, source, target, forward, remove } = await world();
  const { message: copy } = await forward(await send(source, ada, "the plan"));
  const change = { conversationId: target, messageId: copy.id, callerId: ben, sessionId: ben };
  await expect(editMessage(db, change, "something else", unlimited)).rejects.toMatchObject({
    code: "forwarded-message-fixed",
  });
  expect(await remove(copy, ben)).not.toHaveProperty("forwarded");
});

test("The files of a copy are read by its audience, even once the original is deleted", async () => {
  const { ada, cleo, source, target, forward, remove } = await world();
  const original = await sendFile(source, ada);
  const { message: copy } = await forward(original);
  const [file] = copy.attachments ?? [];
  if (!file) throw new Error("The copy has no file");
  expect(file).toMatchObject({ fileName: "Plan.pdf", sizeBytes: 5 });
  expect(file.id).not.toBe(original.attachments?.[0]?.id);
  await remove(original, ada);
  const { url } = await downloadAttachment(db, objects, target, cleo, file.id);
  expect(url).toContain(source);
  const elsewhere = downloadAttachment(db, objects, source, cleo, file.id);
  await expect(elsewhere).rejects.toMatchObject({ code: "file-not-found" });
});

test("A forward reports that an absent user wants a notification, and one of a direct conversation an e-mail", async () => {
  const { ada, ben, cleo, source, forward } = await world();
  const original = await send(source, ada);
  const request = { participantIds: [cleo], isGroupChat: false };
  const { id: direct } = (await createConversation(db, ben, request)).conversation;
  expect(await forward(original, direct)).toMatchObject({ isForAbsent: false, isForMail: false });
  await subscribeToWebPush(cleo);
  expect(await forward(original, direct)).toMatchObject({ isForAbsent: true, isForMail: false });
  await sql`UPDATE users SET email_verified_at = now() WHERE id = ${cleo}::uuid`.execute(db.once);
  expect(await forward(original, direct)).toMatchObject({ isForAbsent: true, isForMail: true });
  await connect(cleo);
  expect(await forward(original, direct)).toMatchObject({ isForAbsent: false, isForMail: false });
});

test("A message whose file has not been uploaded is not forwarded", async () => {
  const { ada, ben, source, target } = await world();
  const { id: messageId } = await sendFile(source, ada);
  class Empty extends ObjectStore {
    override async firstVersion(): Promise<undefined> {
      return undefined;
    }
  }
  const nothing = new Empty({ UPLOADS_BUCKET: "uploads", AWS_REGION: "eu-central-1" });
  const origin = { conversationId: source, messageId };
  const to = { conversationId: target, ...by(ben) };
  const forward = forwardMessage(db, nothing, to, { id: newMessageId(), ...origin }, unlimited);
  await expect(forward).rejects.toMatchObject({ code: "file-not-found" });
});

test("A forwarded reply is not found as a reply", async () => {
  const { ada, cleo, source, forward } = await world();
  const root = await send(source, ada, "root");
  const reply = { id: newMessageId(), content: "pangolin", threadId: root.id };
  const { message } = await sendMessage(db, source, by(ada), reply, unlimited, 0);
  await forward(message);
  const found = async (query: string) => (await searchMessages(db, cleo, { query })).items.length;
  expect(await found("pangolin")).toBe(1);
  expect(await found("pangolin is:thread")).toBe(0);
});
