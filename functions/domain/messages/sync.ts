import { sql } from "kysely";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { Message } from "../../../contract/messages.ts";
import type { SyncAnswer, SyncFrame } from "../../../contract/sync.ts";
import type { Database } from "../database.ts";
import { pageBytes } from "../pages/page-bytes.ts";
import { rowBytes } from "./message-bytes.ts";
import { type MessageRow, messageColumns, toMessage } from "./rows.ts";

/** The maximum bytes of the messages in a frame, as JSON. API Gateway limits a whole frame to 128 KiB. */
const frameBytes = 120 * 1024;

/** Returns as many of the messages as fit into a frame, and at least one. */
function fitting(messages: readonly Message[]): Message[] {
  let bytes = 0;
  const end = messages.findIndex((message, at) => {
    bytes += Buffer.byteLength(JSON.stringify(message)) + 1;
    return at > 0 && bytes > frameBytes;
  });
  return end < 0 ? [...messages] : messages.slice(0, end);
}

/**
 * Finds what a client missed in its conversations: messages after the known sequence numbers or, if there are none,
 * changes after the known revisions. Conversations in which the caller does not take part return nothing, like unknown
 * ones.
 */
export async function missed(
  db: Database,
  readerId: UserId,
  { conversations, revisions }: Pick<SyncFrame, "conversations" | "revisions">,
): Promise<Pick<SyncAnswer, "messages" | "changes" | "revisions" | "more">> {
  const added = await missedMessages(db, readerId, conversations);
  if (!revisions) return added;
  // A frame has room for either new messages or changes. New messages come first, and the client asks again.
  if (added.messages.length > 0) return { ...added, more: true };
  return { messages: [], ...(await missedChanges(db, readerId, conversations, revisions)) };
}

async function missedMessages(
  db: Database,
  readerId: UserId,
  known: SyncFrame["conversations"],
): Promise<{ messages: Message[]; more: boolean }> {
  const { rows } = await sql<MessageRow & { candidates: number }>`
    SELECT ${messageColumns(sql`missed`)}, missed.candidates FROM (
      SELECT ${messageColumns(sql`m`)}, count(*) OVER () AS candidates, row_number() OVER page AS position,
        sum(${rowBytes(sql`m`)}) OVER page AS bytes
      FROM json_each_text(${JSON.stringify(known)}::json) asked
      JOIN participants p ON p.conversation_id = asked.key::uuid AND p.user_id = ${readerId}::uuid
      CROSS JOIN LATERAL (
        SELECT ${messageColumns(sql`later`)} FROM messages later
        WHERE later.conversation_id = p.conversation_id AND later.seq > asked.value::bigint
        ORDER BY later.seq LIMIT ${limits.page.max}
      ) m
      WINDOW page AS (ORDER BY m.conversation_id, m.seq)
    ) missed
    WHERE missed.position = 1 OR (missed.position <= ${limits.page.max} AND missed.bytes <= ${pageBytes})
    ORDER BY missed.position`.execute(db.repeatable);
  const messages = fitting(rows.map(toMessage));
  // A conversation that filled the page may have more messages than were counted. The next page shows them.
  const candidates = rows[0]?.candidates ?? 0;
  return { messages, more: candidates > messages.length || messages.length === limits.page.max };
}

type ChangeRow = { askedId: ConversationId; lastRevision: number; changeCount: number } & (
  | MessageRow
  | { [column in keyof MessageRow]: null }
);

const isMessage = (row: ChangeRow): row is ChangeRow & MessageRow => row.id !== null;

/** Finds messages up to the known sequence number that changed after the known revision, in the order of revisions. */
async function missedChanges(
  db: Database,
  readerId: UserId,
  known: SyncFrame["conversations"],
  revisions: NonNullable<SyncFrame["revisions"]>,
): Promise<Required<Pick<SyncAnswer, "changes" | "revisions" | "more">>> {
  const { rows } = await sql<ChangeRow>`
    SELECT missed.asked_id, missed.last_revision, missed.change_count, ${messageColumns(sql`missed`)} FROM (
      SELECT c.id AS asked_id, c.last_revision, count(m.id) OVER (PARTITION BY c.id) AS change_count,
        ${messageColumns(sql`m`)}, row_number() OVER page AS position, sum(${rowBytes(sql`m`)}) OVER page AS bytes
      FROM json_each_text(${JSON.stringify(revisions)}::json) asked
      JOIN participants p ON p.conversation_id = asked.key::uuid AND p.user_id = ${readerId}::uuid
      JOIN conversations c ON c.id = p.conversation_id AND c.last_revision > asked.value::bigint
      LEFT JOIN LATERAL (
        SELECT ${messageColumns(sql`changed`)} FROM messages changed
        WHERE changed.conversation_id = c.id AND changed.revision > asked.value::bigint AND changed.revision > 0
          AND changed.seq <= coalesce((${JSON.stringify(known)}::json ->> asked.key)::bigint, 0)
        ORDER BY changed.revision LIMIT ${limits.page.max}
      ) m ON true
      WINDOW page AS (ORDER BY c.id, m.revision)
    ) missed
    WHERE missed.position = 1 OR (missed.position <= ${limits.page.max} AND coalesce(missed.bytes, 0) <= ${pageBytes})
    ORDER BY missed.position`.execute(db.repeatable);
  const changes = fitting(rows.filter(isMessage).map(toMessage));
  const upTo: Record<ConversationId, number> = {};
  let more = rows.length === limits.page.max || changes.length < rows.filter(isMessage).length;
  for (const { askedId, lastRevision, changeCount } of rows) {
    const sent = changes.filter(({ conversationId }) => conversationId === askedId);
    const isAll = sent.length === changeCount && changeCount < limits.page.max;
    if (isAll) upTo[askedId] = lastRevision;
    else if (sent.length > 0) upTo[askedId] = sent.at(-1)?.revision ?? 0;
    more ||= !isAll;
  }
  return { changes, revisions: upTo, more };
}
