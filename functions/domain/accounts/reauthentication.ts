import { sql } from "kysely";
import type { SessionId, UserId } from "../../../contract/ids.ts";
import { times } from "../../../contract/times.ts";
import type { Database } from "../database.ts";
import { guessing, passwordGuesses } from "../guesses/guess-limit.ts";
import { getPasswordHash } from "./accounts.ts";
import { verifyPassword } from "./password.ts";
import { ReauthenticationRequired, WrongPassword } from "./refusals.ts";

/** A signed-in user who confirms their identity. */
export interface Confirmation {
  userId: UserId;
  sessionId: SessionId;
  /** The viewer's IP address. */
  address: string;
}

/** Compares a password with the caller's. @throws {WrongPassword | TooManyGuesses} */
async function requirePassword(
  db: Database,
  { userId, address }: Confirmation,
  { password, path }: { password: string; path: string },
): Promise<void> {
  const hash = await getPasswordHash(db, userId);
  const rules = passwordGuesses({ address, account: userId });
  const isRight = await guessing(db, rules, async () => (await verifyPassword(password, hash)) || undefined);
  if (!isRight) throw new WrongPassword(path);
}

/** Confirms the caller's password for the next minutes of the session. @throws {WrongPassword | TooManyGuesses} */
export async function reauthenticate(db: Database, caller: Confirmation, password: string): Promise<void> {
  await requirePassword(db, caller, { password, path: "password" });
  await sql`UPDATE sessions SET authenticated_at = now() WHERE id = ${caller.sessionId}::uuid`.execute(
    db.repeatable,
  );
}

/**
 * Requires the caller's password, or a recent `reauthenticate`, so that a stolen access token cannot take the account
 * over. Signing in does not count, because tokens are stolen soon after it as well.
 *
 * @param given  the password in the request, if any, and the field that holds it
 * @throws {ReauthenticationRequired | WrongPassword | TooManyGuesses}
 */
export async function requireRecentAuthentication(
  db: Database,
  caller: Confirmation,
  { password, path }: { password: string | undefined; path: string },
): Promise<void> {
  if (password !== undefined) return requirePassword(db, caller, { password, path });
  const { rows } = await sql`
    SELECT 1 AS one FROM sessions
    WHERE id = ${caller.sessionId}::uuid AND user_id = ${caller.userId}::uuid AND ended_at IS NULL
      AND authenticated_at > now() - ${times.reauthenticationSeconds} * interval '1 second'`.execute(
    db.repeatable,
  );
  if (rows.length === 0) throw new ReauthenticationRequired();
}
