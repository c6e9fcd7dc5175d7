import { databaseOf, withDatabase } from "../support/accounts.ts";

/**
 * Moves the messages of conversations to earlier times, as if people had written them over a day: a message every few
 * minutes, and each conversation somewhat earlier than the one before it.
 */
export async function spreadTimes(url: string, conversationIds: readonly string[]): Promise<void> {
  const databaseUrl = databaseOf(url);
  if (databaseUrl === undefined) throw new Error("The stack's database is not registered");
  await withDatabase(databaseUrl, async (client) => {
    await client.query(
      `WITH moved AS (
         UPDATE messages m SET created_at = m.created_at - interval '1 minute' *
           ((c.last_seq - m.seq) * 6 + (m.seq * 7 % 5) + (place.number - 1) * 11)
         FROM unnest($1::uuid[]) WITH ORDINALITY place (id, number) JOIN conversations c ON c.id = place.id
         WHERE m.conversation_id = place.id
         RETURNING m.conversation_id, m.thread_id, m.created_at
       ),
       active AS (
         UPDATE conversations c SET last_activity_at = latest.at
         FROM (SELECT conversation_id AS id, max(created_at) AS at FROM moved GROUP BY 1) latest WHERE c.id = latest.id
       )
       SELECT 1`,
      [conversationIds],
    );
    await client.query(
      `UPDATE messages root SET last_reply_at = latest.at
       FROM (SELECT conversation_id, thread_id, max(created_at) AS at FROM messages
             WHERE thread_id IS NOT NULL AND conversation_id = ANY ($1) GROUP BY 1, 2) latest
       WHERE root.conversation_id = latest.conversation_id AND root.id = latest.thread_id`,
      [conversationIds],
    );
  });
}
