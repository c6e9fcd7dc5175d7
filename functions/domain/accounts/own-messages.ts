import { sql } from "kysely";
import { ConversationId, type UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { MessagePage } from "../../../contract/messages.ts";
import type { Database } from "../database.ts";
import { rowBytes } from "../messages/message-bytes.ts";
import { type MessageRow, messageColumns, toMessage } from "../messages/rows.ts";
import { boundedRows } from "../pages/bounded-rows.ts";
import { takePage } from "../pages/page.ts";

function positionOf(cursor: string): { conversationId: ConversationId; seq: number } {
  const [id, seq] = cursor.split("_");
  return { conversationId: ConversationId.parse(id), seq: Number(seq) };
}

/** Lists a user's own messages, conversation by conversation. */
export async function listOwnMessages(db: Database, userId: UserId, cursor?: string): Promise<MessagePage> {
  const after = cursor === undefined ? undefined : positionOf(cursor);
  const { rows } = await sql<MessageRow & { candidates: number }>`${boundedRows({
    columns: messageColumns,
    rows: sql`
      SELECT ${messageColumns(sql`m`)} FROM messages m
      WHERE m.sender_id = ${userId}::uuid
        AND ${after ? sql`(m.conversation_id, m.seq) > (${after.conversationId}::uuid, ${after.seq})` : sql`true`}
      ORDER BY m.conversation_id, m.seq LIMIT ${limits.page.max + 1}`,
    order: sql`page.conversation_id, page.seq`,
    bytes: rowBytes(sql`page`),
  })}`.execute(db.repeatable);
  const page = takePage(rows, limits.page.max, (last) => `${last.conversationId}_${last.seq}`);
  return { items: page.rows.map(toMessage), nextCursor: page.nextCursor };
}
