import { sql } from "kysely";
import type { ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { VersionPage, VersionsQuery } from "../../../contract/message-versions.ts";
import type { Database } from "../database.ts";
import { boundedRows } from "../pages/bounded-rows.ts";
import { takePage } from "../pages/page.ts";
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
    SELECT version.number, version.content, version.written_at, version.candidates
    FROM participants p
    JOIN messages m ON m.conversation_id = p.conversation_id
    LEFT JOIN (${boundedRows({
      columns: (from) => sql`${from}.number, ${from}.content, ${from}.written_at`,
      rows: sql`
        SELECT v.number, v.content, v.written_at FROM message_versions v
        WHERE v.conversation_id = ${conversationId}::uuid AND v.message_id = ${messageId}::uuid
          AND ${cursor ? sql`v.number < ${Number(cursor)}` : sql`true`} AND (SELECT w.keeps_versions FROM workspace w)
        ORDER BY v.number DESC LIMIT ${limit + 1}`,
      order: sql`page.number DESC`,
      bytes: sql`octet_length(page.content)`,
    })}) version ON true
    WHERE p.conversation_id = ${conversationId}::uuid AND p.user_id = ${readerId}::uuid
      AND m.conversation_id = ${conversationId}::uuid AND m.id = ${messageId}::uuid
    ORDER BY version.number DESC`.execute(db.repeatable);
  if (rows.length === 0) throw new MessageNotFound();
  const versions = rows.filter((row): row is VersionRow => row.number !== null);
  const page = takePage(versions, limit, (last) => String(last.number));
  return {
    items: page.rows.map(({ number, content, writtenAt }) => ({
      number,
      content,
      createdAt: writtenAt.toISOString(),
    })),
    nextCursor: page.nextCursor,
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
