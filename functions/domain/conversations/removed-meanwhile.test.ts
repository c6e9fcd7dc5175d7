import { type Kysely, sql } from "kysely";
import { expect, test } from "vitest";
import {
  afterWaitingFor,
  by,
  db,
  newGroup,
  newMessageId,
  newUsers,
  unlimited,
} from "../../../tests/support/domain.ts";
import type { ChangeOf } from "../messages/change.ts";
import { saveMessage } from "../messages/saved.ts";
import { sendMessage } from "../messages/send.ts";
import { castVote } from "../polls/vote.ts";
import { setReminder } from "../reminders/reminders.ts";
import { scheduleMessage } from "../scheduled-messages/scheduled-messages.ts";
import type { Schema } from "../schema.ts";
import { followThread } from "../threads/follow.ts";
import { removeParticipant } from "./participants.ts";

const tomorrow = () => new Date(Date.now() + 24 * 60 * 60_000).toISOString();

test.each([
  ["votes", (of: ChangeOf) => castVote(db, of, [0])],
  ["sets a reminder", (of: ChangeOf) => setReminder(db, of, tomorrow())],
  ["saves a message", (of: ChangeOf) => saveMessage(db, { ...of, userId: of.callerId }, unlimited)],
  [
    "follows a thread",
    ({ conversationId, messageId, callerId }: ChangeOf) =>
      followThread(db, { conversationId, rootId: messageId, userId: callerId }, unlimited),
  ],
  [
    "schedules a message",
    ({ conversationId, callerId }: ChangeOf) =>
      scheduleMessage(db, conversationId, by(callerId), {
        id: newMessageId(),
        content: "later",
        sendAt: tomorrow(),
      }),
  ],
])("A participant who is removed meanwhile no longer %s", async (_, act) => {
  const { ada, ben } = await newUsers();
  const id = await newGroup(ada, ben);
  const draft = { id: newMessageId(), content: "", poll: { question: "Lunch?", options: ["Soup", "Pie"] } };
  const { message } = await sendMessage(db, id, by(ada), draft, unlimited, 0);
  const removed = async (transaction: Kysely<Schema>) => {
    await sql`
      INSERT INTO allowances (user_id, kind, tokens_left, refilled_at)
      SELECT ${ben}::uuid, kind, 100, now() FROM unnest(ARRAY['messages', 'later', 'votes']) kind`.execute(
      transaction,
    );
    await sql`
      DELETE FROM participants WHERE conversation_id = ${id}::uuid AND user_id = ${ben}::uuid`.execute(
      transaction,
    );
  };
  const of = { conversationId: id, messageId: message.id, callerId: ben, sessionId: by(ben).sessionId };
  const outcome = await afterWaitingFor<unknown>(removed, () => act(of));
  expect(outcome).toMatchObject({
    status: "rejected",
    reason: { code: expect.stringMatching(/^(conversation|message)-not-found$/) },
  });
});

test("A removal locks the participant before the allowance of the caller, as every action of a participant does", async () => {
  const { ada, ben } = await newUsers();
  const id = await newGroup(ada, ben);
  // A participant's action: it locks the participant, and then takes an allowance.
  const outcome = await afterWaitingFor(
    (transaction) =>
      sql`
        SELECT FROM participants p WHERE p.conversation_id = ${id}::uuid AND p.user_id = ${ben}::uuid
        FOR KEY SHARE`.execute(transaction),
    () => removeParticipant(db, id, { callerId: ben, userId: ben }),
    (transaction) =>
      sql`SELECT take_allowance_v1(${ben}::uuid, 'participants', 100, 100)`.execute(transaction),
  );
  expect(outcome.status).toBe("fulfilled");
});
