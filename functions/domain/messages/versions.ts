import { sql } from "kysely";
import type { ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { VersionPage, VersionsQuery } from "../../../contract/message-versions.ts";
import type { Database } from "../database.ts";
import { pageBytes } from "./page-bytes.ts";
import { MessageNotFound } from "./refusals.ts";

/** A message, and the user who reads its versions. */
export interface VersionsOf {
  conversationId: ConversationId;
  messageId: MessageId;
  readerId: UserId;
}

interface VersionRow {
  number: number;
  content: string;
  writtenAt: Date;
  candidates: number;
}

/** How many versions to remove at a time. */
const batchSize = 1_000;

/**
 * Lists the earlier versions of a message, newest first. There are none if the workspace does not keep them.
 *
 * @throws {MessageNotFound} also if the reader does not take part
 */
export async function listVersions(
  db: Database,
  { conversationId, messageId, readerId }: VersionsOf,
  { cursor, limit = limits.page.default }: VersionsQuery,
): Promise<VersionPage> {
  // The query returns one row for the message even if it has no versions.
  const { rows } = await sql<VersionRow | { [column in keyof VersionRow]: null }>`
    SELECT bounded.number, bounded.content, bounded.written_at, bounded.candidates
    FROM participants p
    JOIN messages m ON m.conversation_id = p.conversation_id
    LEFT JOIN (
      SELECT newest.number, newest.content, newest.written_at, count(*) OVER () AS candidates,
        sum(octet_length(newest.content)) OVER (ORDER BY newest.number DESC) AS bytes,
        row_number() OVER (ORDER BY newest.number DESC) AS position
      FROM (
        SELECT v.number, v.content, v.written_at FROM message_versions v
        WHERE v.conversation_id = ${conversationId}::uuid AND v.message_id = ${messageId}::uuid
          AND ${cursor ? sql`v.number < ${Number(cursor)}` : sql`true`} AND (SELECT w.keeps_versions FROM workspace w)
        ORDER BY v.number DESC LIMIT ${limit + 1}
      ) newest
    ) bounded ON bounded.position = 1 OR bounded.bytes <= ${pageBytes}
    WHERE p.conversation_id = ${conversationId}::uuid AND p.user_id = ${readerId}::uuid
      AND m.conversation_id = ${conversationId}::uuid AND m.id = ${messageId}::uuid
    ORDER BY bounded.position`.execute(db.repeatable);
  if (rows.length === 0) throw new MessageNotFound();
  const page = rows.filter((row): row is VersionRow => row.number !== null).slice(0, limit);
  const last = page.at(-1);
  const isMore = last && last.candidates > page.length;
  return {
    items: page.map(({ number, content, writtenAt }) => ({
      number,
      content,
      createdAt: writtenAt.toISOString(),
    })),
    nextCursor: isMore ? String(last.number) : null,
  };
}

/**
 * Removes all versions if the workspace no longer keeps them.
 *
 * @param until  when to stop, in milliseconds. The next run continues.
 */
export async function removeUnkeptVersions(db: Database, until: number): Promise<void> {
  let removed = batchSize;
  while (removed === batchSize && Date.now() < until) {
    const { rows } = await sql<{ number: number }>`
      DELETE FROM message_versions v
      USING (
        SELECT each.conversation_id, each.message_id, each.number FROM message_versions each
        WHERE NOT (SELECT w.keeps_versions FROM workspace w) LIMIT ${batchSize}
      ) unkept
      WHERE v.conversation_id = unkept.conversation_id AND v.message_id = unkept.message_id
        AND v.number = unkept.number
      RETURNING v.number`.execute(db.repeatable);
    removed = rows.length;
  }
}
