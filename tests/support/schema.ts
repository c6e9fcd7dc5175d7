import { Kysely, PostgresDialect, sql } from "kysely";
import type { RunningStack } from "../../localstack/stack.ts";
import { adminPool } from "./admin-pool.ts";
import { untilIdle } from "./aws-calls.ts";
import { eventually } from "./eventually.ts";

/** Connects to a stack's database as its owner, for tests that change the schema. */
export function ownerOf({ databaseUrl }: RunningStack): Kysely<unknown> {
  return new Kysely({ dialect: new PostgresDialect({ pool: adminPool(databaseUrl) }) });
}

/** Empties the schema. Jobs of earlier tests must have ended, because they lock tables in another order. */
export async function emptySchema(stack: RunningStack, owner: Kysely<unknown>): Promise<void> {
  await untilIdle(stack);
  await eventually(() => sql`DROP SCHEMA public CASCADE`.execute(owner));
  await sql`CREATE SCHEMA public`.execute(owner);
}

/**
 * Describes a database's schema: one line for each column, index, constraint, trigger, type and function. Functions of
 * older releases, which are retired, do not count.
 */
export async function schemaOf(owner: Kysely<unknown>): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    WITH classes AS (
      SELECT c.oid, c.relname, c.relkind, c.reloptions FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
    )
    SELECT concat_ws(' ', 'column', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attcollation::regcollation,
        CASE WHEN a.attnotnull THEN 'NOT NULL' END, a.attgenerated, pg_get_expr(d.adbin, d.adrelid)) AS line
      FROM classes c
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
      WHERE c.relkind IN ('r', 'p', 'v', 'm')
    UNION ALL SELECT concat_ws(' ', c.relkind, c.relname, c.reloptions) FROM classes c
    UNION ALL SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN classes c ON c.oid = i.indexrelid
    UNION ALL
    SELECT concat_ws(' ', 'constraint', n.conrelid::regclass, n.conname, pg_get_constraintdef(n.oid))
      FROM pg_constraint n WHERE n.connamespace = 'public'::regnamespace
    UNION ALL
    SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN classes c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal
    UNION ALL SELECT concat_ws(' ', 'extension', extname) FROM pg_extension
    UNION ALL
    SELECT concat_ws(' ', 'collation', collname, colllocale, collprovider)
      FROM pg_collation WHERE collnamespace = 'public'::regnamespace
    UNION ALL
    SELECT pg_get_functiondef(p.oid) FROM pg_proc p
      WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f'
        AND coalesce(obj_description(p.oid, 'pg_proc'), '') NOT LIKE 'retired%'
    ORDER BY line`.execute(owner);
  return rows.map(({ line }) => line);
}
