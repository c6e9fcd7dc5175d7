import { sql } from "kysely";
import type { Attachment } from "../../../contract/attachments.ts";
import type { FilePage, FilesQuery, ListedFile } from "../../../contract/file-lists.ts";
import type { AttachmentId, ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { ConversationNotFound } from "../conversations/refusals.ts";
import type { Reads } from "../database.ts";
import { takePage } from "../pages/page.ts";

interface FileRow extends Omit<Attachment, "id" | "width" | "height"> {
  id: AttachmentId;
  width: number | null;
  height: number | null;
  messageId: MessageId;
  seq: number;
  senderId: UserId;
  sentAt: Date;
}

function toListedFile(row: FileRow): ListedFile {
  const { id, fileName, contentType, sizeBytes, width, height } = row;
  return {
    attachment: {
      id,
      fileName,
      contentType,
      sizeBytes,
      ...(width !== null && { width }),
      ...(height !== null && { height }),
    },
    messageId: row.messageId,
    seq: row.seq,
    senderId: row.senderId,
    createdAt: row.sentAt.toISOString(),
  };
}

/** Lists the files of a conversation by their ids, which begin with their times. @throws {ConversationNotFound} */
export async function listFiles(
  db: Reads,
  conversationId: ConversationId,
  readerId: UserId,
  { cursor, limit = limits.page.default }: FilesQuery,
): Promise<FilePage> {
  // The query returns one row for the participant even if there are no files.
  const { rows } = await sql<FileRow | { [column in keyof FileRow]: null }>`
    SELECT file.id, file.file_name, file.content_type, file.size_bytes, file.width, file.height,
      m.id AS message_id, m.seq, m.sender_id, m.created_at AS sent_at
    FROM participants p
    LEFT JOIN (
      SELECT a.id, a.file_name, a.content_type, a.size_bytes, a.width, a.height, a.message_id
      FROM attachments a
      WHERE a.conversation_id = ${conversationId}::uuid AND a.message_id IS NOT NULL
        AND ${cursor ? sql`a.id < ${cursor}::uuid` : sql`true`}
      ORDER BY a.id DESC LIMIT ${limit + 1}
    ) file ON true
    LEFT JOIN LATERAL (
      SELECT each.id, each.seq, each.sender_id, each.created_at FROM messages each
      WHERE each.conversation_id = ${conversationId}::uuid AND each.id = file.message_id
      LIMIT 1
    ) m ON true
    WHERE p.conversation_id = ${conversationId}::uuid AND p.user_id = ${readerId}::uuid
    ORDER BY file.id DESC`.execute(db.repeatable);
  if (rows.length === 0) throw new ConversationNotFound();
  const found = rows.filter((row): row is FileRow => row.id !== null);
  const page = takePage(found, limit, (last) => last.id);
  return { items: page.rows.map(toListedFile), nextCursor: page.nextCursor };
}
