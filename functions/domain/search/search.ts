import { type RawBuilder, sql } from "kysely";
import type { UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { SearchPage, SearchQuery } from "../../../contract/search.ts";
import type { Reads } from "../database.ts";
import { pageBytes, rowBytes } from "../messages/page-bytes.ts";
import { type MessageRow, messageColumns, toMessage } from "../messages/rows.ts";
import { excerptOf } from "./excerpt.ts";

/** Translates a typed query for PostgreSQL. The last word also matches as a prefix, unless it is in quotes. */
function tsQuery(text: string): RawBuilder<unknown> {
  const [, head = "", last] = /^(.*?)([\p{L}\p{N}]+)$/su.exec(text) ?? [];
  const isQuoted = (text.match(/"/g)?.length ?? 0) % 2 === 1;
  if (last === undefined || isQuoted || head.endsWith("-"))
    return sql`websearch_to_tsquery('simple', ${text})`;
  const beginning = sql`to_tsquery('simple', ${`${last}:*`})`;
  return head.trim() === "" ? beginning : sql`websearch_to_tsquery('simple', ${head}) && ${beginning}`;
}

interface HitRow extends MessageRow {
  /** The number of messages on this page before the byte limit cut it. */
  candidates: number;
}

/**
 * Finds the messages that contain all words of a query, in the caller's conversations.
 */
export async function searchMessages(
  db: Reads,
  readerId: UserId,
  {
    query,
    conversationId,
    from,
    before,
    after,
    sort = "newest",
    cursor = "0",
    limit = limits.page.default,
  }: SearchQuery,
): Promise<SearchPage> {
  const offset = Number(cursor);
  const words = tsQuery(query);
  const vector = sql`to_tsvector('simple'::regconfig, m.content)`;
  const rank = sort === "relevance" ? sql`ts_rank_cd(${vector}, words.query) DESC,` : sql``;
  const { rows } = await sql<HitRow>`
    SELECT ${messageColumns(sql`bounded`)}, bounded.candidates
    FROM (
      SELECT ${messageColumns(sql`found`)}, count(*) OVER () AS candidates, row_number() OVER (ORDER BY found.place) AS position,
        sum(${rowBytes(sql`found`)}) OVER (ORDER BY found.place) AS bytes
      FROM (
        SELECT ${messageColumns(sql`m`)}, row_number() OVER (ORDER BY ${rank} m.created_at DESC, m.id DESC) AS place
        FROM (SELECT ${words} AS query) words, participants p
        JOIN messages m ON m.conversation_id = p.conversation_id
        WHERE p.user_id = ${readerId}::uuid AND ${vector} @@ words.query AND m.deleted_at IS NULL
          AND ${conversationId ? sql`p.conversation_id = ${conversationId}::uuid` : sql`true`}
          AND ${from ? sql`m.sender_id = ${from}::uuid` : sql`true`}
          AND ${before ? sql`m.created_at < ${before}::timestamptz` : sql`true`}
          AND ${after ? sql`m.created_at >= ${after}::timestamptz` : sql`true`}
        ORDER BY place LIMIT ${limit + 1} OFFSET ${offset}
      ) found
    ) bounded
    WHERE bounded.position = 1 OR bounded.bytes <= ${pageBytes}
    ORDER BY bounded.position`.execute(db.repeatable);
  const page = rows.slice(0, limit);
  const more = page.length > 0 && (rows[0]?.candidates ?? 0) > page.length;
  return {
    items: page.map((row) => ({ message: toMessage(row), excerpt: excerptOf(row.content, query) })),
    nextCursor: more ? String(offset + page.length) : null,
  };
}
