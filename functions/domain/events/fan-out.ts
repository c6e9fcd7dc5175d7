import type { ApiGatewayManagementApiClient } from "@aws-sdk/client-apigatewaymanagementapi";
import type { ServerEvent } from "../../../contract/frames.ts";
import type { ConnectionId, UserId } from "../../../contract/ids.ts";
import type { Positioned } from "../../../contract/position.ts";
import { times } from "../../../contract/times.ts";
import { currentPosition } from "../../platform/database/current-position.ts";
import { logError } from "../../platform/observability/log.ts";
import type { JobQueue } from "../../platform/queue/job-queue.ts";
import { sendOrLog } from "../../platform/queue/send-or-log.ts";
import { disconnect, push, pushWithRetries } from "../../platform/realtime/push.ts";
import { callsOn, removeConnections, withoutOpening } from "../connections/connections.ts";
import type { Database } from "../database.ts";
import { type Audience, recipientsOf } from "./audience.ts";
import type { Announcement, DeliveryJob } from "./delivery-job.ts";
import { slicesOf } from "./slices.ts";

/**
 * The maximum number of connections that the socket function pushes an event to itself. For more, the delivery queue
 * pushes in slices. For the measurements, see "How far a send pushes itself" in docs/dev/realtime.md.
 */
export const directPushes = 100;

/** The clients that a fan-out needs. */
export interface FanOut {
  db: Database;
  gateway: ApiGatewayManagementApiClient;
  queue: JobQueue<DeliveryJob>;
}

/** Queues jobs. A failure is only logged, because clients catch up with their next sync. */
export const enqueue = (
  queue: JobQueue<DeliveryJob>,
  jobs: readonly DeliveryJob[],
  delaySeconds = 0,
): Promise<void> => sendOrLog(queue, "not queued", jobs, delaySeconds);

/** Queues a check of presences for when the time to reconnect is over. */
export const queuePresenceChecks = (queue: JobQueue<DeliveryJob>, userIds: readonly UserId[]) =>
  enqueue(
    queue,
    userIds.map((userId) => ({ task: "check presence", userId })),
    times.offlineAfterMs / 1000,
  );

/** Adds the database position to an event. Typing and signals write nothing, so they need none. */
async function positioned(db: Database, event: ServerEvent): Promise<ServerEvent & Positioned> {
  if (event.type === "typing" || event.type === "call.signal") return event;
  return { ...event, ...(await currentPosition(db)) };
}

/** An audience that may be large, and is then divided into slices. */
const isDivisible = (audience: Audience): audience is DivisibleAudience =>
  audience.of === "conversation" || audience.of === "everyone";
type DivisibleAudience = Extract<Audience, { of: "conversation" | "everyone" }>;

/** Makes the jobs for an event with more than `directPushes` open connections in its audience. */
function inCrowd(announcement: Announcement, audience: DivisibleAudience, people?: number): DeliveryJob[] {
  const { event } = announcement;
  switch (event.type) {
    // In a large group, typing would be most of the traffic and of little use.
    case "typing":
      return [];
    default:
      return slicesOf(people).map((slice) => ({
        task: "announce",
        ...announcement,
        audience: { ...audience, slice },
      }));
  }
}

/**
 * Removes connections that are gone, except those that may still be opening. It closes each one first, so that the
 * client of a connection that is alive after all reconnects.
 */
async function forgetGone({ db, gateway, queue }: FanOut, gone: readonly ConnectionId[]): Promise<void> {
  if (gone.length === 0) return;
  const ended = await withoutOpening(db, gone);
  if (ended.length === 0) return;
  await disconnect(gateway, ended);
  await queuePresenceChecks(queue, await removeConnections(db, ended));
}

/**
 * Closes the connections of ended sessions. Their rows are gone, so they receive nothing and their frames are refused.
 * The event lets a client remove what it has stored before it loses the connection. The user leaves calls without the
 * usual time to return: media goes from browser to browser, and the others end it when the seat is gone. A seat that
 * is not renewed on these connections yet belongs to a lost one. It ends when the usual time to return is over.
 */
export async function closeConnections(
  { db, gateway, queue }: FanOut,
  { userId, event, connectionIds }: Extract<DeliveryJob, { task: "close" }>,
): Promise<void> {
  await push(gateway, connectionIds, event);
  await disconnect(gateway, connectionIds);
  const calls = await callsOn(db, connectionIds);
  await enqueue(
    queue,
    calls.map(({ conversationId, connectionId }) => ({
      task: "check call",
      conversationId,
      endedConnection: connectionId,
    })),
  );
  await queuePresenceChecks(queue, [userId]);
}

/**
 * Announces an event while its sender waits for the ack. Pushes once to each of `recipients`, or queues the event if
 * there are more than `directPushes`. The queue delivers it to connections that could not accept it yet. Never throws,
 * because the announced change has been committed and clients catch up by themselves.
 *
 * @param people  the size of the audience, if it is known
 */
export async function announceNow(
  fanOut: FanOut,
  announcement: Announcement,
  recipients: readonly ConnectionId[],
  people?: number,
): Promise<void> {
  const { db, gateway, queue } = fanOut;
  const { audience } = announcement;
  if (recipients.length > directPushes && isDivisible(audience)) {
    return enqueue(queue, inCrowd(announcement, audience, people));
  }
  const others = recipients.filter((id) => id !== announcement.except);
  const event = await positioned(db, announcement.event);
  const { gone, refused, unconfirmed } = await push(gateway, others, event);
  try {
    if (refused.length > 0) {
      const again = { of: "connections", connectionIds: refused } as const;
      await enqueue(queue, [{ task: "announce", event: announcement.event, audience: again }]);
    }
    await disconnect(gateway, unconfirmed);
    await forgetGone(fanOut, gone);
  } catch (error) {
    logError("after the push", error);
  }
}

/**
 * Announces an event from the queue. Finds all recipients before the first push: if the database fails, the whole job
 * fails and repeats without duplicates. Closes each connection that does not accept the event, so that its client
 * reconnects and syncs.
 */
export async function announceFromQueue(fanOut: FanOut, announcement: Announcement): Promise<void> {
  const { db, gateway, queue } = fanOut;
  const { audience, event, except } = announcement;
  if (isDivisible(audience) && !audience.slice) {
    const first = await recipientsOf(db, audience, directPushes + 1);
    if (first.length > directPushes) return queue.send(inCrowd(announcement, audience));
  }
  const recipients = (await recipientsOf(db, audience)).filter((id) => id !== except);
  const { gone, refused, unconfirmed } = await pushWithRetries(
    gateway,
    recipients,
    await positioned(db, event),
  );
  await disconnect(gateway, [...refused, ...unconfirmed]);
  await forgetGone(fanOut, gone);
}
