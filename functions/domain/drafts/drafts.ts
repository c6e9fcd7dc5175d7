import { sql } from "kysely";
import type { Draft, DraftPage, DraftsQuery, SaveDraft } from "../../../contract/drafts.ts";
import { ConversationId, MessageId, type UserId } from "../../../contract/ids.ts";
import { allowances, limits } from "../../../contract/limits.ts";
import { RateLimited } from "../../platform/problems/refusals.ts";
import { ConversationNotFound } from "../conversations/refusals.ts";
import type { Database } from "../database.ts";
import { UnknownThread } from "../messages/refusals.ts";
import type { Sender } from "../messages/send.ts";
import { boundedRows } from "../pages/bounded-rows.ts";
import { takePage } from "../pages/page.ts";
import { SessionEnded } from "../sessions/refusals.ts";
import { DraftChanged, TooManyDrafts } from "./refusals.ts";

interface SavedRow {
  outcome: "saved" | "unchanged" | "changed" | "session ended" | "no such thread" | "too many" | "too fast";
  retryAfter: number;
  revision: number;
}

/**
 * Saves a draft, or removes it if the text is empty. A draft that has changed since the user saw it stays.
 *
 * @returns the draft, and whether this call changed it
 * @throws {SessionEnded | ConversationNotFound | UnknownThread | DraftChanged | TooManyDrafts | RateLimited}
 */
export async function saveDraft(
  db: Database,
  conversationId: ConversationId,
  { userId, sessionId }: Sender,
  { content, threadId, basedOn }: SaveDraft,
): Promise<{ draft: Draft; isChanged: boolean }> {
  const { burst, perSecond } = allowances.drafts;
  const { rows } = await sql<SavedRow>`
    SELECT outcome, retry_after, revision FROM save_draft_v1(
      ${userId}::uuid, ${sessionId}::uuid, ${conversationId}::uuid, ${threadId ?? null}::uuid, ${content},
      ${basedOn}, ${limits.drafts}, ${burst}::float8, ${perSecond}::float8
    )`.execute(db.repeatable);
  const [row] = rows;
  if (!row) throw new ConversationNotFound();
  if (row.outcome === "session ended") throw new SessionEnded();
  if (row.outcome === "no such thread") throw new UnknownThread();
  if (row.outcome === "changed") throw new DraftChanged();
  if (row.outcome === "too many") throw new TooManyDrafts();
  if (row.outcome === "too fast") throw new RateLimited(row.retryAfter);
  const { revision } = row;
  const draft = { conversationId, ...(threadId && { threadId }), content, revision };
  return { draft, isChanged: row.outcome === "saved" };
}

interface DraftRow {
  conversationId: ConversationId;
  place: string;
  content: string;
  revision: number;
  candidates: number;
}

function afterCursor(cursor: string) {
  const [conversationId, place] = cursor.split("_");
  return sql`(d.conversation_id, d.place)
    > (${ConversationId.parse(conversationId)}::uuid, ${MessageId.parse(place)}::uuid)`;
}

/** Lists a user's drafts. */
export async function listDrafts(
  db: Database,
  userId: UserId,
  { cursor, limit = limits.page.default }: DraftsQuery,
): Promise<DraftPage> {
  const { rows } = await sql<DraftRow>`${boundedRows({
    columns: (from) => sql`${from}.conversation_id, ${from}.place, ${from}.content, ${from}.revision`,
    rows: sql`
      SELECT d.conversation_id, d.place, d.content, d.revision FROM drafts d
      WHERE d.user_id = ${userId}::uuid AND ${cursor ? afterCursor(cursor) : sql`true`}
      ORDER BY d.conversation_id, d.place LIMIT ${limit + 1}`,
    order: sql`page.conversation_id, page.place`,
    bytes: sql`octet_length(page.content)`,
  })}`.execute(db.repeatable);
  const page = takePage(rows, limit, (last) => `${last.conversationId}_${last.place}`);
  return {
    items: page.rows.map(({ conversationId, place, content, revision }) => ({
      conversationId,
      ...(place !== conversationId && { threadId: MessageId.parse(place) }),
      content,
      revision,
    })),
    nextCursor: page.nextCursor,
  };
}
