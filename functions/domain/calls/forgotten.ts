import { sql } from "kysely";
import type { ConversationId } from "../../../contract/ids.ts";
import type { Database } from "../database.ts";

/** Calls per run. More cannot lose their checks within a day unless the queue fails. */
const most = 1_000;

/** Lists the conversations with a call that nobody is in, whose checks were lost. */
export async function forgottenCalls(db: Database): Promise<ConversationId[]> {
  const { rows } = await sql<{ conversationId: ConversationId }>`
    SELECT c.conversation_id FROM calls c
    WHERE NOT EXISTS (
      SELECT FROM call_participants p WHERE p.conversation_id = c.conversation_id AND p.lease_until > now()
    )
    LIMIT ${most}`.execute(db.repeatable);
  return rows.map(({ conversationId }) => conversationId);
}
