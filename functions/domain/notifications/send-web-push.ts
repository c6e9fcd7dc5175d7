import { sql } from "kysely";
import pLimit from "p-limit";
import type { ConversationId, MessageId } from "../../../contract/ids.ts";
import type { WebPush } from "../../platform/outbound/web-push/web-push.ts";
import type { Database } from "../database.ts";

/** Runs at most 20 requests to push services simultaneously. */
const limitConcurrency = pLimit(20);

/** The maximum of notifications for one message. A result of the Data API is at most 1 MiB. */
const most = 1_000;

/** How many characters of a message a notification shows. */
const shown = 200;

interface Row {
  endpoint: string;
  p256dh: string;
  auth: string;
  seq: number;
  content: string;
  fileName: string | null;
  senderName: string;
  name: string | null;
  isGroupChat: boolean;
}

/**
 * Sends Web Push notifications of a message to its absent participants: users without a connection, whose settings
 * ask for one and who have not read it. The sender gets none. A message that was deleted meanwhile causes none.
 */
export async function sendWebPush(
  db: Database,
  webPush: WebPush,
  conversationId: ConversationId,
  messageId: MessageId,
): Promise<void> {
  const { rows } = await sql<Row>`
    SELECT s.endpoint, s.p256dh, s.auth, m.seq, left(m.content, ${shown}::integer) AS content,
      m.attachments -> 0 ->> 'fileName' AS file_name, coalesce(u.full_name, u.username) AS sender_name,
      c.name, c.is_group_chat
    FROM messages m
    JOIN conversations c ON c.id = m.conversation_id
    JOIN users u ON u.id = m.sender_id
    JOIN participants p ON p.conversation_id = m.conversation_id AND p.user_id <> m.sender_id
    JOIN push_subscriptions s ON s.user_id = p.user_id
    WHERE m.conversation_id = ${conversationId}::uuid AND m.id = ${messageId}::uuid AND m.deleted_at IS NULL
      AND p.last_read_seq < m.seq
      AND (p.notify = 'all' OR p.notify = 'mentions' AND EXISTS (
        SELECT FROM mentions n
        WHERE n.user_id = p.user_id AND n.conversation_id = m.conversation_id AND n.seq = m.seq
      ))
      AND NOT EXISTS (SELECT FROM connections o WHERE o.user_id = p.user_id AND o.expires_at > now())
    LIMIT ${most}`.execute(db.repeatable);
  await limitConcurrency.map(
    rows,
    async ({ endpoint, p256dh, auth, seq, senderName, name, isGroupChat, ...row }) => {
      const text = row.content || row.fileName || "";
      const message = {
        conversationId,
        seq,
        title: isGroupChat ? (name ?? senderName) : senderName,
        body: isGroupChat ? `${senderName}: ${text}` : text,
      };
      if ((await webPush.send(endpoint, { p256dh, auth }, message)) !== "ended") return;
      await sql`DELETE FROM push_subscriptions WHERE endpoint = ${endpoint}`.execute(db.repeatable);
    },
  );
}
