import { sql } from "kysely";
import type { UserId } from "../../../contract/ids.ts";
import type { Device } from "../../../contract/sessions.ts";
import type { Database } from "../database.ts";
import { DeviceNotFound } from "./refusals.ts";

interface DeviceRow {
  id: string;
  userAgent: string | null;
  signedInAt: Date;
  lastUsedAt: Date;
}

/** Lists the devices on which a user is signed in, the most recently used first. */
export async function listDevices(db: Database, userId: UserId, currentId: string): Promise<Device[]> {
  const { rows } = await sql<DeviceRow>`
    SELECT family_id AS id, max(user_agent) AS user_agent, min(created_at) AS signed_in_at, max(created_at) AS last_used_at
    FROM refresh_tokens WHERE user_id = ${userId}::uuid
    GROUP BY family_id
    HAVING bool_or(used_at IS NULL AND revoked_at IS NULL AND expires_at > now())
    ORDER BY last_used_at DESC LIMIT 100`.execute(db.repeatable);
  return rows.map(({ id, userAgent, signedInAt, lastUsedAt }) => ({
    id,
    userAgent,
    signedInAt: signedInAt.toISOString(),
    lastUsedAt: lastUsedAt.toISOString(),
    isCurrent: id === currentId,
  }));
}

/** Signs a device out, so that it cannot renew its session. @throws {DeviceNotFound} also for another user's device */
export async function signOutDevice(db: Database, userId: UserId, deviceId: string): Promise<void> {
  const { rows } = await sql`
    UPDATE refresh_tokens SET revoked_at = coalesce(revoked_at, now())
    WHERE family_id = ${deviceId}::uuid AND user_id = ${userId}::uuid RETURNING family_id`.execute(
    db.repeatable,
  );
  if (rows.length === 0) throw new DeviceNotFound();
}

/** Signs out all of a user's devices except `keptId`. @returns the ids of the devices that were signed in */
export async function signOutAll(db: Database, userId: UserId, keptId: string | null): Promise<string[]> {
  const { rows } = await sql<{ familyId: string }>`
    UPDATE refresh_tokens SET revoked_at = now()
    WHERE user_id = ${userId}::uuid AND family_id IS DISTINCT FROM ${keptId}::uuid AND revoked_at IS NULL
    RETURNING family_id`.execute(db.repeatable);
  return [...new Set(rows.map(({ familyId }) => familyId))];
}
