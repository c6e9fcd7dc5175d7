import { sql } from "kysely";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { Database } from "../database.ts";
import { nameUnlessDeleted } from "../users/deleted-user.ts";

const { messages: most, characters } = limits.missedMails;

/** The characters of a message's source that are read. Its text is shorter. */
const sourceCharacters = characters * 3;

/** A message that a user has missed. */
export interface MissedMessage {
  conversationId: ConversationId;
  /** Null for a direct conversation. */
  conversationName: string | null;
  isDirect: boolean;
  /** Null for a deleted user. */
  senderName: string | null;
  /** The beginning of the text. */
  content: string;
  fileName: string | null;
  isCall: boolean;
  createdAt: Date;
}

/**
 * Lists the messages that a user has missed since a time, the newest first: unread ones of direct conversations, and
 * unread ones that mention the user, in threads as well. Muted conversations have none. There is one more than an
 * e-mail counts if there are too many.
 */
export async function missedMessages(db: Database, userId: UserId, since: Date): Promise<MissedMessage[]> {
  const from = sql`${since.toISOString()}::timestamptz`;
  const limit = sql`${most + 1}::integer`;
  const { rows } = await sql<MissedMessage>`
    SELECT m.conversation_id, c.name AS conversation_name, c.kind = 'direct' AS is_direct,
      ${nameUnlessDeleted} AS sender_name, left(m.content, ${sourceCharacters}::integer) AS content,
      m.attachments -> 0 ->> 'fileName' AS file_name, m.system IS NOT NULL AS is_call, m.created_at
    FROM participants p
    JOIN conversations c ON c.id = p.conversation_id
    CROSS JOIN LATERAL (
      (
        SELECT d.seq FROM messages d
        WHERE c.kind = 'direct' AND p.notify = 'all' AND d.conversation_id = p.conversation_id
          AND d.seq > p.last_read_seq AND d.thread_only_number IS NULL AND d.created_at > ${from}
        ORDER BY d.seq DESC LIMIT ${limit}
      ) UNION (
        SELECT n.seq FROM mentions n
        WHERE n.user_id = p.user_id AND n.conversation_id = p.conversation_id
          AND (n.thread_id IS NOT NULL OR n.seq > p.last_read_seq)
          AND NOT EXISTS (
            SELECT FROM thread_followers f
            WHERE f.user_id = n.user_id AND f.conversation_id = n.conversation_id AND f.root_id = n.thread_id
              AND f.last_read_seq >= n.seq
          )
        ORDER BY n.seq DESC LIMIT ${limit}
      ) UNION (
        SELECT w.seq FROM messages w
        WHERE w.conversation_id = p.conversation_id AND w.seq > p.last_read_seq AND w.mentions IS NOT NULL
          AND w.deleted_at IS NULL AND w.created_at > ${from} AND is_widely_mentioned_v1(w, p.user_id)
        ORDER BY w.seq DESC LIMIT ${limit}
      )
    ) found
    JOIN messages m ON m.conversation_id = p.conversation_id AND m.seq = found.seq
    JOIN users u ON u.id = m.sender_id
    WHERE p.user_id = ${userId}::uuid AND p.notify <> 'nothing' AND m.sender_id <> p.user_id
      AND m.deleted_at IS NULL AND m.created_at > ${from}
      AND (m.system IS NULL OR m.system ->> 'event' = 'missedCall')
    ORDER BY m.created_at DESC, m.conversation_id, m.seq DESC
    LIMIT ${limit}`.execute(db.repeatable);
  return rows;
}
