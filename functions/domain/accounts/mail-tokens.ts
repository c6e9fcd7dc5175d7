import { type RawBuilder, sql } from "kysely";
import type { UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { identityForm } from "../../../contract/normal-forms.ts";
import { times } from "../../../contract/times.ts";
import { caseless } from "../../platform/database/caseless.ts";
import { hashOf, randomToken } from "../../platform/random-token.ts";
import type { Database } from "../database.ts";
import type { MailPurpose } from "../schema.ts";
import { type EndedRow, type EndedSessions, endedSessions } from "../sessions/end.ts";
import { isActive } from "../workspace/roles.ts";
import { refuseTakenEmail } from "./accounts.ts";
import { LinkExpired } from "./refusals.ts";

/** A link's token, with the account and address that it goes to. */
export interface MailToken {
  token: string;
  email: string;
  username: string;
}

const minutes: Record<MailPurpose, number> = {
  verify: times.mailLink.verifyHours * 60,
  reset: times.mailLink.resetMinutes,
};

/** Issues a token for the account that `which` selects, unless it received too many within the hour. */
async function issue(
  db: Database,
  purpose: MailPurpose,
  which: RawBuilder<unknown>,
): Promise<MailToken | undefined> {
  const token = randomToken();
  const { rows } = await sql<Omit<MailToken, "token">>`
    WITH account AS (
      SELECT id, username, ${purpose === "verify" ? sql`coalesce(pending_email, email)` : sql`email`} AS email
      FROM users u WHERE ${which} AND ${isActive} AND (
        SELECT count(*) FROM mail_tokens t
        WHERE t.user_id = u.id AND t.purpose = ${purpose} AND t.created_at > now() - interval '1 hour'
      ) < ${limits.mailsPerHour}::integer
    ), issued AS (
      INSERT INTO mail_tokens (token_hash, user_id, purpose, email, expires_at)
      SELECT ${hashOf(token)}, id, ${purpose}, email, now() + ${minutes[purpose]}::integer * interval '1 minute'
      FROM account
    )
    SELECT username, email FROM account`.execute(db.once);
  const [account] = rows;
  return account && { token, ...account };
}

/** Issues a token that confirms an account's new or present address, unless it is confirmed already. */
export const issueVerification = (db: Database, userId: UserId): Promise<MailToken | undefined> =>
  issue(db, "verify", sql`id = ${userId}::uuid AND (email_verified_at IS NULL OR pending_email IS NOT NULL)`);

/** Issues a token that resets a password. The login is a username or an e-mail address. */
export const issueReset = (db: Database, login: string): Promise<MailToken | undefined> =>
  issue(
    db,
    "reset",
    sql`(username = ${identityForm(login)} OR ${caseless(sql`email`)} = ${caseless(sql`${identityForm(login)}`)})`,
  );

/** Withdraws a token whose e-mail could not be sent, so that it does not count towards the limit. */
export async function withdraw(db: Database, token: string): Promise<void> {
  await sql`DELETE FROM mail_tokens WHERE token_hash = ${hashOf(token)}`.execute(db.repeatable);
}

/** An address that a link confirmed. */
export interface ConfirmedEmail {
  userId: UserId;
  email: string;
  /** The address that it replaces, if it is new. */
  replaced: string | null;
}

/**
 * Confirms an account's address. A new address then replaces the current one. Following the link again has the same
 * result.
 *
 * @returns undefined if the token is unknown or expired, or if the account has a different address now
 * @throws {EmailTaken} if another account has taken the new address
 */
export async function verifyEmail(db: Database, token: string): Promise<ConfirmedEmail | undefined> {
  const { rows } = await sql<ConfirmedEmail>`
    WITH account AS (
      SELECT u.id, u.email AS present, t.email AS confirmed
      FROM mail_tokens t JOIN users u ON u.id = t.user_id AND t.email IN (u.email, u.pending_email)
      WHERE t.token_hash = ${hashOf(token)} AND t.purpose = 'verify' AND t.used_at IS NULL
        AND t.expires_at > now() AND u.deleted_at IS NULL
      FOR UPDATE OF u
    )
    UPDATE users u SET
      email = a.confirmed,
      email_verified_at = CASE WHEN a.confirmed = a.present THEN coalesce(u.email_verified_at, now()) ELSE now() END,
      pending_email = nullif(u.pending_email, a.confirmed),
      updated_at = now()
    FROM account a WHERE u.id = a.id
    RETURNING u.id AS user_id, u.email, nullif(a.present, a.confirmed) AS replaced`
    .execute(db.repeatable)
    .catch(refuseTakenEmail);
  return rows[0];
}

/**
 * Finds the account of a reset token that is unused and unexpired, before the expensive hashing of a password. The account
 * must still have the address.
 */
export async function findReset(
  db: Database,
  token: string,
): Promise<{ username: string; email: string } | undefined> {
  const { rows } = await sql<{ username: string; email: string }>`
    SELECT u.username, u.email FROM mail_tokens t JOIN users u ON u.id = t.user_id AND u.email = t.email
    WHERE t.token_hash = ${hashOf(token)} AND t.purpose = 'reset' AND t.used_at IS NULL AND t.expires_at > now()
      AND ${isActive}`.execute(db.repeatable);
  return rows[0];
}

/**
 * Sets a new password, uses up all reset tokens of the account, forgets a requested e-mail address, and ends the
 * account's sessions, in one statement. Reading the e-mail also confirms the present address.
 *
 * @throws {LinkExpired}
 */
export async function resetPassword(
  db: Database,
  token: string,
  passwordHash: string,
): Promise<EndedSessions> {
  const { rows } = await sql<EndedRow>`
    SELECT user_id, session_id, connection_id
    FROM reset_password_v1(${hashOf(token)}, ${passwordHash})`.execute(db.once);
  const [first] = rows;
  if (!first) throw new LinkExpired();
  return endedSessions(first.userId, rows);
}

/** Removes expired tokens. Those that another statement has locked remain until the next run. */
export async function removeExpiredMailTokens(db: Database): Promise<void> {
  await sql`
    DELETE FROM mail_tokens t WHERE t.token_hash IN (
      SELECT e.token_hash FROM mail_tokens e WHERE e.expires_at <= now() FOR UPDATE SKIP LOCKED
    )`.execute(db.repeatable);
}
