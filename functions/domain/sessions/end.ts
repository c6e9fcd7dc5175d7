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

async function end(db: Database, userId: UserId, call: RawBuilder<unknown>): Promise<EndedSessions> {
  const { rows } = await sql<EndedRow>`
    SELECT ${userId} AS user_id, session_id, connection_id FROM ${call}`.execute(db.repeatable);
  return endedSessions(userId, rows);
}

/**
 * Ends all sessions of a user except `keep`, and everything that belongs to them, in one statement. Requests, frames and
 * refreshes that race it are refused afterwards. Pass the result to `Announcements.announceEnded`.
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
 * Ends one session of a user, like `endSessions`. Ending another user's session, or one that has already ended, has no
 * effect.
 */
export const endSession = (
  db: Database,
  { userId, sessionId }: { userId: UserId; sessionId: SessionId },
): Promise<EndedSessions> => end(db, userId, sql`end_sessions_v1(${userId}::uuid, ${sessionId}::uuid, NULL)`);

/** Ends the session of a refresh token. @returns undefined if the token is unknown or its session has ended */
export async function endSessionOf(db: Database, refreshToken: string): Promise<EndedSessions | undefined> {
  const { rows } = await sql<EndedRow>`
    SELECT t.user_id, ended.session_id, ended.connection_id
    FROM refresh_tokens t CROSS JOIN LATERAL end_sessions_v1(t.user_id, t.family_id, NULL) ended
    WHERE t.token_hash = ${hashOf(refreshToken)}`.execute(db.repeatable);
  const [first] = rows;
  return first && endedSessions(first.userId, rows);
}
