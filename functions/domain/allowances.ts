import { sql } from "kysely";
import type { UserId } from "../../contract/ids.ts";
import { allowances } from "../../contract/limits.ts";
import { RateLimited } from "../platform/problems/refusals.ts";
import type { Database } from "./database.ts";

/**
 * Takes one action of a kind from a user's allowance. Call it before the action. A refused action counts as well, so
 * that probing is limited too.
 * @throws {RateLimited} when the allowance is used up
 */
export async function takeAllowance(
  db: Database,
  userId: UserId,
  kind: keyof typeof allowances,
): Promise<void> {
  const { burst, perSecond } = allowances[kind];
  const { rows } = await sql<{ wait: number }>`
    SELECT take_allowance_v1(${userId}::uuid, ${kind}, ${burst}::float8, ${perSecond}::float8) AS wait`.execute(
    db.repeatable,
  );
  const wait = rows[0]?.wait ?? 0;
  if (wait > 0) throw new RateLimited(wait);
}
