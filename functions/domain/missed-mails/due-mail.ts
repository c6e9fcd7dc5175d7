import { sql } from "kysely";
import type { Availability } from "../../../contract/availability.ts";
import type { UserId } from "../../../contract/ids.ts";
import { type Language, storedLanguage } from "../../../contract/languages.ts";
import type { MissedMailRule } from "../../../contract/missed-mails.ts";
import { times } from "../../../contract/times.ts";
import type { Database } from "../database.ts";
import { isActive } from "../workspace/roles.ts";
import { type MissedMessage, missedMessages } from "./missed-messages.ts";
import { nextLoudTime } from "./next-loud-time.ts";
import { unsubscribeToken } from "./unsubscription.ts";

/** An e-mail about missed messages, ready to be written. */
export interface MissedMail {
  to: string;
  language: Language;
  messages: MissedMessage[];
  showsText: boolean;
  unsubscribeToken: string;
  /** Lets the user wait again, if the e-mail cannot be sent. */
  undo: () => Promise<void>;
}

interface Row {
  email: string;
  language: string | null;
  availability: Availability;
  rule: MissedMailRule;
  mailKey: string;
  dueAt: Date;
  sentAt: Date | null;
  /** Before this time, the user has seen the messages or was told about them. */
  since: Date;
  isWanted: boolean;
  isOnline: boolean;
}

/**
 * Users who leave seem to be online for some more seconds. An unread message from these seconds was missed as well.
 */
const graceSeconds = 60;

async function read(db: Database, userId: UserId, at: string): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    SELECT u.email, u.language, u.availability, s.missed_mails AS rule, s.mail_key, w.due_at, w.sent_at,
      greatest(
        u.created_at, w.sent_at,
        (SELECT p.changed_at - ${graceSeconds}::integer * interval '1 second' FROM presence p
          WHERE p.user_id = u.id AND NOT p.is_online)
      ) AS since,
      (u.missed_mails AND u.email_verified_at IS NOT NULL AND s.missed_mails <> 'off' AND ${isActive}) AS is_wanted,
      EXISTS (SELECT FROM connections k WHERE k.user_id = u.id AND k.expires_at > now()) AS is_online
    FROM missed_mails w JOIN users u ON u.id = w.user_id CROSS JOIN workspace s
    WHERE w.user_id = ${userId}::uuid AND w.due_at <= ${at}::timestamptz`.execute(db.repeatable);
  return rows[0];
}

/** Changes the time of an e-mail that waits. @returns whether it still waited for the time that the caller has read */
async function change(
  db: Database,
  userId: UserId,
  dueAt: Date,
  to: { dueAt: Date | null; isSent?: true },
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE missed_mails SET due_at = ${to.dueAt?.toISOString() ?? null}::timestamptz,
      sent_at = CASE WHEN ${to.isSent === true}::boolean THEN now() ELSE sent_at END
    WHERE user_id = ${userId}::uuid AND due_at = ${dueAt.toISOString()}::timestamptz
    RETURNING user_id`.execute(db.once);
  return rows.length > 0;
}

/**
 * Decides at its time whether a user gets an e-mail about missed messages, and takes it. Nothing is due while the user
 * is online, and once the messages are read. Quiet times postpone it. Of two simultaneous calls, one gets it.
 *
 * @param at  the time of the job. Nothing happens if the e-mail has a later one since.
 * @returns the e-mail, or a later time, or undefined if there is nothing to send
 */
export async function takeDueMail(
  db: Database,
  userId: UserId,
  at: string,
  now = new Date(),
): Promise<MissedMail | { at: string } | undefined> {
  const row = await read(db, userId, at);
  if (!row) return undefined;
  const { dueAt, sentAt, language, rule } = row;
  const postpone = async (to: Date) =>
    (await change(db, userId, dueAt, { dueAt: to })) ? { at: to.toISOString() } : undefined;
  const messages = row.isWanted && !row.isOnline ? await missedMessages(db, userId, row.since) : [];
  const oldest = messages.at(-1);
  if (!oldest) {
    await change(db, userId, dueAt, { dueAt: null });
    return undefined;
  }
  // The user may have read the first message and missed a later one.
  const missedAt = new Date(oldest.createdAt.getTime() + times.missedMails.delayMinutes * 60_000);
  const time = nextLoudTime(row.availability, missedAt > now ? missedAt : now);
  if (time > now) return postpone(time);
  if (!(await change(db, userId, dueAt, { dueAt: null, isSent: true }))) return undefined;
  return {
    to: row.email,
    language: storedLanguage(language),
    messages,
    showsText: rule === "text",
    unsubscribeToken: unsubscribeToken(userId, row.mailKey),
    undo: async () => {
      await sql`
        UPDATE missed_mails SET due_at = ${dueAt.toISOString()}::timestamptz, sent_at = ${sentAt?.toISOString() ?? null}::timestamptz
        WHERE user_id = ${userId}::uuid AND due_at IS NULL`.execute(db.repeatable);
    },
  };
}
