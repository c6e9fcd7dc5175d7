import { sql } from "kysely";
import { expect, test } from "vitest";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { NewMessage } from "../../../contract/messages.ts";
import { times } from "../../../contract/times.ts";
import {
  by,
  connect,
  db,
  newGroup,
  newMessageId,
  newUsers,
  unlimited,
} from "../../../tests/support/domain.ts";
import { updateAccount } from "../accounts/accounts.ts";
import { createConversation } from "../conversations/create.ts";
import { updateSettings } from "../conversations/settings.ts";
import { writeMissedMail } from "../mail/missed-mail.ts";
import { deleteMessage } from "../messages/change.ts";
import { markRead } from "../messages/read-position.ts";
import { sendMessage } from "../messages/send.ts";
import { addSystemMessage } from "../messages/system-messages.ts";
import { type MissedMail, takeDueMail } from "./due-mail.ts";
import { unsubscribe } from "./unsubscription.ts";
import { waitForMail } from "./wait-for-mail.ts";

const hour = 3_600_000;
const from = { confirmsEmail: true, address: "192.0.2.1" };

/** Three users with confirmed addresses, and a direct conversation of the first two. */
async function people() {
  const users = await newUsers();
  await sql`
    UPDATE users SET email_verified_at = now(), created_at = now() - interval '9 days'
    WHERE id IN (${users.ada}::uuid, ${users.ben}::uuid, ${users.cleo}::uuid)`.execute(db.once);
  const request = { participantIds: [users.ben], isGroupChat: false };
  const { id } = (await createConversation(db, users.ada, request)).conversation;
  return { ...users, direct: id };
}

const username = async (id: UserId) =>
  (
    await db.repeatable
      .selectFrom("users")
      .select("username")
      .where("id", "=", sql<UserId>`${id}::uuid`)
      .executeTakeFirstOrThrow()
  ).username;

/** Sends a message, and queues the e-mails about it. @returns the users who now wait for an e-mail */
async function post(id: ConversationId, sender: UserId, message: Partial<NewMessage> = {}) {
  const draft = { id: newMessageId(), content: "hello", ...message };
  const { isForMail } = await sendMessage(db, id, by(sender), draft, unlimited, 0);
  const waiting = isForMail ? await waitForMail(db, { conversationId: id, messageId: draft.id }) : [];
  return { isForMail, id: draft.id, waiting: waiting.map(({ userId }) => userId) };
}

/** Lets hours pass: moves all times of a user's e-mails and conversations into the past. */
async function pass(userId: UserId, hours: number): Promise<void> {
  const by = sql`interval '1 hour' * ${hours}::float8`;
  await sql`
    UPDATE missed_mails SET due_at = due_at - ${by}, sent_at = sent_at - ${by} WHERE user_id = ${userId}::uuid`.execute(
    db.once,
  );
  await sql`UPDATE presence SET changed_at = changed_at - ${by} WHERE user_id = ${userId}::uuid`.execute(
    db.once,
  );
  await sql`
    UPDATE messages SET created_at = created_at - ${by} WHERE conversation_id IN (
      SELECT p.conversation_id FROM participants p WHERE p.user_id = ${userId}::uuid
    )`.execute(db.once);
}

/** Runs a user's job at its time. */
const due = (userId: UserId) => takeDueMail(db, userId, new Date().toISOString());

const mailOf = (taken: Awaited<ReturnType<typeof due>>): MissedMail => {
  if (!taken || "at" in taken) throw new Error(`No e-mail, but ${JSON.stringify(taken)}`);
  return taken;
};

const dueAt = async (userId: UserId) =>
  (
    await sql<{
      dueAt: Date | null;
    }>`SELECT due_at FROM missed_mails WHERE user_id = ${userId}::uuid`.execute(db.repeatable)
  ).rows[0]?.dueAt;

test("A direct message makes its absent recipient wait for one e-mail, which lists all missed messages once", async () => {
  const { ada, ben, direct } = await people();
  expect(await post(direct, ada, { content: "first" })).toMatchObject({ isForMail: true, waiting: [ben] });
  expect(await post(direct, ada, { content: "second" })).toMatchObject({ isForMail: false, waiting: [] });
  expect(await due(ben)).toBeUndefined();
  await pass(ben, 1);
  const mail = mailOf(await due(ben));
  expect(mail.messages.map(({ content }) => content)).toEqual(["second", "first"]);
  expect(await due(ben)).toBeUndefined();
});

test("Of simultaneous jobs for one e-mail, one sends it, and an e-mail that could not be sent waits again", async () => {
  const { ada, ben, direct } = await people();
  await post(direct, ada);
  await pass(ben, 1);
  const taken = await Promise.all([due(ben), due(ben), due(ben)]);
  const [mail, ...others] = taken.filter((each) => each !== undefined);
  expect(others).toEqual([]);
  await mailOf(mail).undo();
  expect(mailOf(await due(ben)).messages).toHaveLength(1);
});

test("No e-mail contains messages that were read, deleted or sent before the user was last online", async () => {
  const { ada, ben, direct } = await people();
  const { id } = await post(direct, ada);
  await pass(ben, 1);
  await markRead(db, [{ conversationId: direct, userId: ben, seq: 1 }]);
  expect(await due(ben)).toBeUndefined();
  const gone = await post(direct, ada);
  expect([id === gone.id, gone.waiting]).toEqual([false, [ben]]);
  const change = { conversationId: direct, messageId: gone.id, callerId: ada, sessionId: by(ada).sessionId };
  await deleteMessage(db, change);
  await pass(ben, 1);
  expect(await due(ben)).toBeUndefined();
  await post(direct, ada);
  await pass(ben, 1);
  await sql`
    INSERT INTO presence (user_id, is_online, changed_at) VALUES (${ben}::uuid, false, now())`.execute(
    db.once,
  );
  expect(await due(ben)).toBeUndefined();
  expect(await dueAt(ben)).toBeNull();
});

test("An e-mail knows no name of a sender who was deleted meanwhile", async () => {
  const { ada, ben, direct } = await people();
  await post(direct, ada);
  await sql`UPDATE users SET username = 'deleted~' || right(replace(id::text, '-', ''), 16), full_name = NULL,
    deleted_at = now() WHERE id = ${ada}::uuid`.execute(db.once);
  await pass(ben, 1);
  expect(mailOf(await due(ben)).messages).toMatchObject([{ senderName: null }]);
});

test("A message that arrives shortly before the time of an e-mail, after the earlier ones were read, waits as long as they did", async () => {
  const { ada, ben, direct } = await people();
  await post(direct, ada);
  await pass(ben, 1);
  await markRead(db, [{ conversationId: direct, userId: ben, seq: 1 }]);
  await post(direct, ada);
  const later = await due(ben);
  if (!later || !("at" in later)) throw new Error("The e-mail does not wait");
  expect(Date.parse(later.at)).toBeGreaterThan(Date.now() + (times.missedMails.delayMinutes - 1) * 60_000);
  expect((await dueAt(ben))?.toISOString()).toBe(later.at);
});

test("The next e-mail is due twelve hours after the last one, or an hour after it if the user returned in between", async () => {
  const { ada, ben, direct } = await people();
  const hoursUntilNext = async () => {
    await post(direct, ada);
    return Math.round(((await dueAt(ben))?.getTime() ?? 0) - Date.now()) / hour;
  };
  await post(direct, ada);
  await pass(ben, 1);
  mailOf(await due(ben));
  expect(await hoursUntilNext()).toBeCloseTo(times.missedMails.gapHours, 1);
  await pass(ben, 13);
  expect(mailOf(await due(ben)).messages).toHaveLength(1);
  await sql`INSERT INTO online_periods (user_id, began_at, ended_at) VALUES (${ben}::uuid, now(), now())`.execute(
    db.once,
  );
  expect(await hoursUntilNext()).toBeCloseTo(times.missedMails.gapHoursAfterReturn, 1);
});

test("A mention makes the mentioned absent user wait for an e-mail, in a thread as well, and other messages of a group do not", async () => {
  const { ada, ben, cleo } = await people();
  const id = await newGroup(ada, ben, cleo);
  const root = await post(id, ada);
  expect(root).toMatchObject({ isForMail: false });
  const mention = { content: `@${await username(ben)} look` };
  expect((await post(id, ada, { ...mention, threadId: root.id })).waiting).toEqual([ben]);
  expect((await post(id, ada, mention)).waiting).toEqual([]);
  expect((await post(id, ada, { content: "@channel look" })).waiting).toEqual([cleo]);
  await pass(ben, 1);
  expect(mailOf(await due(ben)).messages).toHaveLength(3);
  await pass(cleo, 1);
  expect(mailOf(await due(cleo)).messages).toMatchObject([{ isDirect: false }]);
});

test("A missed call makes the absent person who was called wait for an e-mail, and other reports do not", async () => {
  const { ada, ben, direct } = await people();
  const report = async (event: "missedCall" | "called") => {
    const message = await addSystemMessage(db, direct, ada, { event, text: "60" });
    if (!message) throw new Error("There is no message");
    return (await waitForMail(db, { conversationId: direct, messageId: message.id })).length;
  };
  expect(await report("called")).toBe(0);
  expect(await report("missedCall")).toBe(1);
  await pass(ben, 1);
  expect(mailOf(await due(ben)).messages).toMatchObject([{ isCall: true }]);
});

test("No e-mail is queued for users who are online, have muted the conversation, turned e-mails off, or not confirmed the address", async () => {
  const { ada, ben, cleo, direct } = await people();
  const group = await newGroup(ada, ben);
  const mention = { content: `@${await username(ben)} and @channel` };
  const isWaiting = async () => [
    (await post(direct, ada)).waiting.length > 0,
    (await post(group, ada, mention)).waiting.length > 0,
  ];
  await updateSettings(db, direct, ben, { notify: "nothing" });
  await updateSettings(db, group, ben, { notify: "nothing" });
  expect(await isWaiting()).toEqual([false, false]);
  await updateSettings(db, direct, ben, { notify: "mentions" });
  expect(await isWaiting()).toEqual([false, false]);
  await updateSettings(db, direct, ben, { notify: "all" });
  await updateAccount(db, ben, { missedMails: false }, from);
  expect(await isWaiting()).toEqual([false, false]);
  await updateAccount(db, ben, { missedMails: true }, from);
  await sql`UPDATE users SET email_verified_at = NULL WHERE id = ${ben}::uuid`.execute(db.once);
  expect(await isWaiting()).toEqual([false, false]);
  await sql`UPDATE users SET email_verified_at = now() WHERE id = ${ben}::uuid`.execute(db.once);
  const connection = await connect(ben);
  expect(await isWaiting()).toEqual([false, false]);
  await sql`DELETE FROM connections WHERE connection_id = ${connection}`.execute(db.once);
  expect(await isWaiting()).toEqual([true, false]);
  // The settings of the moment at which the e-mail is due count.
  await updateSettings(db, direct, ben, { notify: "nothing" });
  await pass(ben, 1);
  expect(await due(ben)).toBeUndefined();
  expect(cleo).not.toBe(ben);
});

test("An e-mail waits for the end of a pause and of quiet hours", async () => {
  const { ada, ben, direct } = await people();
  const pausedUntil = new Date(Date.now() + 5 * hour).toISOString();
  await updateAccount(db, ben, { pausedUntil }, from);
  await post(direct, ada);
  await pass(ben, 1);
  expect(await due(ben)).toEqual({ at: pausedUntil });
  const time = (hours: number) => new Date(Date.now() + hours * hour).toISOString().slice(11, 16);
  const quietHours = { from: time(-1), to: time(2), timeZone: "UTC" };
  await updateAccount(db, ben, { pausedUntil: null, quietHours }, from);
  await pass(ben, 6);
  const later = await due(ben);
  if (!later || !("at" in later)) throw new Error("The e-mail does not wait");
  expect((Date.parse(later.at) - Date.now()) / hour).toBeGreaterThan(1.9);
  expect((Date.parse(later.at) - Date.now()) / hour).toBeLessThan(2.3);
});

test("A token unsubscribes its own user, and a forged one is refused", async () => {
  const { ada, ben, direct } = await people();
  await post(direct, ada);
  await pass(ben, 1);
  const { unsubscribeToken: token } = mailOf(await due(ben));
  const [id = "", signature = ""] = token.split(".");
  const other = Buffer.from(ada.replaceAll("-", ""), "hex").toString("base64url");
  for (const forged of [`${other}.${signature}`, `${id}.${"A".repeat(43)}`, `${id}.`, "", "~.~"]) {
    expect(await unsubscribe(db, forged)).toBeUndefined();
  }
  expect(await unsubscribe(db, token)).toBe(true);
  expect(await unsubscribe(db, token)).toBe(true);
  await pass(ben, 13);
  expect(await post(direct, ada)).toMatchObject({ isForMail: false, waiting: [] });
});

test("However many messages one person sends, an e-mail counts and lists a limited number of them", async () => {
  const { ada, ben, direct } = await people();
  for (let sent = 0; sent < limits.missedMails.messages + 5; sent++) await post(direct, ada);
  await pass(ben, 1);
  const mail = mailOf(await due(ben));
  expect(writeMissedMail(mail, "https://chat.example").subject).toBe("99+ missed messages in ChatFlow");
  expect(mail.messages).toHaveLength(limits.missedMails.messages + 1);
});
