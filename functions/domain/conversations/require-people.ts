import { sql } from "kysely";
import type { UserId } from "../../../contract/ids.ts";
import { idList } from "../../platform/database/id-list.ts";
import type { Database } from "../database.ts";
import { isActive } from "../workspace/roles.ts";
import { UnknownUsers } from "./refusals.ts";

/** @throws {UnknownUsers} naming each id under `participantIds` that belongs to no active user */
export async function requirePeople(db: Database, ids: readonly UserId[]): Promise<void> {
  const { rows } = await sql<{ position: number }>`
    SELECT listed.position FROM ${idList(ids)} listed
    WHERE (SELECT u.id FROM users u WHERE u.id = listed.id AND ${isActive}) IS NULL ORDER BY listed.position LIMIT 100`.execute(
    db.repeatable,
  );
  if (rows.length > 0) throw new UnknownUsers(rows.map(({ position }) => position - 1));
}
