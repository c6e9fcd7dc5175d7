import { type Selectable, sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { Account, UpdateMe } from "../../../contract/accounts.ts";
import { type PictureId, UserId } from "../../../contract/ids.ts";
import type { Registration } from "../../../contract/registration.ts";
import { caseless } from "../../platform/database/caseless.ts";
import { takeAllowance } from "../allowances.ts";
import type { Database } from "../database.ts";
import { requireOwnPicture } from "../pictures/pictures.ts";
import type { Schema } from "../schema.ts";
import { toUser, userColumns } from "../users/users.ts";
import { AccountGone, EmailTaken, UsernameTaken } from "./refusals.ts";

const accountColumns = [...userColumns, "email", "emailVerifiedAt"] as const;

function toAccount(row: Pick<Selectable<Schema["users"]>, (typeof accountColumns)[number]>): Account {
  return { ...toUser(row), email: row.email, isEmailVerified: row.emailVerifiedAt !== null };
}

/** Creates an account. @throws {UsernameTaken | EmailTaken} */
export async function createAccount(
  db: Database,
  account: Omit<Registration, "password"> & { passwordHash: string },
): Promise<Account> {
  const id = UserId.parse(uuidv7());
  const row = await db.once
    .insertInto("users")
    .values({
      id: sql`${id}::uuid`,
      username: account.username,
      email: account.email,
      fullName: account.fullName ?? null,
      passwordHash: account.passwordHash,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning(accountColumns)
    .executeTakeFirst();
  if (row) return toAccount(row);
  const sameName = await db.repeatable
    .selectFrom("users")
    .select("id")
    .where("username", "=", account.username)
    .executeTakeFirst();
  if (!sameName) throw new EmailTaken();
  throw new UsernameTaken();
}

/** Finds an account by username or e-mail, with the hash of its password. */
export async function findCredentials(db: Database, login: string) {
  const row = await db.repeatable
    .selectFrom("users")
    .select([...accountColumns, "passwordHash"])
    .where((where) =>
      where.or([
        where("username", "=", login.toLowerCase()),
        where(caseless(sql`email`), "=", caseless(sql`${login}`)),
      ]),
    )
    .executeTakeFirst();
  return row && { account: toAccount(row), passwordHash: row.passwordHash };
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

export async function setPasswordHash(db: Database, id: UserId, passwordHash: string): Promise<void> {
  await db.repeatable
    .updateTable("users")
    .set({ passwordHash, updatedAt: sql`now()` })
    .where("id", "=", sql<UserId>`${id}::uuid`)
    .execute();
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

/** Changes an account. @throws {AccountGone | EmailTaken | NotYourPicture | RateLimited} */
export async function updateAccount(db: Database, id: UserId, change: UpdateMe): Promise<Account> {
  await takeAllowance(db, id, "changes");
  if (change.pictureId) await requireOwnPicture(db, id, change.pictureId);
  const row = await db.repeatable
    .updateTable("users")
    .set({
      ...(change.fullName !== undefined && { fullName: change.fullName }),
      ...(change.email !== undefined && {
        email: change.email,
        // The user must confirm a new address.
        emailVerifiedAt: sql<Date | null>`CASE WHEN ${caseless(sql`email`)} = ${caseless(sql`${change.email}`)} THEN email_verified_at END`,
      }),
      ...(change.pictureId !== undefined && { pictureId: sql<PictureId | null>`${change.pictureId}::uuid` }),
      updatedAt: sql`now()`,
    })
    .where("id", "=", sql<UserId>`${id}::uuid`)
    .returning(accountColumns)
    .executeTakeFirst()
    .catch((error: unknown) => {
      // The unique index decides, so that two users cannot take the same e-mail simultaneously.
      if (error instanceof Error && error.message.includes("users_email")) throw new EmailTaken();
      throw error;
    });
  if (!row) throw new AccountGone();
  return toAccount(row);
}
