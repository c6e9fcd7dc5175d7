import { sql } from "kysely";
import type { SessionId, UserId } from "../../../contract/ids.ts";
import type { Device } from "../../../contract/sessions.ts";
import type { Database } from "../database.ts";
import { type EndedSessions, endSession } from "./end.ts";
import { DeviceNotFound } from "./refusals.ts";

interface DeviceRow {
  id: SessionId;
  userAgent: string | null;
  signedInAt: Date;
  lastUsedAt: Date;
}

/** Lists the devices on which a user is signed in, the most recently used first. */
export async function listDevices(db: Database, userId: UserId, currentId: SessionId): Promise<Device[]> {
  const { rows } = await sql<DeviceRow>`
    SELECT s.id, s.user_agent, s.created_at AS signed_in_at, s.last_used_at
    FROM sessions s
    WHERE s.user_id = ${userId}::uuid AND s.ended_at IS NULL AND EXISTS (
      SELECT FROM refresh_tokens t
      WHERE t.family_id = s.id AND t.used_at IS NULL AND t.revoked_at IS NULL AND t.expires_at > now()
    )
    ORDER BY s.last_used_at DESC, s.id DESC LIMIT 100`.execute(db.repeatable);
  return rows.map(({ id, userAgent, signedInAt, lastUsedAt }) => ({
    id,
    userAgent,
    signedInAt: signedInAt.toISOString(),
    lastUsedAt: lastUsedAt.toISOString(),
    isCurrent: id === currentId,
  }));
}

/** Signs a device out. @throws {DeviceNotFound} also for another user's device */
export async function signOutDevice(
  db: Database,
  userId: UserId,
  deviceId: SessionId,
): Promise<EndedSessions> {
  const ended = await endSession(db, { userId, sessionId: deviceId });
  if (ended.sessionIds.length > 0) return ended;
  // Signing out twice succeeds, so that a client may repeat the request.
  const { rows } = await sql`
    SELECT 1 AS one FROM sessions WHERE id = ${deviceId}::uuid AND user_id = ${userId}::uuid`.execute(
    db.repeatable,
  );
  if (rows.length === 0) throw new DeviceNotFound();
  return ended;
}
