import { type Selectable, sql } from "kysely";
import type { UserId } from "../../../contract/ids.ts";
import { identityForm, searchForm } from "../../../contract/normal-forms.ts";
import type { User } from "../../../contract/users.ts";
import { caseless } from "../../platform/database/caseless.ts";
import { literally, searchFormOf } from "../../platform/database/search-form.ts";
import type { Database } from "../database.ts";
import type { Schema } from "../schema.ts";
import { UserNotFound } from "./refusals.ts";

/** The columns that every user may read. */
export const userColumns = ["id", "username", "fullName", "createdAt", "pictureId"] as const;

export function toUser(row: Pick<Selectable<Schema["users"]>, (typeof userColumns)[number]>): User {
  return {
    id: row.id,
    username: row.username,
    fullName: row.fullName,
    createdAt: row.createdAt.toISOString(),
    ...(row.pictureId && { pictureId: row.pictureId }),
  };
}

/** @throws {UserNotFound} */
export async function getUser(db: Database, id: UserId): Promise<User> {
  const row = await db.repeatable
    .selectFrom("users")
    .select(userColumns)
    .where("id", "=", sql<UserId>`${id}::uuid`)
    .executeTakeFirst();
  if (!row) throw new UserNotFound();
  return toUser(row);
}

/** Finds a user by username or e-mail. @throws {UserNotFound} */
export async function findUserId(db: Database, login: string): Promise<UserId> {
  const { rows } = await sql<{ id: UserId }>`
    SELECT id FROM users WHERE username = ${identityForm(login)} OR ${caseless(sql`email`)} = ${caseless(sql`${identityForm(login)}`)}`.execute(
    db.repeatable,
  );
  const [user] = rows;
  if (!user) throw new UserNotFound();
  return user.id;
}

/**
 * Finds active users whose username or full name begins with `prefix`, in the order of their usernames. Case, accents and
 * Unicode's normalization make no difference.
 */
export async function findUsers(db: Database, prefix: string, limit: number): Promise<User[]> {
  const searched = searchForm(prefix).trim();
  if (searched === "") return [];
  const pattern = `${literally(searched)}%`;
  const name = searchFormOf(sql`full_name`);
  // Each half walks an index in the order of its operator class and stops early. An OR would read every match.
  const { rows } = await sql<Pick<Selectable<Schema["users"]>, (typeof userColumns)[number]>>`
    SELECT found.id, found.username, found.full_name, found.created_at, found.picture_id FROM (
      (SELECT id, username, full_name, created_at, picture_id FROM users WHERE username LIKE ${pattern} AND deleted_at IS NULL AND deactivated_at IS NULL
        ORDER BY username USING ~<~ LIMIT ${limit})
      UNION
      (SELECT id, username, full_name, created_at, picture_id FROM users WHERE ${name} LIKE ${pattern} AND deleted_at IS NULL AND deactivated_at IS NULL
        ORDER BY ${name} USING ~<~ LIMIT ${limit})
    ) found ORDER BY found.username COLLATE "C" LIMIT ${limit}`.execute(db.repeatable);
  return rows.map(toUser);
}
