import { type Kysely, sql } from "kysely";

/** Never changes: PostgreSQL cannot add a hash partition without moving rows. */
const partitions = 16;

/** Messages with their reactions and attachments. Messages are partitioned by conversation. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE messages (
      conversation_id uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
      seq bigint NOT NULL CHECK (seq > 0),
      id uuid NOT NULL,
      sender_id uuid NOT NULL REFERENCES users,
      content text NOT NULL,
      reply_to uuid,
      created_at timestamptz NOT NULL,
      edited_at timestamptz,
      deleted_at timestamptz,
      PRIMARY KEY (conversation_id, seq),
      UNIQUE (conversation_id, id)
    ) PARTITION BY HASH (conversation_id)`.execute(db);
  for (let remainder = 0; remainder < partitions; remainder++) {
    await sql`
      CREATE TABLE ${sql.table(`messages_${remainder}`)} PARTITION OF messages
      FOR VALUES WITH (MODULUS ${sql.lit(partitions)}, REMAINDER ${sql.lit(remainder)})`.execute(db);
  }
  await sql`
    CREATE TABLE reactions (
      conversation_id uuid NOT NULL,
      message_id uuid NOT NULL,
      user_id uuid NOT NULL REFERENCES users,
      emoji text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (conversation_id, message_id, emoji, user_id),
      FOREIGN KEY (conversation_id, message_id) REFERENCES messages (conversation_id, id) ON DELETE CASCADE
    )`.execute(db);
  await sql`
    CREATE TABLE attachments (
      id uuid PRIMARY KEY,
      conversation_id uuid NOT NULL,
      message_id uuid NOT NULL,
      file_name text NOT NULL,
      content_type text NOT NULL,
      size_bytes bigint NOT NULL CHECK (size_bytes > 0),
      object_key text NOT NULL UNIQUE,
      created_at timestamptz NOT NULL DEFAULT now(),
      FOREIGN KEY (conversation_id, message_id) REFERENCES messages (conversation_id, id) ON DELETE CASCADE
    )`.execute(db);
  await sql`CREATE INDEX attachments_of_message ON attachments (conversation_id, message_id)`.execute(db);
}
