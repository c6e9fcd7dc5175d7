import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { beforeEach, expect, test, vi } from "vitest";
import { SeatId, type UserId } from "../../../contract/ids.ts";
import type { WebPushMessage } from "../../../contract/web-push.ts";
import { by, connect, db, newSession, newUsers, send } from "../../../tests/support/domain.ts";
import { required } from "../../../tests/support/required.ts";
import { Outbound } from "../../platform/outbound/outbound.ts";
import { WebPush } from "../../platform/outbound/web-push/web-push.ts";
import { SigningKey } from "../../platform/signing/signing-key.ts";
import { deleteAccount } from "../accounts/deletion.ts";
import { joinCall } from "../calls/join.ts";
import { settleAndReport } from "../calls/report.ts";
import { createConversation } from "../conversations/create.ts";
import { sendCallWebPush } from "./send-call-web-push.ts";
import { sendWebPush } from "./send-web-push.ts";
import { addSubscription } from "./subscriptions.ts";

const pushed: WebPushMessage[] = [];
const webPush = new WebPush({
  key: new SigningKey("none"),
  contact: "mailto:owner@example.org",
  outbound: new Outbound(),
});
vi.spyOn(webPush, "send").mockImplementation(async (_endpoint, _reader, message) => {
  pushed.push(message);
  return "accepted";
});

beforeEach(() => {
  pushed.length = 0;
});

/** Subscribes a user to Web Push. The user's language is French. */
async function subscribe(userId: UserId): Promise<void> {
  const sessionId = await newSession(userId);
  const keys = { p256dh: "B".repeat(87), auth: "A".repeat(22) };
  const endpoint = `https://push.example.com/${randomUUID()}`;
  await addSubscription(db, { userId, sessionId }, { endpoint, keys });
  await sql`UPDATE users SET language = 'fr' WHERE id = ${userId}::uuid`.execute(db.once);
}

/** Starts a direct conversation. Ada deletes her account later. Ben is absent and has subscribed. */
async function direct() {
  const { ada, ben } = await newUsers();
  await subscribe(ben);
  const { conversation } = await createConversation(db, ada, { participantIds: [ben] });
  return { id: conversation.id, ada, ben };
}

/** Starts a call of Ada that rings and gets no answer. */
async function ringing() {
  const { id, ada, ben } = await direct();
  const seat = SeatId.parse(randomUUID());
  const { call } = await joinCall(db, {
    conversationId: id,
    ...by(ada),
    connectionId: await connect(ada),
    seat,
  });
  return { id, ada, ben, call, seat };
}

test("A reminder of a deleted user's message calls the user a deleted user, in the language of the reader", async () => {
  const { id, ada, ben } = await direct();
  const message = await send(id, ada, "lunch");
  await deleteAccount(db, ada);
  await sendWebPush(db, webPush, { conversationId: id, messageId: message.id, remindedId: ben });
  expect(pushed).toMatchObject([{ title: "Utilisateur supprimé", body: "⏰ lunch" }]);
});

test("The end of a deleted user's call names no deleted user", async () => {
  const { id, ada, call } = await ringing();
  await sendCallWebPush(db, webPush, { conversationId: id, callId: call.id, state: "ringing" });
  await deleteAccount(db, ada);
  const ended = { conversationId: id, callId: call.id, state: "ended" as const };
  await sendCallWebPush(db, webPush, { ...ended, startedBy: ada, silenced: [] });
  expect(pushed).toMatchObject([{ call: "ringing" }, { title: "Utilisateur supprimé", call: "answered" }]);
});

test("The message about a deleted user's missed call names no deleted user", async () => {
  const { id, ada, seat } = await ringing();
  await deleteAccount(db, ada);
  const { missed } = await settleAndReport(db, { conversationId: id, leaving: { userId: ada, seat } });
  expect(missed?.content).toBe("Deleted user called. Nobody answered.");
  await sendWebPush(db, webPush, { conversationId: id, messageId: required(missed, "missed call").id });
  expect(pushed).toMatchObject([{ title: "Utilisateur supprimé", body: "Appel manqué" }]);
});
