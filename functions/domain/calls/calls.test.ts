import { createHmac, randomUUID } from "node:crypto";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { type CallId, type ConversationId, SeatId, type UserId } from "../../../contract/ids.ts";
import { times } from "../../../contract/times.ts";
import {
  afterWaitingFor,
  by,
  connect,
  db,
  newGroup,
  newSession,
  newUser,
  newUsers,
} from "../../../tests/support/domain.ts";
import { JobQueue } from "../../platform/queue/job-queue.ts";
import { removeConnection } from "../connections/connections.ts";
import { createConversation } from "../conversations/create.ts";
import { addParticipants, removeParticipant } from "../conversations/participants.ts";
import { getConversation } from "../conversations/views.ts";
import { MailRequests } from "../mail/mail-requests.ts";
import type { WebPushJob } from "../notifications/web-push-job.ts";
import { callIn, listCalls } from "./calls.ts";
import { forgottenCalls } from "./forgotten.ts";
import { iceServers } from "./ice-servers.ts";
import { joinCall } from "./join.ts";
import { notifyOfEnd } from "./notify-of-end.ts";
import { settleAndReport } from "./report.ts";
import { type Settling, settleCall } from "./settle.ts";
import { recipientOfSignal } from "./signal.ts";

const newSeat = () => SeatId.parse(randomUUID());

async function enter(
  conversationId: ConversationId,
  userId: UserId,
  more: { callId?: CallId; seat?: SeatId } = {},
) {
  const connectionId = await connect(userId);
  const joining = { conversationId, ...by(userId), connectionId, seat: newSeat(), ...more };
  return { ...joining, ...(await joinCall(db, joining)) };
}

const expireLease = (conversationId: ConversationId, userId: UserId) =>
  sql`
    UPDATE call_participants SET lease_until = now() - interval '1 second'
    WHERE conversation_id = ${conversationId}::uuid AND user_id = ${userId}::uuid`.execute(db.once);

/** Leaves nothing of the user's allowance for starting calls or for taking seats. */
const useUp = (userId: UserId, kind: "calls" | "callStarts") =>
  sql`
    UPDATE allowances SET tokens_left = 0, refilled_at = now()
    WHERE user_id = ${userId}::uuid AND kind = ${kind}`.execute(db.once);

const newDirect = async (ada: UserId, ben: UserId) =>
  (await createConversation(db, ada, { participantIds: [ben] })).conversation.id;

describe("A call", () => {
  test("is the same one for two users who start it together", async () => {
    const { ada, ben } = await newUsers();
    const id = await newGroup(ada, ben);
    const [first, second] = await Promise.all([enter(id, ada), enter(id, ben)]);
    expect([first.outcome, second.outcome].sort()).toEqual(["joined", "started"]);
    expect(first.call.id).toBe(second.call.id);
    expect(await callIn(db, id)).toMatchObject({ version: 2, isRinging: false });
  });

  test("keeps a renewed seat, and replaces it when the user joins on another device", async () => {
    const { ada, ben } = await newUsers();
    const id = await newGroup(ada, ben);
    const laptop = await enter(id, ada);
    expect(await joinCall(db, laptop)).toMatchObject({ outcome: "renewed", call: { version: 1 } });
    const phone = await enter(id, ada);
    expect(phone.call.participants).toMatchObject([{ userId: ada, seat: phone.seat }]);
    expect((await enter(id, ada, { seat: laptop.seat })).outcome).toBe("joined");
  });

  test("loses users whose lease has expired, and ends with the last one", async () => {
    const { ada, ben } = await newUsers();
    const id = await newGroup(ada, ben);
    const { call } = await enter(id, ada);
    await enter(id, ben);
    await expireLease(id, ada);
    expect((await callIn(db, id))?.participants).toMatchObject([{ userId: ben }]);
    const settled = await settleAndReport(db, { conversationId: id });
    expect(settled.announcements).toMatchObject([
      { event: { type: "call.updated", call: { version: 3, participants: [{ userId: ben }] } } },
    ]);
    await expireLease(id, ben);
    expect(await listCalls(db, ada)).toEqual([]);
    expect(await forgottenCalls(db)).toContain(id);
    expect((await settleAndReport(db, { conversationId: id })).announcements).toMatchObject([
      { event: { type: "call.ended", callId: call.id } },
      { event: { type: "message.created", message: { system: { event: "called" } } } },
    ]);
    expect((await settleAndReport(db, { conversationId: id })).announcements).toEqual([]);
  });

  test("leaves no message behind if nobody joined it in a group, and a missed call in a direct conversation", async () => {
    const { ada, ben } = await newUsers();
    const group = await newGroup(ada, ben);
    const { seat } = await enter(group, ada);
    const leaving = { userId: ada, seat };
    const left = await settleAndReport(db, { conversationId: group, leaving });
    expect(left.announcements).toMatchObject([
      { event: { type: "call.ended" } },
      { event: { message: { senderId: ada, system: { event: "missedCall" } } } },
    ]);
    const direct = await newDirect(ada, ben);
    await enter(direct, ada);
    const unanswered = await settleAndReport(db, { conversationId: direct, isUnanswered: true });
    expect(unanswered.announcements).toMatchObject([
      { event: { type: "call.ended" } },
      { event: { message: { senderId: ada, system: { event: "missedCall" } } } },
    ]);
    // It counts as unread, except for the caller.
    const unread = async (user: UserId) => (await getConversation(db, user, direct)).unreadCount;
    expect([await unread(ada), await unread(ben), unanswered.missed?.seq]).toEqual([0, 1, 1]);
  });

  test("that the other user declines leaves nothing unread, and its caller cannot hide it that way", async () => {
    const { ada, ben } = await newUsers();
    const direct = await newDirect(ada, ben);
    const unread = async () => (await getConversation(db, ben, direct)).unreadCount;
    const decline = async (declinedBy: UserId) => {
      await enter(direct, ada);
      return settleAndReport(db, { conversationId: direct, isUnanswered: true, declinedBy });
    };
    const declined = await decline(ben);
    expect(declined.announcements).toMatchObject([
      { event: { type: "call.ended" } },
      { event: { message: { senderId: ada, system: { event: "declinedCall" } } } },
    ]);
    expect([declined.missed, await unread()]).toEqual([undefined, 0]);
    expect((await decline(ada)).missed?.system?.event).toBe("missedCall");
    expect(await unread()).toBe(1);
  });

  test("does not end by declining once it is answered, or in a group", async () => {
    const { ada, ben } = await newUsers();
    const direct = await newDirect(ada, ben);
    await enter(direct, ada);
    await enter(direct, ben);
    const group = await newGroup(ada, ben);
    await enter(group, ada);
    for (const conversationId of [direct, group]) {
      const settled = await settleCall(db, { conversationId, isUnanswered: true });
      expect(settled?.outcome).toBe("unchanged");
    }
  });

  test("queues the next check only once, even if a check runs twice", async () => {
    const { ada } = await newUsers();
    const id = await newGroup(ada);
    await enter(id, ada);
    const check = async (number: number) =>
      (await settleCall(db, { conversationId: id, check: number }))?.isNext;
    expect([await check(0), await check(0), await check(1), await check(3)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  test("loses a user whose connection has ended, unless another one has taken over", async () => {
    const { ada, ben } = await newUsers();
    const id = await newGroup(ada, ben);
    const first = await enter(id, ada);
    const gone = await enter(id, ben);
    for (const { connectionId, userId } of [first, gone]) {
      expect(await removeConnection(db, connectionId)).toEqual({ userId, callsIn: [id] });
    }
    await joinCall(db, { ...first, connectionId: await connect(ada) });
    for (const { connectionId: endedConnection } of [first, gone]) {
      await settleCall(db, { conversationId: id, endedConnection });
    }
    expect((await callIn(db, id))?.participants).toMatchObject([{ userId: ada, seat: first.seat }]);
  });

  test("admits no session whose end is not committed yet", async () => {
    const { ada, ben } = await newUsers();
    const id = await newGroup(ada, ben);
    const sessionId = await newSession(ada);
    const joining = { conversationId: id, userId: ada, sessionId, connectionId: await connect(ada) };
    const joined = await afterWaitingFor(
      (transaction) => sql`SELECT end_sessions_v1(${ada}::uuid, NULL, NULL)`.execute(transaction),
      () => joinCall(db, { ...joining, seat: newSeat() }),
    );
    expect(joined).toMatchObject({ status: "rejected", reason: { code: "session-ended" } });
    expect(await callIn(db, id)).toBeUndefined();
  });

  test("ends when its last user is removed from the group", async () => {
    const { ada, ben } = await newUsers();
    const id = await newGroup(ada, ben);
    await enter(id, ben);
    await removeParticipant(db, id, { callerId: ada, userId: ben });
    expect(await settleCall(db, { conversationId: id })).toMatchObject({ outcome: "ended" });
  });

  test("gives nobody the seat of another user, who would otherwise share the signals sent to it", async () => {
    const { ada, ben, cleo } = await newUsers();
    const id = await newGroup(ada, ben, cleo);
    const [adas, bens] = [await enter(id, ada), await enter(id, ben)];
    await expect(enter(id, cleo, { seat: bens.seat })).rejects.toMatchObject({ code: "call-not-found" });
    await expect(enter(id, ada, { seat: bens.seat })).rejects.toMatchObject({ code: "call-not-found" });
    await expireLease(id, ben);
    await expect(enter(id, cleo, { seat: bens.seat })).rejects.toMatchObject({ code: "call-not-found" });
    expect((await callIn(db, id))?.participants).toMatchObject([{ userId: ada, seat: adas.seat }]);

    // Two users who choose one seat at the same moment do not share it either.
    const seat = newSeat();
    const together = await Promise.allSettled([enter(id, ben, { seat }), enter(id, cleo, { seat })]);
    expect(together.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("limits how often a user takes a seat, and not how often they renew it", async () => {
    const { ada, ben } = await newUsers();
    const id = await newGroup(ada, ben);
    await enter(id, ben);
    const { seat } = await enter(id, ada);
    await useUp(ada, "calls");
    expect(await enter(id, ada, { seat })).toMatchObject({ outcome: "renewed" });
    await expect(enter(id, ada)).rejects.toMatchObject({ code: "rate-limited" });
  });

  test("limits how often a user starts one, so that they cannot make another user's devices ring all the time", async () => {
    const { ada, ben } = await newUsers();
    const id = await newGroup(ada, ben);
    const { seat, call } = await enter(id, ada);
    await settleCall(db, { conversationId: id, callId: call.id, leaving: { userId: ada, seat } });
    await useUp(ada, "callStarts");
    await expect(enter(id, ada)).rejects.toMatchObject({ code: "rate-limited" });
    await enter(id, ben);
    expect(await enter(id, ada)).toMatchObject({ outcome: "joined" });
  });

  test("rings in a private group of up to six people, for each until they join or decline, or the first check runs", async () => {
    const { ada, ben, cleo } = await newUsers();
    const small = await newGroup(ada, ben, cleo);
    const first = { conversationId: small, isUnanswered: true, check: 0 };
    const { call } = await enter(small, ada);
    expect(call).toMatchObject({ isRinging: true, ringing: [ben, cleo].sort() });
    // The user who declines ends nothing for the others.
    const decline = () => settleAndReport(db, { conversationId: small, isUnanswered: true, declinedBy: ben });
    expect((await decline()).announcements).toMatchObject([
      { event: { type: "call.updated", call: { version: 2, isRinging: true, ringing: [cleo] } } },
    ]);
    expect(await decline()).toMatchObject({ announcements: [], settled: { outcome: "unchanged" } });
    expect(await listCalls(db, ben)).toMatchObject([{ ringing: [cleo] }]);
    expect((await settleAndReport(db, first)).announcements).toMatchObject([
      { event: { type: "call.updated", call: { version: 3, isRinging: false, ringing: [] } } },
    ]);
    expect(await settleAndReport(db, first)).toMatchObject({
      announcements: [],
      settled: { silenced: [ben] },
    });

    // It keeps ringing for the others after the first answer, and not for a user who has left it.
    const answered = await newGroup(ada, ben, cleo);
    await enter(answered, ada);
    const bens = await enter(answered, ben);
    expect(bens.call).toMatchObject({ isRinging: false, ringing: [cleo] });
    await settleCall(db, { conversationId: answered, leaving: bens });
    expect(await callIn(db, answered)).toMatchObject({ ringing: [cleo] });
    const checked = await settleAndReport(db, { ...first, conversationId: answered });
    expect(checked).toMatchObject({
      settled: { isNext: true },
      announcements: [{ event: { call: { ringing: [] } } }],
    });
    // The group has no other participant.
    expect((await enter(await newGroup(ada), ada)).call.isRinging).toBe(false);
  });

  test("that rings by Web Push says so when it ends, with the users for whom it was silenced", async () => {
    const { ada, ben, cleo } = await newUsers();
    const id = await newGroup(ada, ben, cleo);
    const end = async (isPushed: boolean) => {
      const [adas, bens] = [await enter(id, ada), await enter(id, ben)];
      await sql`
        UPDATE calls SET is_pushed = ${isPushed} WHERE conversation_id = ${id}::uuid`.execute(db.once);
      await settleCall(db, { conversationId: id, leaving: bens });
      return settleCall(db, { conversationId: id, leaving: adas });
    };
    expect(await end(true)).toMatchObject({ outcome: "ended", isPushed: true, silenced: [ben, ada] });
    expect(await end(false)).toMatchObject({ outcome: "ended", isPushed: false });
  });

  test("is declined on devices that it rang only if a user declined it", async () => {
    const { ada, ben, cleo } = await newUsers();
    const jobs: WebPushJob[] = [];
    const webPushQueue = new JobQueue<WebPushJob>("https://sqs.invalid/queue");
    webPushQueue.send = async (sent) => {
      jobs.push(...sent);
    };
    const queues = { webPushQueue, mailRequests: new MailRequests(undefined) };
    const end = async (settling: Settling) => {
      const { conversationId } = settling;
      await sql`
        UPDATE calls SET is_pushed = true WHERE conversation_id = ${conversationId}::uuid`.execute(db.once);
      await notifyOfEnd(queues, conversationId, await settleAndReport(db, settling));
    };
    const direct = await newDirect(ada, ben);
    await enter(direct, ada);
    await end({ conversationId: direct, isUnanswered: true, declinedBy: ben });

    // The group grows too large to ring before the caller hangs up, so the call leaves no message.
    const group = await newGroup(ada, ben, cleo);
    const { seat } = await enter(group, ada);
    const others = Object.values({ ...(await newUsers()), dan: await newUser("dan") });
    await addParticipants(db, group, ada, others, 1_000);
    await end({ conversationId: group, leaving: { userId: ada, seat } });
    expect(jobs).toMatchObject([
      { conversationId: direct, state: "ended", isDeclined: true },
      { conversationId: group, state: "ended", isDeclined: false },
    ]);
  });

  test("leaves no message in a group too large to ring if no other user has joined it", async () => {
    const { ada } = await newUsers();
    const others = (await Promise.all([newUsers(), newUsers()])).flatMap((users) => Object.values(users));
    const id = await newGroup(ada, ...others);
    const { seat, call } = await enter(id, ada);
    expect(call.isRinging).toBe(false);
    const left = await settleAndReport(db, { conversationId: id, leaving: { userId: ada, seat } });
    expect(left.announcements).toMatchObject([{ event: { type: "call.ended" } }]);
  });
});

describe("A signal", () => {
  test("goes from one live seat to another of the same call", async () => {
    const { ada, ben, cleo } = await newUsers();
    const id = await newGroup(ada, ben, cleo);
    const [adas, bens] = [await enter(id, ada), await enter(id, ben)];
    const signal = { ...adas, callId: adas.call.id, to: bens.seat };
    expect(await recipientOfSignal(db, signal)).toBe(bens.connectionId);
    const refusedChanges = [
      { userId: cleo },
      { connectionId: bens.connectionId },
      { to: adas.seat },
      { seat: newSeat() },
    ];
    for (const change of refusedChanges) {
      await expect(recipientOfSignal(db, { ...signal, ...change })).rejects.toMatchObject({
        code: "call-not-found",
      });
    }
    await expireLease(id, ben);
    await expect(recipientOfSignal(db, signal)).rejects.toMatchObject({ code: "call-not-found" });
  });
});

describe("The servers of a call", () => {
  const stunUrls = ["stun:stun.example.com:3478"];
  const turnUrls = ["turn:turn.example.com:3478"];
  const seat = newSeat();

  test("come with TURN credentials that expire, name no user, and match coturn's scheme", () => {
    const now = Date.parse("2026-11-26T12:00:00Z");
    const [stun, turn] = iceServers({ stunUrls, turnUrls, turnSecret: "shared" }, seat, now);
    const username = `${now / 1000 + times.calls.turnHours * 3600}:${seat}`;
    expect(stun).toEqual({ urls: stunUrls });
    expect(turn).toEqual({
      urls: turnUrls,
      username,
      credential: createHmac("sha1", "shared").update(username).digest("base64"),
    });
  });

  test("leave out TURN without its secret", () => {
    expect(iceServers({ stunUrls, turnUrls, turnSecret: undefined }, seat)).toEqual([{ urls: stunUrls }]);
    expect(iceServers({ stunUrls: [], turnUrls: [], turnSecret: undefined }, seat)).toEqual([]);
  });
});
