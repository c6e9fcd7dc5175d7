import { sql } from "kysely";
import type { UserId } from "../../../contract/ids.ts";
import { presenceAudience } from "../events/audience.ts";
import { announceFromQueue, type FanOut } from "../events/fan-out.ts";
import { toUser, type UserRow, userColumns } from "./users.ts";

/**
 * Announces a user's status and quiet times to the people who see their presence, and to their own devices. Does
 * nothing if an earlier job has announced the latest change. A job that fails before its end announces again.
 */
export async function announceAvailability(fanOut: FanOut, userId: UserId): Promise<void> {
  const { db } = fanOut;
  const columns = sql.join(userColumns.map((column) => sql.ref(`u.${column}`)));
  const { rows } = await sql<UserRow & { changed: string }>`
    SELECT ${columns}, u.updated_at::text AS changed FROM users u
    WHERE u.id = ${userId}::uuid AND u.deleted_at IS NULL
      AND (u.announced_at IS NULL OR u.announced_at < u.updated_at)`.execute(db.repeatable);
  const [row] = rows;
  if (!row) return;
  const { changed, ...user } = row;
  const event = { type: "user.updated", user: toUser(user) } as const;
  await announceFromQueue(fanOut, { event, audience: presenceAudience(userId) });
  await sql`
    UPDATE users SET announced_at = ${changed}::timestamptz WHERE id = ${userId}::uuid`.execute(
    db.repeatable,
  );
}
