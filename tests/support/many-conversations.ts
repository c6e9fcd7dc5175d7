import { withDatabase } from "./accounts.ts";
import { type Person, uniqueName } from "./people.ts";

export interface ConversationCounts {
  channels: number;
  groups: number;
  directs: number;
  /** The number of messages in each conversation, all unread. */
  messages: number;
}

/**
 * Inserts conversations of a person with colleagues, because creating thousands would take minutes. The most recent
 * activity is in `channel 1` and the following ones, then in `Group 1`, and last in the direct conversations.
 */
export async function insertConversations(
  databaseUrl: string,
  { id }: Person,
  { channels, groups, directs, messages }: ConversationCounts,
): Promise<void> {
  const prefix = uniqueName("c");
  const named = channels + groups;
  await withDatabase(databaseUrl, async (client) => {
    await client.query(
      `INSERT INTO users (id, username, email, full_name, password_hash)
       SELECT gen_random_uuid(), $1 || n, $1 || n || '@example.com', 'Colleague ' || n, '-'
       FROM generate_series(1, $2::int) n`,
      [prefix, directs],
    );
    await client.query(
      `WITH colleagues AS (
         SELECT u.id, row_number() OVER (ORDER BY u.id) AS place FROM users u WHERE u.username ~ ('^' || $1 || '[0-9]+$')
       ),
       created AS (
         INSERT INTO conversations (id, name, is_group_chat, kind, direct_key, created_by, last_seq, last_activity_at)
         SELECT gen_random_uuid(),
           CASE WHEN n <= $3::int THEN 'channel ' || n || ' of ' || $1 WHEN n <= $4::int THEN 'Group ' || n - $3::int END,
           n <= $4::int,
           CASE WHEN n <= $3::int THEN 'channel' WHEN n <= $4::int THEN 'group' ELSE 'direct' END,
           CASE WHEN n > $4::int THEN $1 || n END,
           c.id, $6::int, now() - n * interval '1 minute'
         FROM generate_series(1, $5::int) n JOIN colleagues c ON c.place = 1 + n % $7::int
         RETURNING id, created_by, last_activity_at
       ),
       joined AS (
         INSERT INTO participants (conversation_id, user_id, role)
         SELECT created.id, p.user_id, 'member'
         FROM created CROSS JOIN LATERAL (VALUES ($2::uuid), (created.created_by)) p (user_id)
       )
       INSERT INTO messages (conversation_id, seq, id, sender_id, content, created_at)
       SELECT id, n, gen_random_uuid(), created_by, 'Message ' || n || ' to read',
         last_activity_at - ($6::int - n) * interval '1 second'
       FROM created, generate_series(1, $6::int) n`,
      [prefix, id, channels, named, named + directs, messages, directs],
    );
  });
}
