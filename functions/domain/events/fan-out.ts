import type { ApiGatewayManagementApiClient } from "@aws-sdk/client-apigatewaymanagementapi";
import type { ServerEvent } from "../../../contract/frames.ts";
import type { ConnectionId, ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { Positioned } from "../../../contract/position.ts";
import { toldPosition } from "../../platform/database/told-position.ts";
import { logError } from "../../platform/observability/log.ts";
import type { JobQueue } from "../../platform/queue/job-queue.ts";
import { disconnect, push, pushWithRetries } from "../../platform/realtime/push.ts";
import { removeConnections, withoutOpening } from "../connections/connections.ts";
import type { Database } from "../database.ts";
import { recipientsOf } from "./audience.ts";
import { type Announcement, type DeliveryJob, slices } from "./delivery-job.ts";

/**
 * Open connections that an event is pushed to at once; for more, the delivery queue does it in slices. Measured:
 * see "How far a send pushes itself" in docs/dev/realtime.md.
 */
export const directPushes = 100;

/** What telling people of an event needs. */
export interface FanOut {
  db: Database;
  gateway: ApiGatewayManagementApiClient;
  queue: JobQueue<DeliveryJob>;
}

/** Queues jobs; a queue that does not answer is logged, since the people find out when they next catch up. */
export async function enqueue(queue: JobQueue<DeliveryJob>, jobs: readonly DeliveryJob[], delaySeconds = 0) {
  try {
    await queue.send(jobs, delaySeconds);
  } catch (error) {
    logError("not queued", error, { jobs: jobs.length });
  }
}

/** Has those who are away told of a message by Web Push. */
export const notifyAbsentLater = (
  queue: JobQueue<DeliveryJob>,
  conversationId: ConversationId,
  messageId: MessageId,
) => enqueue(queue, [{ task: "notify absent", conversationId, messageId }]);

/** Looks at somebody's presence once the time for a reconnect is over. */
export const checkPresenceLater = (queue: JobQueue<DeliveryJob>, userIds: readonly UserId[]) =>
  enqueue(
    queue,
    userIds.map((userId) => ({ task: "check presence", userId })),
    limits.offlineAfterMs / 1000,
  );

/** An event with what its reader has seen then. Nothing was written for somebody who types. */
async function positioned(db: Database, event: ServerEvent): Promise<ServerEvent & Positioned> {
  return event.type === "typing" ? event : { ...event, ...(await toldPosition(db)) };
}

/** What becomes of an event of a conversation that more than `directPushes` connections would get. */
function inCrowd(announcement: Announcement, conversationId: ConversationId): DeliveryJob[] {
  const { event } = announcement;
  switch (event.type) {
    // Nobody misses these in a crowd, where they would be most of the traffic.
    case "typing":
      return [];
    case "read.updated":
      return [{ task: "announce", ...announcement, audience: { of: "people", userIds: [event.userId] } }];
    default:
      return slices.map((slice) => ({
        task: "announce",
        ...announcement,
        audience: { of: "conversation", conversationId, slice },
      }));
  }
}

/**
 * Forgets connections that are gone, but for those that are only opening. Each is closed first: should one live
 * after all, its client comes back.
 */
async function forgetGone({ db, gateway, queue }: FanOut, gone: readonly ConnectionId[]): Promise<void> {
  if (gone.length === 0) return;
  const ended = await withoutOpening(db, gone);
  if (ended.length === 0) return;
  await disconnect(gateway, ended);
  await checkPresenceLater(queue, await removeConnections(db, ended));
}

/**
 * Tells an event while its sender waits for the ack: pushes once to each of `recipients`, or hands over to the
 * queue if there are more than `directPushes` of them. Whoever refused for now gets it from the queue, too.
 * Nothing is thrown: what is announced has happened, whether or not everybody can be told at once.
 */
export async function announceNow(
  fanOut: FanOut,
  announcement: Announcement,
  recipients: readonly ConnectionId[],
): Promise<void> {
  const { db, gateway, queue } = fanOut;
  const { audience } = announcement;
  if (recipients.length > directPushes && audience.of === "conversation") {
    return enqueue(queue, inCrowd(announcement, audience.conversationId));
  }
  const others = recipients.filter((id) => id !== announcement.except);
  const event = await positioned(db, announcement.event);
  const { gone, refused, unclear } = await push(gateway, others, event);
  try {
    if (refused.length > 0) {
      const again = { of: "connections", connectionIds: refused } as const;
      await enqueue(queue, [{ task: "announce", event: announcement.event, audience: again }]);
    }
    await disconnect(gateway, unclear);
    await forgetGone(fanOut, gone);
  } catch (error) {
    logError("after the push", error);
  }
}

/**
 * Tells an event from the queue. All recipients are found before the first push, so that a database that fails
 * makes the whole job fail and come again without anybody having got the event twice. A connection that does not
 * take it is closed: its client comes back, and asks for what it missed.
 */
export async function announceFromQueue(fanOut: FanOut, announcement: Announcement): Promise<void> {
  const { db, gateway, queue } = fanOut;
  const { audience, event, except } = announcement;
  if (audience.of === "conversation" && !audience.slice) {
    const first = await recipientsOf(db, audience, directPushes + 1);
    if (first.length > directPushes) return queue.send(inCrowd(announcement, audience.conversationId));
  }
  const recipients = (await recipientsOf(db, audience)).filter((id) => id !== except);
  const { gone, refused, unclear } = await pushWithRetries(gateway, recipients, await positioned(db, event));
  await disconnect(gateway, [...refused, ...unclear]);
  await forgetGone(fanOut, gone);
}
