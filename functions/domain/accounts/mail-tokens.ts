import { type RawBuilder, sql } from "kysely";
import type { UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { caseless } from "../../platform/database/caseless.ts";
import { hashOf, randomToken } from "../../platform/random-token.ts";
import type { Database } from "../database.ts";
import type { MailPurpose } from "../schema.ts";
import { LinkExpired } from "./refusals.ts";

/** A link's token, with the account and address that it goes to. */
export interface MailToken {
  token: string;
  email: string;
  username: string;
}

const minutes: Record<MailPurpose, number> = {
  verify: limits.mailLink.verifyHours * 60,
  reset: limits.mailLink.resetMinutes,
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
      SELECT id, username, email FROM users u WHERE ${which} AND deleted_at IS NULL AND (
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

/** Issues a token that confirms an account's address, unless it is confirmed already. */
export const issueVerification = (db: Database, userId: UserId): Promise<MailToken | undefined> =>
  issue(db, "verify", sql`id = ${userId}::uuid AND email_verified_at IS NULL`);

/** Issues a token that resets a password. The login is a username or an e-mail address. */
export const issueReset = (db: Database, login: string): Promise<MailToken | undefined> =>
  issue(
    db,
    "reset",
    sql`(username = ${login.toLowerCase()} OR ${caseless(sql`email`)} = ${caseless(sql`${login}`)})`,
  );

/** Withdraws a token whose e-mail could not be sent, so that it does not count towards the limit. */
export async function withdraw(db: Database, token: string): Promise<void> {
  await sql`DELETE FROM mail_tokens WHERE token_hash = ${hashOf(token)}`.execute(db.repeatable);
}

/** Selects the account of a token that is known, unused and unexpired. The account must still have the address. */
const usable = (token: string, purpose: MailPurpose) => sql`
  SELECT u.id FROM mail_tokens t JOIN users u ON u.id = t.user_id AND u.email = t.email
  WHERE t.token_hash = ${hashOf(token)} AND t.purpose = ${purpose} AND t.used_at IS NULL AND t.expires_at > now()
    AND u.deleted_at IS NULL`;

/**
 * Confirms an account's address. Following the link again has the same result.
 *
 * @throws {LinkExpired} also if the account has another address by now
 */
export async function verifyEmail(db: Database, token: string): Promise<void> {
  const { rows } = await sql`
    UPDATE users SET email_verified_at = coalesce(email_verified_at, now()), updated_at = now()
    WHERE id = (${usable(token, "verify")}) RETURNING id`.execute(db.repeatable);
  if (rows.length === 0) throw new LinkExpired();
}

/** Checks a reset token before the expensive hashing of a password. @throws {LinkExpired} */
export async function requireReset(db: Database, token: string): Promise<void> {
  const { rows } = await sql`${usable(token, "reset")}`.execute(db.repeatable);
  if (rows.length === 0) throw new LinkExpired();
}

/**
 * Sets a new password, and uses up all reset tokens of the account. Reading the e-mail also confirms the address.
 *
 * @returns the user
 * @throws {LinkExpired}
 */
export async function resetPassword(db: Database, token: string, passwordHash: string): Promise<UserId> {
  const { rows } = await sql<{ id: UserId }>`
    WITH account AS (${usable(token, "reset")}), used AS (
      UPDATE mail_tokens SET used_at = now()
      WHERE user_id = (SELECT id FROM account) AND purpose = 'reset' AND used_at IS NULL
      RETURNING token_hash
    )
    UPDATE users SET password_hash = ${passwordHash}, email_verified_at = coalesce(email_verified_at, now()),
      updated_at = now()
    WHERE id = (SELECT id FROM account) AND ${hashOf(token)} IN (SELECT token_hash FROM used)
    RETURNING id`.execute(db.once);
  const [account] = rows;
  if (!account) throw new LinkExpired();
  return account.id;
}

/** Removes expired tokens. */
export async function removeExpiredMailTokens(db: Database): Promise<void> {
  await sql`DELETE FROM mail_tokens WHERE expires_at <= now()`.execute(db.repeatable);
}
