import { type RawBuilder, sql } from "kysely";

/**
 * Converts text for a comparison without regard to case. Every conversion names its collation, because the database's
 * default collation depends on where it was created: with `C`, `lower` ignores all letters but ASCII's. Indexes on
 * users name the same one (migration 0016).
 */
export const caseless = (text: RawBuilder<unknown>): RawBuilder<string> =>
  sql`lower(${text} COLLATE "und-x-icu")`;
