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
  WHERE user_id IN (${userIds}) AND purpose = 'reset' AND used_at IS NULL AND expires_at > now()
  RETURNING token_hash`;

async function end(db: Database, userId: UserId, call: RawBuilder<unknown>): Promise<EndedSessions> {
  const { rows } = await sql<EndedRow>`
    WITH account AS (
      UPDATE users SET pending_email = NULL WHERE id = ${userId}::uuid RETURNING id
    ), resets AS (${usedUpResets(sql`SELECT id FROM account`)})
    SELECT account.id AS user_id, ended.session_id, ended.connection_id
    FROM account CROSS JOIN LATERAL ${call} ended`.execute(db.repeatable);
  return endedSessions(userId, rows);
}

/**
 * Ends all sessions of a user except `keep`, and everything that belongs to them, in one statement. Requests, frames and
 * refreshes that race it are refused afterwards. The links that reset the password and the link to a requested e-mail
 * address no longer work, because a thief may have had one of the sessions.
 *
 * The change of the user's row comes first. Everything that ends or renews sessions locks in one order, so that no two
 * statements wait for each other: the user, the sessions in the order of their ids, and then what belongs to them. Pass
 * the result to `Announcements.announceEnded`.
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
  const { rows } = await sql<EndedRow>`
    WITH token AS (
      SELECT t.user_id, t.family_id, ${isStolen} AND t.expires_at > now() AND s.ended_at IS NULL AS ends_links
      FROM refresh_tokens t JOIN sessions s ON s.id = t.family_id
      WHERE t.token_hash = ${hashOf(refreshToken)}
    ), account AS (
      UPDATE users u SET pending_email = CASE WHEN NOT token.ends_links THEN u.pending_email END
      FROM token WHERE u.id = token.user_id
      RETURNING u.id, token.family_id, token.ends_links
    ), resets AS (${usedUpResets(sql`SELECT id FROM account WHERE ends_links`)})
    SELECT account.id AS user_id, ended.session_id, ended.connection_id
    FROM account CROSS JOIN LATERAL end_sessions_v1(account.id, account.family_id, NULL) ended`.execute(
    db.repeatable,
  );
  const [first] = rows;
  return first && endedSessions(first.userId, rows);
}
