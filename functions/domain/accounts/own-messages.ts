import { sql } from "kysely";
import { ConversationId, type UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { MessagePage } from "../../../contract/messages.ts";
import type { Database } from "../database.ts";
import { pageBytes, rowBytes } from "../messages/page-bytes.ts";
import { type MessageRow, messageColumns, toMessage } from "../messages/rows.ts";

function positionOf(cursor: string): { conversationId: ConversationId; seq: number } {
  const [id, seq] = cursor.split("_");
  return { conversationId: ConversationId.parse(id), seq: Number(seq) };
}

/** Lists a user's own messages, conversation by conversation. */
export async function listOwnMessages(db: Database, userId: UserId, cursor?: string): Promise<MessagePage> {
  const after = cursor === undefined ? undefined : positionOf(cursor);
  const { rows } = await sql<MessageRow & { candidates: number }>`
    SELECT ${messageColumns(sql`bounded`)}, bounded.candidates FROM (
      SELECT ${messageColumns(sql`page`)}, count(*) OVER () AS candidates, row_number() OVER place AS position,
        sum(${rowBytes(sql`page`)}) OVER place AS bytes
      FROM (
        SELECT ${messageColumns(sql`m`)} FROM messages m
        WHERE m.sender_id = ${userId}::uuid
          AND ${after ? sql`(m.conversation_id, m.seq) > (${after.conversationId}::uuid, ${after.seq})` : sql`true`}
        ORDER BY m.conversation_id, m.seq LIMIT ${limits.page.max + 1}
      ) page
      WINDOW place AS (ORDER BY page.conversation_id, page.seq)
    ) bounded
    WHERE bounded.position = 1 OR (bounded.position <= ${limits.page.max} AND bounded.bytes <= ${pageBytes})
    ORDER BY bounded.position`.execute(db.repeatable);
  const last = rows.at(-1);
  const more = last && last.candidates > rows.length;
  return {
    items: rows.map(toMessage),
    nextCursor: more ? `${last.conversationId}_${last.seq}` : null,
  };
}
