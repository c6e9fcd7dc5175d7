import { sql } from "kysely";
import { limits } from "../../../contract/limits.ts";
import type { ChangedThread, ThreadUpdated } from "../../../contract/threads.ts";
import { RateLimited } from "../../platform/problems/refusals.ts";
import type { Database } from "../database.ts";
import type { Announcement } from "../events/delivery-job.ts";
import type { Rate } from "../rate.ts";
import { TooManyFollowed } from "./refusals.ts";
import { getThread, type ThreadOf } from "./threads.ts";

/**
 * Makes a participant follow a thread. Earlier replies count as read.
 *
 * @throws {MessageNotFound | TooManyFollowed}
 * @throws {RateLimited} if the user sent and changed more than `limit` allows
 */
export async function followThread(
  db: Database,
  thread: ThreadOf,
  limit: Rate,
  most: number = limits.followedThreads,
): Promise<ChangedThread> {
  const { conversationId, rootId, userId } = thread;
  const { rows } = await sql<{
    outcome: "followed" | "unchanged" | "too many" | "too fast";
    retryAfter: number;
    changedAt: Date | null;
  }>`
    SELECT outcome, retry_after, changed_at FROM follow_thread_v2(
      ${conversationId}::uuid, ${userId}::uuid, ${rootId}::uuid, ${most},
      ${limit.burst}::float8, ${limit.perSecond}::float8
    )`.execute(db.repeatable);
  const [row] = rows;
  if (row?.outcome === "too many") throw new TooManyFollowed();
  if (row?.outcome === "too fast") throw new RateLimited(row.retryAfter);
  return withChange(db, thread, row?.changedAt);
}

/**
 * Reads a thread after a change. The time comes from the change, which holds a lock on the follower: of a call that
 * follows and one that unfollows, the second one has the later time. Two cases have no order. A call that unfollows
 * before the first follow is committed finds no follower, changes nothing and has no time. A call that follows a
 * followed thread again changes nothing, and does not wait for one that marks the thread as read.
 */
async function withChange(
  db: Database,
  thread: ThreadOf,
  changedAt: Date | null | undefined,
): Promise<ChangedThread> {
  return { ...(await getThread(db, thread)), ...(changedAt && { changedAt: changedAt.toISOString() }) };
}

/**
 * Ends a participant's following of a thread, until they reply or are mentioned there again.
 *
 * @throws {MessageNotFound}
 */
export async function unfollowThread(db: Database, thread: ThreadOf): Promise<ChangedThread> {
  const { conversationId, rootId, userId } = thread;
  const { rows } = await sql<{ changedAt: Date }>`
    DELETE FROM thread_followers
    WHERE user_id = ${userId}::uuid AND conversation_id = ${conversationId}::uuid
      AND root_id = ${rootId}::uuid
    RETURNING clock_timestamp() AS changed_at`.execute(db.repeatable);
  return withChange(db, thread, rows[0]?.changedAt);
}

/**
 * Moves a follower's read position forward, at most to the last reply. It never moves back. Participants who do not
 * follow the thread have no read position.
 *
 * @throws {MessageNotFound}
 */
export async function markThreadRead(db: Database, thread: ThreadOf, seq: number): Promise<ChangedThread> {
  const { conversationId, rootId, userId } = thread;
  const { rows } = await sql<{ changedAt: Date }>`
    UPDATE thread_followers f SET last_read_seq = reached.seq, last_read_number = reached.reply_number
    FROM (
      SELECT reply.seq, reply.reply_number FROM messages reply
      WHERE reply.conversation_id = ${conversationId}::uuid AND reply.thread_id = ${rootId}::uuid
        AND reply.seq <= ${seq}
      ORDER BY reply.seq DESC LIMIT 1
    ) reached
    WHERE f.user_id = ${userId}::uuid AND f.conversation_id = ${conversationId}::uuid
      AND f.root_id = ${rootId}::uuid AND f.last_read_seq < reached.seq
    RETURNING clock_timestamp() AS changed_at`.execute(db.repeatable);
  return withChange(db, thread, rows[0]?.changedAt);
}

/** Announces a user's place in a thread to the user's own devices. */
export function threadUpdated(userId: ThreadOf["userId"], { root, ...place }: ChangedThread): Announcement {
  const event: ThreadUpdated = { type: "thread.updated", rootId: root.id, ...place };
  return { event, audience: { of: "people", userIds: [userId] } };
}
