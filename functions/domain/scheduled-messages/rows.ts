import { type RawBuilder, type Selectable, sql } from "kysely";
import type { Attachment } from "../../../contract/attachments.ts";
import type { ScheduledMessage } from "../../../contract/scheduled-messages.ts";
import type { Schema } from "../schema.ts";

/** A scheduled message's row, as statements return it. */
export type ScheduledRow = Omit<
  Selectable<Schema["scheduledMessages"]>,
  "userId" | "attachmentIds" | "sendingAt"
> & { attachments: Attachment[] };

const ownColumns = (from: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  ${from}.id, ${from}.conversation_id, ${from}.content, ${from}.reply_to, ${from}.thread_id,
  ${from}.also_in_conversation, ${from}.send_at, ${from}.failure`;

/** Lists the columns from which `scheduledColumns` reads a scheduled message. @param from  the alias of its row */
export const storedColumns = (from: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`${ownColumns(from)}, ${from}.attachment_ids`;

/** Lists the columns of a scheduled message with its files. @param from  the alias of its row */
export const scheduledColumns = (from: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  ${ownColumns(from)}, coalesce((
    SELECT jsonb_agg(
      jsonb_strip_nulls(jsonb_build_object(
        'id', a.id, 'fileName', a.file_name, 'contentType', a.content_type, 'sizeBytes', a.size_bytes,
        'width', a.width, 'height', a.height
      ))
      ORDER BY listed.position
    )
    FROM jsonb_array_elements_text(${from}.attachment_ids) WITH ORDINALITY listed(id, position)
    CROSS JOIN LATERAL (
      SELECT o.id, o.file_name, o.content_type, o.size_bytes, o.width, o.height
      FROM attachments o WHERE o.id = listed.id::uuid LIMIT 1
    ) a
  ), '[]') AS attachments`;

export const toScheduled = (row: ScheduledRow): ScheduledMessage => ({
  id: row.id,
  conversationId: row.conversationId,
  content: row.content,
  sendAt: row.sendAt.toISOString(),
  ...(row.replyTo && { replyTo: row.replyTo }),
  ...(row.threadId && { threadId: row.threadId }),
  ...(row.alsoInConversation && { alsoInConversation: true }),
  ...(row.attachments.length > 0 && { attachments: row.attachments }),
  ...(row.failure !== null && { failure: row.failure }),
});
