import { type Kysely, sql } from "kysely";

/** Conversations and their participants. `direct_key` allows one direct conversation for each pair of users. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("conversations")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("name", "text")
    .addColumn("is_group_chat", "boolean", (column) => column.notNull())
    .addColumn("direct_key", "text", (column) => column.unique())
    .addColumn("created_by", "uuid", (column) => column.notNull().references("users.id"))
    .addColumn("created_at", "timestamptz", (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn("last_seq", "bigint", (column) => column.notNull().defaultTo(0))
    // Milliseconds, the precision of a JavaScript Date, so that cursors are exact.
    .addColumn("last_activity_at", sql`timestamptz(3)`, (column) => column.notNull().defaultTo(sql`now()`))
    .execute();
  await db.schema
    .createTable("participants")
    .addColumn("conversation_id", "uuid", (column) =>
      column.notNull().references("conversations.id").onDelete("cascade"),
    )
    .addColumn("user_id", "uuid", (column) => column.notNull().references("users.id"))
    .addColumn("role", "text", (column) => column.notNull().check(sql`role IN ('owner', 'member')`))
    .addColumn("joined_at", sql`timestamptz(3)`, (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn("last_read_seq", "bigint", (column) => column.notNull().defaultTo(0))
    .addPrimaryKeyConstraint("participants_pkey", ["conversation_id", "user_id"])
    .execute();
  await db.schema
    .createIndex("participants_of_user")
    .on("participants")
    .columns(["user_id", "conversation_id"])
    .execute();
  await db.schema
    .createIndex("participants_by_joining")
    .on("participants")
    .columns(["conversation_id", "joined_at", "user_id"])
    .execute();
}
