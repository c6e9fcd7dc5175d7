import { type Kysely, sql } from "kysely";

/** The database functions of a release. */
export interface FunctionVersions {
  /** The source of each function: `CREATE OR REPLACE FUNCTION NAME_vN …`, after any comment. */
  sources: readonly string[];
  /** Names without a version that earlier releases created. */
  unversioned: readonly string[];
}

/** How long a function stays after a release that does not call it was deployed. */
const daysUntilDropped = 30;

/** The comment on a function that the release does not call. The time is PostgreSQL's text form of a `timestamptz`. */
const retiredSince = "retired since ";

const statementStart = "CREATE OR REPLACE FUNCTION ";

/** Splits a source into the function's name and the statement, without the comment that precedes it. */
function statementIn(source: string): { name: string; statement: string } {
  const statement = source.slice(Math.max(0, source.indexOf(statementStart)));
  const name = /^CREATE OR REPLACE FUNCTION (\w+_v\d+)\(/.exec(statement)?.[1];
  if (!name) throw new Error(`Not the source of a versioned function: ${source.slice(0, 80)}`);
  return { name, statement };
}

interface ExistingFunction {
  name: string;
  /** The name with its parameter types, quoted as needed. */
  signature: string;
  isRetired: boolean;
  isDroppable: boolean;
}

/** Lists the versioned and formerly unversioned functions in the schema, without those of extensions. */
async function existingFunctions<Tables>(
  db: Kysely<Tables>,
  unversioned: readonly string[],
): Promise<ExistingFunction[]> {
  const { rows } = await sql<ExistingFunction>`
    WITH candidates AS (
      SELECT
        p.proname::text AS name,
        p.oid::regprocedure::text AS signature,
        substring(obj_description(p.oid, 'pg_proc') FROM ${`^${retiredSince}(.+)$`}) AS retired_at
      FROM pg_proc p
      WHERE p.pronamespace = current_schema()::regnamespace
        AND (
          p.proname ~ '_v[0-9]+$'
          OR p.proname IN (SELECT json_array_elements_text(${JSON.stringify(unversioned)}::json))
        )
        AND NOT EXISTS (
          SELECT FROM pg_depend d
          WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
        )
    )
    SELECT
      name,
      signature,
      retired_at IS NOT NULL AS "isRetired",
      coalesce(retired_at::timestamptz < now() - ${daysUntilDropped}::int * interval '1 day', false) AS "isDroppable"
    FROM candidates
    ORDER BY signature`.execute(db);
  return rows;
}

/**
 * Creates the functions that a release calls, and drops those that no running release calls any longer.
 *
 * A deployment runs this before it replaces the code that calls the functions, and again with the older release's
 * functions when it rolls back. So a function that this release does not call may still be in use. It is marked as
 * retired, and dropped by the first run that finds the mark older than 30 days. Every run of a release that calls the
 * function removes the mark. Hence each release finds its functions, and those of the previous release, whichever
 * releases a deployment skips.
 *
 * @param db  a transaction under a lock that excludes other runs
 */
export async function installFunctions<Tables>(
  db: Kysely<Tables>,
  { sources, unversioned }: FunctionVersions,
): Promise<void> {
  const current = new Set<string>();
  for (const source of sources) {
    const { name, statement } = statementIn(source);
    await sql.raw(statement).execute(db);
    current.add(name);
  }
  for (const { name, signature, isRetired, isDroppable } of await existingFunctions(db, unversioned)) {
    const fn = sql.raw(signature);
    if (current.has(name)) {
      if (isRetired) await sql`COMMENT ON FUNCTION ${fn} IS NULL`.execute(db);
    } else if (!isRetired) {
      const { rows } = await sql<{ now: string }>`SELECT now()::text AS now`.execute(db);
      await sql`COMMENT ON FUNCTION ${fn} IS ${sql.lit(`${retiredSince}${rows[0]?.now}`)}`.execute(db);
    } else if (isDroppable) {
      await sql`DROP FUNCTION ${fn}`.execute(db);
    }
  }
}
