import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { ServerEvent } from "../../../contract/frames.ts";
import { ConnectionId, type ConversationId, SeatId, SessionId, type UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { times } from "../../../contract/times.ts";
import { by, connect, db, newGroup, newUsers } from "../../../tests/support/domain.ts";
import { recordedGateway } from "../../../tests/support/recorded-gateway.ts";
import { JobQueue } from "../../platform/queue/job-queue.ts";
import { joinCall } from "../calls/join.ts";
import { removeConnections } from "../connections/connections.ts";
import { getConversation } from "../conversations/views.ts";
import { announceOnline, presencePushes } from "./announce-online.ts";
import { Announcements, everyoneIn } from "./announcements.ts";
import { type Audience, presenceAudience } from "./audience.ts";
import type { DeliveryJob } from "./delivery-job.ts";
import {
  announceFromQueue,
  announceNow,
  closeConnections,
  directPushes,
  enqueue,
  queuePresenceChecks,
} from "./fan-out.ts";
import { slicesOf } from "./slices.ts";

const { gateway, pushed, closed, failures } = recordedGateway();
const queued: { job: DeliveryJob; delaySeconds: number }[] = [];
let isQueueAway = false;

vi.spyOn(process.stdout, "write").mockReturnValue(true);

const queue = new JobQueue<DeliveryJob>("https://sqs.invalid/queue");
queue.send = async (jobs, delaySeconds = 0) => {
  if (isQueueAway) throw new Error("The queue is away");
  queued.push(...jobs.map((job) => ({ job, delaySeconds })));
};
const fanOut = { db, gateway, queue };

beforeEach(() => {
  pushed.length = closed.length = queued.length = 0;
  failures.clear();
  isQueueAway = false;
});

/** Makes connections so old that they no longer count as opening. */
const age = (ids: readonly ConnectionId[]) =>
  sql`
    UPDATE connections SET connected_at = now() - interval '1 minute'
    WHERE connection_id = ANY (${ids}::text[])`.execute(db.once);

const typing = (conversationId: ConversationId, userId: UserId): ServerEvent => ({
  type: "typing",
  conversationId,
  userId,
  isTyping: true,
});
const removed = (conversationId: ConversationId, userId: UserId): ServerEvent => ({
  type: "participant.removed",
  conversationId,
  userId,
  participantCount: 1,
});

/** More connections than a send pushes to by itself. */
const crowd = Array.from({ length: directPushes + 1 }, (_, at) => ConnectionId.parse(`crowd-${at}`));

async function group() {
  const { ada, ben } = await newUsers();
  const id = await newGroup(ada, ben);
  const [own, other] = [await connect(ada), await connect(ben)];
  await age([own, other]);
  return { id, ada, ben, own, other };
}

/** A group whose two participants have more open connections than a send pushes to by itself. */
async function crowdedGroup() {
  const { ada, ben } = await newUsers();
  const conversationId = await newGroup(ada, ben);
  const ids = [];
  for (let count = 0; count <= directPushes; count++) ids.push(await connect(count % 2 === 0 ? ada : ben));
  return { conversationId, ada, ids };
}

describe("Announcing an event directly", () => {
  test("pushes it to each recipient except the connection that caused it", async () => {
    const { id, ada, own, other } = await group();
    const event = typing(id, ada);
    await announceNow(fanOut, { event, audience: everyoneIn(id), except: own }, [own, other]);
    expect(pushed).toEqual([{ id: other, event }]);
    expect([queued, closed]).toEqual([[], []]);
  });

  test("adds the database position, except to typing, which changes nothing", async () => {
    const { id, ada, other } = await group();
    const positioned = { ...fanOut, db: { ...db, position: async () => "17" } };
    await announceNow(positioned, { event: removed(id, ada), audience: everyoneIn(id) }, [other]);
    await announceNow(positioned, { event: typing(id, ada), audience: everyoneIn(id) }, [other]);
    expect(pushed.map(({ event }) => event)).toEqual([
      { ...removed(id, ada), position: "17" },
      typing(id, ada),
    ]);
  });

  test("leaves a push that API Gateway refused to the queue, and closes a connection that did not answer", async () => {
    const { id, ada, own, other } = await group();
    failures.set(own, "refused").set(other, "timeout");
    const event = removed(id, ada);
    await announceNow(fanOut, { event, audience: everyoneIn(id) }, [own, other]);
    const audience = { of: "connections", connectionIds: [own] };
    expect(queued).toEqual([{ job: { task: "announce", event, audience }, delaySeconds: 0 }]);
    expect(closed).toEqual([other]);
  });

  test("removes a connection that is gone, closes it, and checks its user's presence later", async () => {
    const { id, ada, ben, other } = await group();
    failures.set(other, "gone");
    await announceNow(fanOut, { event: typing(id, ada), audience: everyoneIn(id) }, [other]);
    const job = { task: "check presence", userId: ben };
    expect(queued).toEqual([{ job, delaySeconds: times.offlineAfterMs / 1000 }]);
    expect(closed).toEqual([other]);
    expect(await removeConnections(db, [other])).toEqual([]);
  });

  test("keeps a connection that is still opening, although API Gateway does not know it yet", async () => {
    const { id, ada, ben } = await group();
    const opening = await connect(ben);
    failures.set(opening, "gone");
    await announceNow(fanOut, { event: typing(id, ada), audience: everyoneIn(id) }, [opening]);
    expect([queued, closed]).toEqual([[], []]);
    expect(await removeConnections(db, [opening])).toEqual([ben]);
  });

  test("never fails, because the announced change is stored and clients catch up", async () => {
    const { id, ada, other } = await group();
    isQueueAway = true;
    failures.set(other, "gone");
    await announceNow(fanOut, { event: typing(id, ada), audience: everyoneIn(id) }, [other]);
    await announceNow(fanOut, { event: removed(id, ada), audience: everyoneIn(id) }, crowd);
    const broken = { ...db, repeatable: db.repeatable.withSchema("nowhere") };
    failures.set(crowd[0] ?? other, "gone");
    await announceNow({ ...fanOut, db: broken }, { event: typing(id, ada), audience: everyoneIn(id) }, [
      other,
    ]);
  });

  test("pushes by itself up to the limit, and leaves more recipients to the queue in slices", async () => {
    const { id, ada } = await group();
    const event = removed(id, ada);
    await announceNow(fanOut, { event, audience: everyoneIn(id) }, crowd.slice(1));
    expect([pushed.length, queued.length]).toEqual([directPushes, 0]);
    pushed.length = 0;
    await announceNow(fanOut, { event, audience: everyoneIn(id) }, crowd);
    const audiences = slicesOf().map((slice) => ({ of: "conversation", conversationId: id, slice }));
    expect(queued.map(({ job }) => job)).toEqual(
      audiences.map((audience) => ({ task: "announce", event, audience })),
    );
    expect(pushed).toEqual([]);
  });

  test("leaves few jobs to the queue if the audience is known to be small", async () => {
    const { id, ada } = await group();
    await announceNow(fanOut, { event: removed(id, ada), audience: everyoneIn(id) }, crowd, 150);
    expect(queued).toHaveLength(2);
  });

  test("drops typing in a crowd", async () => {
    const { id, ada } = await group();
    await announceNow(fanOut, { event: typing(id, ada), audience: everyoneIn(id) }, crowd);
    expect(queued).toEqual([]);
  });

  test("pushes to named users by itself, however many connections they have", async () => {
    const { id, ada } = await group();
    const audience: Audience = { of: "people", userIds: [ada] };
    await announceNow(fanOut, { event: removed(id, ada), audience }, crowd);
    expect(pushed).toHaveLength(crowd.length);
  });
});

describe("Announcing that a user came online", () => {
  const isOnline = (userId: UserId) => ({ type: "presence", userId, online: true });
  const queuedFor = (userId: UserId, except: ConnectionId, delaySeconds: number) => ({
    job: { task: "announce", event: isOnline(userId), audience: presenceAudience(userId), except },
    delaySeconds,
  });

  test("pushes to a small audience without a job, and not to the opening connection", async () => {
    const { ada, own, other } = await group();
    await announceOnline(fanOut, { userId: ada, connectionId: own }, "came online");
    expect(pushed).toEqual([{ id: other, event: isOnline(ada) }]);
    expect(queued).toEqual([]);
  });

  test("does nothing if the user was online", async () => {
    const { ada, own } = await group();
    await announceOnline(fanOut, { userId: ada, connectionId: own }, "none");
    expect([pushed, queued]).toEqual([[], []]);
  });

  test("leaves an audience beyond the limit to the queue", async () => {
    const { ada, ben, own } = await group();
    for (let count = 1; count < presencePushes; count++) await connect(ben);
    await announceOnline(fanOut, { userId: ada, connectionId: own }, "came online");
    expect([pushed.length, queued.length]).toEqual([presencePushes, 0]);
    pushed.length = 0;
    await connect(ben);
    await announceOnline(fanOut, { userId: ada, connectionId: own }, "came online");
    expect(pushed).toEqual([]);
    expect(queued).toEqual([queuedFor(ada, own, 0)]);
  });

  test("waits in the queue if the user went offline a moment ago, until that event has arrived", async () => {
    const { ada, own } = await group();
    await announceOnline(fanOut, { userId: ada, connectionId: own }, "came back");
    expect(pushed).toEqual([]);
    expect(queued).toEqual([queuedFor(ada, own, 2)]);
  });

  test("leaves the audience to the queue if the database does not answer", async () => {
    const { ada, own } = await group();
    const away = {
      ...db,
      get repeatable(): never {
        throw new Error("The database is away");
      },
    };
    await announceOnline({ ...fanOut, db: away }, { userId: ada, connectionId: own }, "came online");
    expect(queued).toEqual([queuedFor(ada, own, 0)]);
  });
});

describe("Announcing an event from the queue", () => {
  test("finds the recipients by the audience, and leaves out the connection that caused it", async () => {
    const { id, ada, own, other } = await group();
    const event = typing(id, ada);
    await announceFromQueue(fanOut, { event, audience: everyoneIn(id), except: own });
    expect(pushed).toEqual([{ id: other, event }]);
  });

  test("closes the connections that do not accept it, so that their clients reconnect and sync", async () => {
    const { id, ada, own, other } = await group();
    failures.set(own, "timeout").set(other, "gone");
    await announceFromQueue(fanOut, { event: typing(id, ada), audience: everyoneIn(id) });
    expect(closed.sort()).toEqual([own, other].sort());
    expect(await removeConnections(db, [own, other])).toEqual([ada]);
  });

  test("divides a crowd into slices, and pushes to the connections of one slice", async () => {
    const { conversationId, ada } = await crowdedGroup();
    const event = removed(conversationId, ada);
    await announceFromQueue(fanOut, { event, audience: everyoneIn(conversationId) });
    expect([pushed.length, queued.length]).toEqual([0, slicesOf().length]);
    for (const { job } of queued.splice(0)) {
      if (job.task === "announce") await announceFromQueue(fanOut, job);
    }
    expect([pushed.length, queued.length]).toEqual([directPushes + 1, 0]);
  });

  test("pushes to as many connections as a send does by itself without dividing them", async () => {
    const { conversationId, ada, ids } = await crowdedGroup();
    await removeConnections(db, ids.slice(0, 1));
    const event = removed(conversationId, ada);
    await announceFromQueue(fanOut, { event, audience: everyoneIn(conversationId) });
    expect([pushed.length, queued.length]).toEqual([directPushes, 0]);
  });

  test("fails as a whole when the crowd's jobs cannot be queued, so that SQS repeats it", async () => {
    const { conversationId, ada } = await crowdedGroup();
    isQueueAway = true;
    const announcement = { event: removed(conversationId, ada), audience: everyoneIn(conversationId) };
    await expect(announceFromQueue(fanOut, announcement)).rejects.toThrow("The queue is away");
  });
});

describe("Jobs", () => {
  test("that cannot be queued are only logged", async () => {
    const { ada } = await group();
    isQueueAway = true;
    await enqueue(queue, [{ task: "check presence", userId: ada }]);
    await queuePresenceChecks(queue, [ada]);
    expect(queued).toEqual([]);
  });
});

describe("The connections of ended sessions", () => {
  test("are told why and closed, and their user leaves calls without time to return", async () => {
    const { id, ada } = await group();
    const [inCall, other] = [await connect(ada), await connect(ada)];
    const seat = SeatId.parse(randomUUID());
    await joinCall(db, { conversationId: id, ...by(ada), connectionId: inCall, seat });
    const event = { type: "sessions.ended" as const, deviceIds: [SessionId.parse(ada)] };
    await closeConnections(fanOut, { task: "close", userId: ada, event, connectionIds: [inCall, other] });
    expect(pushed).toEqual([inCall, other].map((connection) => ({ id: connection, event })));
    expect(closed).toEqual([inCall, other]);
    expect(queued).toEqual([
      { job: { task: "check call", conversationId: id, endedConnection: inCall }, delaySeconds: 0 },
      { job: { task: "check presence", userId: ada }, delaySeconds: times.offlineAfterMs / 1000 },
    ]);
  });
});

describe("Announcements", () => {
  const announcements = new Announcements(queue);

  test("of a removal go to the others and to the removed participant, with the new owner after it", async () => {
    const { id, ada, ben } = await group();
    await announcements.announceRemoval({
      conversationId: id,
      userId: ada,
      kind: "group",
      participantCount: 1,
      version: 7,
      newOwnerId: ben,
    });
    const event = { ...removed(id, ada), version: 7 };
    expect(queued.map(({ job }) => job)).toEqual([
      { task: "announce", event, audience: everyoneIn(id) },
      { task: "announce", event, audience: { of: "people", userIds: [ada] } },
      { task: "check call", conversationId: id, isChanged: true },
      {
        task: "announce",
        event: { type: "participant.updated", conversationId: id, userId: ben, role: "owner", version: 7 },
        audience: everyoneIn(id),
      },
    ]);
    queued.length = 0;
    await announcements.announceRemoval({
      conversationId: id,
      userId: ada,
      kind: "group",
      participantCount: 1,
      version: 8,
      newOwnerId: null,
    });
    expect(queued).toHaveLength(3);
  });

  test("of a removal from a large channel go to the removed participant only", async () => {
    const { id, ada } = await group();
    const participantCount = limits.announcedParticipants + 1;
    const left = { conversationId: id, userId: ada, participantCount, version: 7, newOwnerId: null };
    await announcements.announceRemoval({ kind: "channel", ...left });
    expect(queued.map(({ job }) => (job.task === "announce" ? job.audience : job))).toEqual([
      { of: "people", userIds: [ada] },
      { task: "check call", conversationId: id, isChanged: true },
    ]);
  });

  test("of a join go to the newcomer and, except in a large channel, to the others", async () => {
    const { id, ada, ben } = await group();
    const conversation = await getConversation(db, ada, id);
    const newcomers = conversation.participants.filter(({ user }) => user.id === ben);
    const audiences = () =>
      queued.splice(0).map(({ job }) => (job.task === "announce" ? [job.event.type, job.audience] : job));
    const toNewcomer = ["conversation.created", { of: "people", userIds: [ben] }];
    await announcements.announceAdded(conversation, newcomers, ben);
    expect(audiences()).toEqual([toNewcomer, ["participant.added", everyoneIn(id)]]);
    const participantCount = limits.announcedParticipants + 1;
    await announcements.announceAdded({ ...conversation, participantCount }, newcomers, ben);
    expect(audiences()).toEqual([toNewcomer, ["participant.added", everyoneIn(id)]]);
    await announcements.announceAdded({ ...conversation, participantCount, kind: "channel" }, newcomers, ben);
    expect(audiences()).toEqual([toNewcomer]);
  });

  const deviceId = SessionId.parse("00000000-0000-4000-8000-0000000000d1");

  test("of ended sessions go to the user's own devices, and only if a session ended", async () => {
    const { ada } = await group();
    await announcements.announceEnded({ userId: ada, sessionIds: [], connectionIds: [] });
    expect(queued).toEqual([]);
    await announcements.announceEnded({ userId: ada, sessionIds: [deviceId], connectionIds: [] });
    expect(queued.map(({ job }) => job)).toEqual([
      {
        task: "announce",
        event: { type: "sessions.ended", deviceIds: [deviceId] },
        audience: { of: "people", userIds: [ada] },
      },
    ]);
  });
});
