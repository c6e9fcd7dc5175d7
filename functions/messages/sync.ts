import { sql } from "kysely";
import type { SyncAnswer, SyncFrame } from "../../contract/frames.ts";
import type { UserId } from "../../contract/ids.ts";
import { limits } from "../../contract/limits.ts";
import type { Message } from "../../contract/messages.ts";
import type { Database } from "../database/database.ts";
import { pageBytes } from "./page-bytes.ts";
import { type MessageRow, toMessage } from "./rows.ts";

/** Bytes of the messages in a frame, as JSON; API Gateway's limit is 128 KiB for the whole of it. */
const frameBytes = 120 * 1024;

/** As many of the messages as fit into a frame, and at least one. */
function fitting(messages: readonly Message[]): Message[] {
  let bytes = 0;
  const end = messages.findIndex((message, at) => {
    bytes += Buffer.byteLength(JSON.stringify(message)) + 1;
    return at > 0 && bytes > frameBytes;
  });
  return end < 0 ? [...messages] : messages.slice(0, end);
}

/**
 * What a reader missed in the conversations that they name, after the seq that they know of each. Conversations
 * that they do not take part in have nothing for them, like those that do not exist.
 */
export async function missedMessages(
  db: Database,
  readerId: UserId,
  known: SyncFrame["conversations"],
): Promise<Pick<SyncAnswer, "messages" | "more">> {
  const { rows } = await sql<MessageRow & { candidates: number }>`
    SELECT * FROM (
      SELECT m.*, count(*) OVER () AS candidates, row_number() OVER page AS position,
        sum(octet_length(m.content)) OVER page AS bytes
      FROM json_each_text(${JSON.stringify(known)}::json) asked
      JOIN participants p ON p.conversation_id = asked.key::uuid AND p.user_id = ${readerId}::uuid
      CROSS JOIN LATERAL (
        SELECT * FROM messages
        WHERE conversation_id = p.conversation_id AND seq > asked.value::bigint
        ORDER BY seq LIMIT ${limits.page.max}
      ) m
      WINDOW page AS (ORDER BY m.conversation_id, m.seq)
    ) missed
    WHERE missed.position = 1 OR (missed.position <= ${limits.page.max} AND missed.bytes <= ${pageBytes})
    ORDER BY missed.position`.execute(db.repeatable);
  const messages = fitting(rows.map(toMessage));
  // A conversation that filled its share may have more than was counted: the next page tells.
  const candidates = rows[0]?.candidates ?? 0;
  return { messages, more: candidates > messages.length || messages.length === limits.page.max };
}
