import { randomUUID } from "node:crypto";
import pg from "pg";
import { ConversationId, UserId } from "../../../contract/ids.ts";

/** A reader with many conversations, and the busiest of them. */
export interface Seeded {
  readerId: UserId;
  busiest: ConversationId;
  /** A channel with all people. */
  largest: ConversationId;
}

export interface SeedSizes {
  people: number;
  /** Groups of the reader with five people each. */
  groups: number;
  /** Channels that all people have joined. */
  channels: number;
}

/** Runs one statement of the seed. */
export type Run = (text: string, values?: unknown[]) => Promise<unknown>;

/** Opens a connection that only inserts, so that losing the last transactions would not matter. */
export async function openSeed(url: string): Promise<{ run: Run; end: () => Promise<void> }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("SET synchronous_commit = off");
  return { run: (text, values) => client.query(text, values), end: () => client.end() };
}

/** Inserts people, groups and channels by SQL, because the functions would take hours. */
export async function seedConversations(run: Run, sizes: SeedSizes): Promise<Seeded> {
  const [readerId, busiest, largest] = [randomUUID(), randomUUID(), randomUUID()];
  await run(
    `INSERT INTO users (id, username, email, full_name, password_hash)
     SELECT CASE n WHEN 1 THEN $1 ELSE gen_random_uuid() END, 'person' || n, 'person' || n || '@example.com',
       'Given' || n % 97 || ' Family' || n % 1009, '-'
     FROM generate_series(1, $2::int) n`,
    [readerId, sizes.people],
  );
  await run(
    `INSERT INTO conversations (id, name, is_group_chat, kind, created_by, last_activity_at)
     SELECT CASE n WHEN 1 THEN $1 WHEN $4::int + 1 THEN $2 ELSE gen_random_uuid() END,
       CASE WHEN n > $4::int THEN 'channel ' ELSE 'group ' END || n, true,
       CASE WHEN n > $4::int THEN 'channel' ELSE 'group' END, $3, now() - n * interval '1 minute'
     FROM generate_series(1, $4::int + $5::int) n`,
    [busiest, largest, readerId, sizes.groups, sizes.channels],
  );
  await run(
    `INSERT INTO participants (conversation_id, user_id, role)
     SELECT c.id, u.id, 'member'
     FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM conversations WHERE kind = 'group') c
     JOIN (SELECT id, row_number() OVER (ORDER BY id = $1 DESC, id) AS n FROM users) u
       ON u.n = 1 OR u.n IN (SELECT 2 + (c.n * 4 + k) % ($2::int - 1) FROM generate_series(0, 3) k)`,
    [readerId, sizes.people],
  );
  await run(
    "INSERT INTO participants (conversation_id, user_id, role) SELECT c.id, u.id, 'member' FROM conversations c, users u WHERE c.kind = 'channel'",
  );
  return {
    readerId: UserId.parse(readerId),
    busiest: ConversationId.parse(busiest),
    largest: ConversationId.parse(largest),
  };
}

/**
 * Adds messages until there are `total`, a third of them in the busiest group and the others in all conversations in
 * turn. Each contains the word `everywhere`, and every ten thousandth the word `rarely`. Their words are stored as the
 * functions store them.
 */
export async function seedMessages(
  run: Run,
  { readerId, busiest }: Seeded,
  { from, total }: { from: number; total: number },
): Promise<void> {
  await run(
    `WITH listed AS MATERIALIZED (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM conversations),
     placed AS (
       SELECT g.n, CASE WHEN g.n % 3 = 0 THEN $1::uuid ELSE l.id END AS conversation_id
       FROM generate_series($3::int + 1, $4::int) AS g (n)
       JOIN listed l ON l.n = g.n % (SELECT count(*) FROM conversations)
     ),
     written AS (
       SELECT p.conversation_id, c.last_seq + row_number() OVER (PARTITION BY p.conversation_id ORDER BY p.n) AS seq,
         'everywhere word' || p.n % 5003 || ' and word' || p.n % 7919 || CASE WHEN p.n % 10000 = 7 THEN ' rarely' ELSE '' END AS content,
         timestamptz '2026-01-01 00:00:00+00' + p.n * interval '20 s' AS created_at
       FROM placed p JOIN conversations c ON c.id = p.conversation_id
     ),
     stored AS (
       INSERT INTO messages (conversation_id, seq, id, sender_id, content, created_at)
       SELECT conversation_id, seq, gen_random_uuid(), $2::uuid, content, created_at FROM written
       RETURNING conversation_id, seq, content, created_at
     )
     INSERT INTO message_search (conversation_id, created_at, seq, tokens)
     SELECT conversation_id, created_at, seq, to_tsvector('simple', content)
       || array_to_tsvector(ARRAY['@' || right($2::text, 12), '#' || right(conversation_id::text, 12)])
     FROM stored`,
    [busiest, readerId, from, total],
  );
  await run(
    `UPDATE conversations c SET last_seq = m.seq, searched_seq = m.seq, last_activity_at = m.at
     FROM (SELECT conversation_id, max(seq) AS seq, max(created_at) AS at FROM messages GROUP BY conversation_id) m
     WHERE c.id = m.conversation_id`,
  );
  await run("VACUUM ANALYZE");
}
