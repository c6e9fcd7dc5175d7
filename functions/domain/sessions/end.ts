import { type RawBuilder, sql } from "kysely";
import type { ConnectionId, SessionId, UserId } from "../../../contract/ids.ts";
import { hashOf } from "../../platform/random-token.ts";
import type { Database } from "../database.ts";

/** Ended sessions to announce, and their connections to close. The rows of both are gone already. */
export interface EndedSessions {
  userId: UserId;
  sessionIds: SessionId[];
  connectionIds: ConnectionId[];
}

/** A row of `end_sessions_v1`, with the user. */
export interface EndedRow {
  userId: UserId;
  sessionId: SessionId | null;
  connectionId: ConnectionId | null;
}

/** Collects the rows of `end_sessions_v1`. */
export function endedSessions(userId: UserId, rows: readonly Omit<EndedRow, "userId">[]): EndedSessions {
  return {
    userId,
    sessionIds: rows.flatMap(({ sessionId }) => sessionId ?? []),
    connectionIds: rows.flatMap(({ connectionId }) => connectionId ?? []),
  };
}

/** Uses up the links that reset the password of users. @param userIds  a query */
export const usedUpResets = (userIds: RawBuilder<unknown>) => sql`
  UPDATE mail_tokens SET used_at = now()
  WHERE user_id IN (${userIds}) AND purpose = 'reset' AND used_at IS NULL
  RETURNING token_hash`;

/**
 * Forgets the e-mail addresses that users have requested, so that their links no longer work. A thief may have requested
 * one. @param userIds  a query
 */
const forgottenAddresses = (userIds: RawBuilder<unknown>) => sql`
  UPDATE users SET pending_email = NULL WHERE id IN (${userIds}) AND pending_email IS NOT NULL`;

/** The parts of a statement that end the links of users. @param userIds  a query */
const endedLinks = (userIds: RawBuilder<unknown>) => sql`
  resets AS (${usedUpResets(userIds)}), forgotten AS (${forgottenAddresses(userIds)})`;

async function end(db: Database, userId: UserId, call: RawBuilder<unknown>): Promise<EndedSessions> {
  const ids = sql`SELECT ${userId}::uuid`;
  const { rows } = await sql<EndedRow>`
    WITH ${endedLinks(ids)}
    SELECT ${userId} AS user_id, session_id, connection_id FROM ${call}`.execute(db.repeatable);
  return endedSessions(userId, rows);
}

/**
 * Ends all sessions of a user except `keep`, and everything that belongs to them, in one statement. Requests, frames and
 * refreshes that race it are refused afterwards. The links that reset the password and the link to a requested e-mail
 * address no longer work, because a thief may have had one of the sessions. Pass the result to `Announcements.announceEnded`.
 *
 * @example
 * await announcements.announceEnded(await endSessions(db, { userId }));
 */
export const endSessions = (
  db: Database,
  { userId, keep }: { userId: UserId; keep?: SessionId },
): Promise<EndedSessions> =>
  end(db, userId, sql`end_sessions_v1(${userId}::uuid, NULL, ${keep ?? null}::uuid)`);

/**
 * Ends one session of a user, like `endSessions`. Another user's session, or one that has already ended, stays as it is.
 */
export const endSession = (
  db: Database,
  { userId, sessionId }: { userId: UserId; sessionId: SessionId },
): Promise<EndedSessions> => end(db, userId, sql`end_sessions_v1(${userId}::uuid, ${sessionId}::uuid, NULL)`);

/**
 * Ends the session of a refresh token.
 *
 * @param isStolen  whether links end as in `endSessions`, if the session still lives. Otherwise the holder of an old token
 *   could keep its owner from resetting the password. A user who signs out may follow the links afterwards.
 * @returns undefined if the token is unknown or its session has ended
 */
export async function endSessionOf(
  db: Database,
  refreshToken: string,
  { isStolen }: { isStolen: boolean },
): Promise<EndedSessions | undefined> {
  const ids = sql`
    SELECT t.user_id FROM refresh_tokens t JOIN sessions s ON s.id = t.family_id
    WHERE ${isStolen} AND t.token_hash = ${hashOf(refreshToken)} AND t.expires_at > now() AND s.ended_at IS NULL`;
  const { rows } = await sql<EndedRow>`
    WITH ${endedLinks(ids)}
    SELECT t.user_id, ended.session_id, ended.connection_id
    FROM refresh_tokens t CROSS JOIN LATERAL end_sessions_v1(t.user_id, t.family_id, NULL) ended
    WHERE t.token_hash = ${hashOf(refreshToken)}`.execute(db.repeatable);
  const [first] = rows;
  return first && endedSessions(first.userId, rows);
}
