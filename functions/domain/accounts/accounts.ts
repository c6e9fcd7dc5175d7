import { type Selectable, type SqlBool, sql } from "kysely";
import type { Account, UpdateMe } from "../../../contract/accounts.ts";
import { type Availability, isTimeZone } from "../../../contract/availability.ts";
import { fieldError } from "../../../contract/field-errors.ts";
import type { PictureId, SessionId, UserId } from "../../../contract/ids.ts";
import type { ListSections } from "../../../contract/list-sections.ts";
import { identityForm } from "../../../contract/normal-forms.ts";
import type { Registration } from "../../../contract/registration.ts";
import { caseless } from "../../platform/database/caseless.ts";
import { InvalidRequest } from "../../platform/problems/refusals.ts";
import { hashOf } from "../../platform/random-token.ts";
import { takeAllowance } from "../allowances.ts";
import type { Database } from "../database.ts";
import { guessesFrom, guessing } from "../guesses/guess-limit.ts";
import { requireOwnPicture } from "../pictures/pictures.ts";
import type { Schema } from "../schema.ts";
import { type EndedRow, type EndedSessions, endedSessions, usedUpResets } from "../sessions/end.ts";
import { asUsername } from "../users/full-name.ts";
import { NameOfAnother } from "../users/refusals.ts";
import { toUser, userColumns } from "../users/users.ts";
import { AccountGone, EmailTaken, UsernameTaken } from "./refusals.ts";

const accountColumns = [
  ...userColumns,
  "email",
  "emailVerifiedAt",
  "pendingEmail",
  "workspaceRole",
  "keywords",
  "sections",
  "missedMails",
] as const;

function toAccount(row: Pick<Selectable<Schema["users"]>, (typeof accountColumns)[number]>): Account {
  return {
    ...toUser(row),
    email: row.email,
    isEmailVerified: row.emailVerifiedAt !== null,
    ...(row.pendingEmail !== null && { pendingEmail: row.pendingEmail }),
    workspaceRole: row.workspaceRole,
    ...(row.keywords.length > 0 && { keywords: row.keywords }),
    ...(row.sections.length > 0 && { sections: row.sections }),
    missedMails: row.missedMails,
  };
}

/** Matches the user with an e-mail address, regardless of case. */
const hasEmail = (email: string) => sql<SqlBool>`${caseless(sql`email`)} = ${caseless(sql`${email}`)}`;

/** @throws {UsernameTaken | EmailTaken} */
export async function requireFreeNames(
  db: Database,
  { username, email }: Pick<Registration, "username" | "email">,
): Promise<void> {
  const { rows } = await sql<{ isUsername: boolean }>`
    SELECT username = ${username} OR full_name_as_username IS NOT DISTINCT FROM ${username} AS is_username FROM users
    WHERE username = ${username} OR full_name_as_username = ${username} OR ${hasEmail(email)}
    ORDER BY is_username DESC LIMIT 1`.execute(db.repeatable);
  const [taken] = rows;
  if (taken) throw taken.isUsername ? new UsernameTaken() : new EmailTaken();
}

/**
 * Finds an account by username or e-mail, with the hash of its password. A deleted account has none.
 *
 * @param device  the token of the device, which may have signed in to the account before
 */
export async function findCredentials(db: Database, login: string, device: string | undefined) {
  const row = await db.repeatable
    .selectFrom("users")
    .select([...accountColumns, "passwordHash", "deactivatedAt"])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom("sessions")
          .select("sessions.id")
          .whereRef("sessions.userId", "=", "users.id")
          .where("sessions.deviceHash", "=", hashOf(device ?? "")),
      ).as("isKnownDevice"),
    )
    .where("deletedAt", "is", null)
    .where((where) =>
      where.or([
        where("username", "=", identityForm(login)),
        where(caseless(sql`email`), "=", caseless(sql`${identityForm(login)}`)),
      ]),
    )
    .executeTakeFirst();
  if (!row) return undefined;
  const { passwordHash, isKnownDevice, deactivatedAt } = row;
  return {
    account: toAccount(row),
    passwordHash,
    isKnownDevice: Boolean(isKnownDevice),
    isDeactivated: deactivatedAt !== null,
  };
}

/** Finds the account that has an e-mail address. */
export async function findOwner(db: Database, email: string): Promise<Account | undefined> {
  const row = await db.repeatable
    .selectFrom("users")
    .select(accountColumns)
    .where(hasEmail(email))
    .executeTakeFirst();
  return row && toAccount(row);
}

/** Returns the hash of an account's password. @throws {AccountGone} */
export async function getPasswordHash(db: Database, id: UserId): Promise<string> {
  const row = await db.repeatable
    .selectFrom("users")
    .select("passwordHash")
    .where("id", "=", sql<UserId>`${id}::uuid`)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
  if (!row) throw new AccountGone();
  return row.passwordHash;
}

/**
 * Sets a password and ends all sessions except `keep`, in one statement. A sign-in with the old password that races it
 * either waits and fails, or starts a session that ends here. Links that reset the password are used up, and a requested
 * e-mail address is forgotten, because a thief who knew the old password may have requested them.
 *
 * @throws {AccountGone}
 */
export async function setPassword(
  db: Database,
  { userId, passwordHash, keep }: { userId: UserId; passwordHash: string; keep: SessionId },
): Promise<EndedSessions> {
  const { rows } = await sql<EndedRow>`
    WITH account AS (
      UPDATE users SET password_hash = ${passwordHash}, pending_email = NULL, updated_at = now()
      WHERE id = ${userId}::uuid AND deleted_at IS NULL RETURNING id
    ), resets AS (${usedUpResets(sql`SELECT id FROM account`)})
    SELECT account.id AS user_id, ended.session_id, ended.connection_id
    FROM account LEFT JOIN LATERAL end_sessions_v1(account.id, NULL, ${keep}::uuid) ended ON true`.execute(
    db.repeatable,
  );
  if (rows.length === 0) throw new AccountGone();
  return endedSessions(userId, rows);
}

/** Returns a user's own account. @throws {AccountGone} */
export async function getAccount(db: Database, id: UserId): Promise<Account> {
  const row = await db.repeatable
    .selectFrom("users")
    .select(accountColumns)
    .where("id", "=", sql<UserId>`${id}::uuid`)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
  if (!row) throw new AccountGone();
  return toAccount(row);
}

/** The unique index decides, so that two users cannot take the same e-mail simultaneously. @throws {EmailTaken} */
export function refuseTakenEmail(error: unknown): never {
  if (error instanceof Error && error.message.includes("users_email")) throw new EmailTaken();
  throw error;
}

/**
 * Requires that no other account has an e-mail address. A taken one counts as a guess, as in a registration, because the
 * refusal reveals that an account exists.
 *
 * @throws {EmailTaken | TooManyGuesses}
 */
async function requireFreeEmail(
  db: Database,
  { id, email, address }: { id: UserId; email: string; address: string },
): Promise<void> {
  const isFree = await guessing(db, guessesFrom(address, "registrations"), async () => {
    const other = await db.repeatable
      .selectFrom("users")
      .select("id")
      .where(hasEmail(email))
      .where("id", "<>", sql<UserId>`${id}::uuid`)
      .executeTakeFirst();
    return other ? undefined : true;
  });
  if (!isFree) throw new EmailTaken();
}

/** A change of an account, without the password that confirms it. */
export type AccountChange = Omit<UpdateMe, "currentPassword">;

interface ChangeContext {
  /** Whether the deployment sends e-mail, so that a new address can wait for its confirmation. */
  confirmsEmail: boolean;
  /** The viewer's IP address. */
  address: string;
}

/**
 * Changes an account. `changedAt` increases with each change. A new e-mail address waits for its confirmation, so that a
 * typing error or a thief does not lock the owner out. A deployment that sends no e-mail cannot ask for confirmation, so
 * the address changes immediately.
 *
 * @throws {AccountGone | EmailTaken | NameOfAnother | NotYourPicture | InvalidRequest | RateLimited | TooManyGuesses}
 */
export async function updateAccount(
  db: Database,
  id: UserId,
  { pictureId, fullName, email, keywords, sections, missedMails, ...availability }: AccountChange,
  { confirmsEmail, address }: ChangeContext,
): Promise<Account & { changedAt: string }> {
  const { quietHours } = availability;
  if (quietHours && !isTimeZone(quietHours.timeZone))
    throw new InvalidRequest([fieldError("quietHours.timeZone", "unknown-time-zone")]);
  await takeAllowance(db, id, "changes");
  if (pictureId) await requireOwnPicture(db, id, pictureId);
  if (email !== undefined) await requireFreeEmail(db, { id, email, address });
  const isSame = hasEmail(email ?? "");
  const name = fullName ? await asUsername(fullName) : null;
  const row = await db.repeatable
    .updateTable("users")
    .set({
      ...(fullName !== undefined && { fullName }),
      ...(email !== undefined &&
        confirmsEmail && {
          email: sql<string>`CASE WHEN ${isSame} THEN ${email} ELSE email END`,
          pendingEmail: sql<string | null>`CASE WHEN NOT ${isSame} THEN ${email} END`,
        }),
      ...(email !== undefined &&
        !confirmsEmail && {
          email,
          emailVerifiedAt: sql<Date | null>`CASE WHEN ${isSame} THEN email_verified_at END`,
        }),
      ...(pictureId !== undefined && { pictureId: sql<PictureId | null>`${pictureId}::uuid` }),
      ...(keywords !== undefined && { keywords: sql<string[]>`${JSON.stringify(keywords)}::jsonb` }),
      ...(sections !== undefined && { sections: sql<ListSections>`${JSON.stringify(sections)}::jsonb` }),
      ...(missedMails !== undefined && { missedMails }),
      // A null removes its field.
      availability: sql<Availability>`jsonb_strip_nulls(availability || ${JSON.stringify(availability)}::jsonb)`,
      updatedAt: sql`clock_timestamp()`,
    })
    .where("id", "=", sql<UserId>`${id}::uuid`)
    .where("deletedAt", "is", null)
    .where(name === null ? sql<SqlBool>`true` : sql<SqlBool>`is_own_name_v1(${id}::uuid, ${name})`)
    .returning([...accountColumns, "updatedAt"])
    .executeTakeFirst()
    .catch(refuseTakenEmail);
  if (!row) {
    await getAccount(db, id);
    throw new NameOfAnother();
  }
  return { ...toAccount(row), changedAt: row.updatedAt.toISOString() };
}
