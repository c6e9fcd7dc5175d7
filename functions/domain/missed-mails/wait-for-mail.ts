import { sql } from "kysely";
import type { ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import { times } from "../../../contract/times.ts";
import type { Database } from "../database.ts";
import { isActive } from "../workspace/roles.ts";

const { delayMinutes, gapHours, gapHoursAfterReturn } = times.missedMails;

/** Participants per statement. */
const pageSize = 1_000;

/**
 * The longest time over which the e-mails about one message are spread, in seconds. SES sends one e-mail per second in
 * a new account.
 */
const longestSpread = 3_600;

/** A user who waits for an e-mail, and its time. */
export interface WaitingUser {
  userId: UserId;
  at: string;
}

/**
 * Lets the absent users whom a message concerns wait for an e-mail: the other user of a direct conversation, and the
 * mentioned users, as their settings allow. A user waits for one e-mail at a time. The next one is due hours after the
 * last one.
 *
 * @returns those who have waited for none. Repeating a call returns nobody, and the daily cleanup queues the lost jobs.
 */
export async function waitForMail(
  db: Database,
  { conversationId, messageId }: { conversationId: ConversationId; messageId: MessageId },
): Promise<WaitingUser[]> {
  const waiting: WaitingUser[] = [];
  for (let after: UserId | null = null; ; ) {
    const { rows }: { rows: { userId: UserId; at: Date | null }[] } = await sql<{
      userId: UserId;
      at: Date | null;
    }>`
      WITH concerned AS (
        SELECT p.user_id
        FROM messages m
        JOIN conversations c ON c.id = m.conversation_id
        JOIN participants p ON p.conversation_id = m.conversation_id
        JOIN users u ON u.id = p.user_id
        JOIN workspace s ON s.missed_mails <> 'off'
        WHERE m.conversation_id = ${conversationId}::uuid AND m.id = ${messageId}::uuid AND m.deleted_at IS NULL
          AND p.user_id <> m.sender_id AND p.notify <> 'nothing'
          AND (${after}::uuid IS NULL OR p.user_id > ${after}::uuid)
          AND u.missed_mails AND u.email_verified_at IS NOT NULL AND ${isActive}
          AND (
            c.kind = 'direct' AND p.notify = 'all' AND (m.system IS NULL OR m.system ->> 'event' = 'missedCall')
            OR EXISTS (
              SELECT FROM mentions n
              WHERE n.user_id = p.user_id AND n.conversation_id = m.conversation_id AND n.seq = m.seq
            )
            OR is_widely_mentioned_v1(m, p.user_id)
          )
          AND NOT EXISTS (SELECT FROM connections k WHERE k.user_id = p.user_id AND k.expires_at > now())
        ORDER BY p.user_id
        LIMIT ${pageSize}::integer
      ), waiting AS (
        INSERT INTO missed_mails AS w (user_id, due_at)
        SELECT
          concerned.user_id,
          now() + ${delayMinutes}::integer * interval '1 minute'
            + random() * least(count(*) OVER () - 1, ${longestSpread}::integer) * interval '1 second'
        FROM concerned
        ON CONFLICT (user_id) DO UPDATE SET
          due_at = greatest(
            excluded.due_at,
            w.sent_at + interval '1 hour' * CASE WHEN EXISTS (
              SELECT FROM online_periods o
              WHERE o.user_id = w.user_id AND (o.ended_at IS NULL OR o.ended_at > w.sent_at)
            ) THEN ${gapHoursAfterReturn}::integer ELSE ${gapHours}::integer END
          )
        WHERE w.due_at IS NULL
        RETURNING w.user_id, w.due_at
      )
      SELECT concerned.user_id, waiting.due_at AS at
      FROM concerned LEFT JOIN waiting ON waiting.user_id = concerned.user_id
      ORDER BY concerned.user_id`.execute(db.repeatable);
    for (const { userId, at } of rows) if (at) waiting.push({ userId, at: at.toISOString() });
    if (rows.length < pageSize) return waiting;
    after = rows.at(-1)?.userId ?? null;
  }
}
