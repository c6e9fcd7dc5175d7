import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { hashOf, randomToken } from "../../platform/random-token.ts";
import type { Database } from "../database.ts";
import { SessionEnded } from "./refusals.ts";

/** A refresh token in plain text, with its session and user. The database only has the token's hash. */
export interface RefreshToken {
  token: string;
  sessionId: string;
  userId: UserId;
}

const expiry = sql<Date>`now() + ${limits.refreshTokenDays} * interval '1 day'`;

/** Starts a session: a user signed in on a device. */
export async function startSession(
  db: Database,
  userId: UserId,
  userAgent: string | undefined,
): Promise<RefreshToken> {
  return insert(db, userId, uuidv7(), userAgent?.slice(0, 300) ?? null);
}

async function insert(
  db: Database,
  userId: UserId,
  sessionId: string,
  userAgent: string | null,
): Promise<RefreshToken> {
  const token = randomToken();
  await db.once
    .insertInto("refreshTokens")
    .values({
      tokenHash: hashOf(token),
      familyId: sql`${sessionId}::uuid`,
      userId: sql`${userId}::uuid`,
      userAgent,
      expiresAt: expiry,
    })
    .execute();
  return { token, sessionId, userId };
}

/**
 * Exchanges a token for its successor. A second use ends the whole session, because either the owner or a thief then
 * holds a stolen token (RFC 9700, section 4.14.2).
 *
 * @throws {SessionEnded} if the token is unknown, expired, revoked or used
 */
export async function rotate(db: Database, token: string): Promise<RefreshToken> {
  const tokenHash = hashOf(token);
  const [used] = await db.once
    .updateTable("refreshTokens")
    .set({ usedAt: sql`now()` })
    .where("tokenHash", "=", tokenHash)
    .where("usedAt", "is", null)
    .where("revokedAt", "is", null)
    .where("expiresAt", ">", sql<Date>`now()`)
    .returning(["userId", "familyId", "userAgent"])
    .execute();
  if (!used) {
    await endSession(db, token);
    throw new SessionEnded();
  }
  return insert(db, used.userId, used.familyId, used.userAgent);
}

/** Ends the session of a token. An unknown token has no effect. */
export async function endSession(db: Database, token: string): Promise<void> {
  await db.repeatable
    .updateTable("refreshTokens")
    .set({ revokedAt: sql`now()` })
    .where("familyId", "in", (query) =>
      query.selectFrom("refreshTokens").select("familyId").where("tokenHash", "=", hashOf(token)),
    )
    .where("revokedAt", "is", null)
    .execute();
}

/** Removes expired tokens. */
export async function removeExpiredTokens(db: Database): Promise<void> {
  await db.repeatable.deleteFrom("refreshTokens").where("expiresAt", "<=", sql<Date>`now()`).execute();
}
