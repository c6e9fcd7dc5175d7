import { type Selectable, sql } from "kysely";
import { statusAt } from "../../../contract/availability.ts";
import type { UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { identityForm, searchForm } from "../../../contract/normal-forms.ts";
import type { User, UserLookup, UserPage } from "../../../contract/users.ts";
import { caseless } from "../../platform/database/caseless.ts";
import { columnsOf } from "../../platform/database/columns-of.ts";
import { literally, searchFormOf } from "../../platform/database/search-form.ts";
import type { Database } from "../database.ts";
import { takePage } from "../pages/page.ts";
import type { Schema } from "../schema.ts";
import { containsAll, nameFormOf, wordsOf } from "./name-search.ts";
import { UserNotFound } from "./refusals.ts";

/** The columns that every user may read. */
export const userColumns = [
  "id",
  "username",
  "fullName",
  "createdAt",
  "pictureId",
  "availability",
  "groupHandles",
] as const;

/** A user's row, as statements return it. */
export type UserRow = Pick<Selectable<Schema["users"]>, (typeof userColumns)[number]>;

export function toUser(row: UserRow): User {
  const { pausedUntil, quietHours, ...availability } = row.availability;
  const now = new Date();
  const status = statusAt(availability, now);
  return {
    id: row.id,
    username: row.username,
    fullName: row.fullName,
    createdAt: row.createdAt.toISOString(),
    ...(row.pictureId && { pictureId: row.pictureId }),
    ...(status && { status }),
    ...(pausedUntil !== undefined && Date.parse(pausedUntil) > now.getTime() && { pausedUntil }),
    ...(quietHours && { quietHours }),
    ...(row.groupHandles.length > 0 && { groups: row.groupHandles }),
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

/** Lists the active users in the order of their usernames. */
export async function listUsers(
  db: Database,
  { cursor, limit = limits.page.default }: Pick<UserLookup, "cursor" | "limit">,
): Promise<UserPage> {
  const columns = sql.join(userColumns.map((column) => sql.ref(column)));
  const { rows } = await sql<UserRow>`
    SELECT ${columns} FROM users
    WHERE username ~>~ ${cursor ?? ""} AND deleted_at IS NULL AND deactivated_at IS NULL
    ORDER BY username USING ~<~ LIMIT ${limit + 1}`.execute(db.repeatable);
  const page = takePage(rows, limit, (last) => last.username);
  return { items: page.rows.map(toUser), nextCursor: page.nextCursor };
}

/**
 * Finds active users by any part of their usernames and full names. The user with this username comes first, then users
 * with this full name, and then those whose name begins with the query. Within each part, usernames determine the order.
 * Case, accents and Unicode's normalization make no difference, and neither does an `@` before the query.
 */
export async function findUsers(db: Database, query: string, limit: number): Promise<User[]> {
  const words = wordsOf(query);
  if (words.length === 0) return [];
  const form = searchForm(query).trim().replace(/^@/, "");
  const pattern = `${literally(form)}%`;
  const name = searchFormOf(sql`full_name`);
  const columns = sql.join(userColumns.map((column) => sql.ref(column)));
  const isActive = sql`deleted_at IS NULL AND deactivated_at IS NULL`;
  // Each part uses an index, and all but the last stop early. An OR would read every match.
  const { rows } = await sql<UserRow>`
    SELECT ${columnsOf(sql`found`, userColumns)} FROM (
      (SELECT ${columns}, 0 AS place FROM users WHERE username = ${form} AND ${isActive})
      UNION ALL
      (SELECT ${columns}, 1 AS place FROM users WHERE ${name} LIKE ${literally(form)} AND ${isActive} LIMIT ${limit})
      UNION ALL
      (SELECT ${columns}, 2 AS place FROM users WHERE username LIKE ${pattern} AND ${isActive}
        ORDER BY username USING ~<~ LIMIT ${limit})
      UNION ALL
      (SELECT ${columns}, 2 AS place FROM users WHERE ${name} LIKE ${pattern} AND ${isActive}
        ORDER BY ${name} USING ~<~ LIMIT ${limit})
      UNION ALL
      (SELECT ${columns}, 3 AS place FROM (
        SELECT ${columns} FROM users WHERE ${containsAll(nameFormOf("users"), words)} AND ${isActive}
        -- Without it, the planner may read users one by one in the hope of enough matches.
        OFFSET 0
      ) matching LIMIT ${limit})
    ) found
    GROUP BY ${columnsOf(sql`found`, userColumns)}
    ORDER BY min(found.place), found.username COLLATE "C" LIMIT ${limit}`.execute(db.repeatable);
  return rows.map(toUser);
}
