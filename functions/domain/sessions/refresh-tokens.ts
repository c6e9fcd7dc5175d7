import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { SessionId, UserId } from "../../../contract/ids.ts";
import type { Language } from "../../../contract/languages.ts";
import { times } from "../../../contract/times.ts";
import { hashOf, randomToken } from "../../platform/random-token.ts";
import type { Database } from "../database.ts";

/** A refresh token in plain text, with its session and user. The database only has the token's hash. */
export interface RefreshToken {
  token: string;
  sessionId: SessionId;
  userId: UserId;
}

/** A session that has just started. */
export interface StartedSession extends RefreshToken {
  /** Recognizes the device at its next sign-in. */
  device: string;
}

const expiry = sql<Date>`now() + ${times.refreshTokenDays} * interval '1 day'`;

/** A user whose credentials were verified, and the device of the sign-in. */
export interface NewSession {
  userId: UserId;
  /** The hash of the password that was verified. */
  passwordHash: string;
  client: SignInClient;
}

/** The program that signs in. */
export interface SignInClient {
  /** The viewer's IP address. */
  address: string;
  userAgent: string | undefined;
  /** The token of the device from an earlier sign-in. */
  device: string | undefined;
}

/**
 * Starts a session: a user signed in on a device.
 *
 * The lock on the user makes a new password, a deactivation or a deletion wait. If one came first, after the password
 * was verified, no session starts.
 *
 * @returns undefined if the password has changed, or the account was deactivated or deleted since
 */
export async function startSession(
  db: Database,
  { userId, passwordHash, client }: NewSession,
): Promise<StartedSession | undefined> {
  const [token, device] = [randomToken(), randomToken()];
  const { rows } = await sql<{ sessionId: SessionId }>`
    WITH account AS (
      SELECT id FROM users
      WHERE id = ${userId}::uuid AND password_hash = ${passwordHash} AND deleted_at IS NULL AND deactivated_at IS NULL
      FOR SHARE
    ), started AS (
      INSERT INTO sessions (id, user_id, user_agent, device_hash)
      SELECT ${uuidv7()}::uuid, id, ${client.userAgent?.slice(0, 300) ?? null}, ${hashOf(device)} FROM account
      RETURNING id, user_id
    )
    INSERT INTO refresh_tokens (token_hash, family_id, user_id, expires_at)
    SELECT ${hashOf(token)}, id, user_id, ${expiry} FROM started
    RETURNING family_id AS session_id`.execute(db.once);
  const [started] = rows;
  return started && { token, device, userId, ...started };
}

/**
 * Exchanges a token for its successor, in one statement that also locks the session. An end of the session that comes
 * first leaves no successor.
 *
 * Remembers the language of the user's page as well, unless another statement holds the user's row.
 *
 * @returns undefined if the token is unknown, expired or used, or if its session has ended
 */
export async function rotate(
  db: Database,
  token: string,
  language: Language,
): Promise<RefreshToken | undefined> {
  const next = randomToken();
  const { rows } = await sql<{ sessionId: SessionId; userId: UserId }>`
    SELECT session_id, user_id FROM refresh_session_v1(
      ${hashOf(token)}, ${hashOf(next)}, ${times.refreshTokenDays}, ${language})`.execute(db.once);
  const [renewed] = rows;
  return renewed && { token: next, ...renewed };
}

/**
 * Removes expired tokens, and the sessions that have none left, with their Web Push subscriptions. It locks many rows in no
 * order, so rows that another statement has locked remain until the next run.
 */
export async function removeExpiredTokens(db: Database): Promise<void> {
  await sql`
    DELETE FROM refresh_tokens t WHERE t.token_hash IN (
      SELECT e.token_hash FROM refresh_tokens e WHERE e.expires_at <= now() FOR UPDATE SKIP LOCKED
    )`.execute(db.repeatable);
  // Access tokens and connections of a session end within hours after its last refresh token.
  await sql`
    WITH removed AS (
      DELETE FROM sessions WHERE id IN (
        SELECT s.id FROM sessions s
        WHERE s.last_used_at < now() - interval '1 day' AND (s.ended_at IS NULL OR s.ended_at < now() - interval '1 day')
          AND NOT EXISTS (SELECT FROM refresh_tokens t WHERE t.family_id = s.id)
        FOR UPDATE SKIP LOCKED
      )
      RETURNING id
    )
    DELETE FROM push_subscriptions p USING removed WHERE p.session_id = removed.id`.execute(db.repeatable);
}
