import { type Kysely, sql } from "kysely";

/** Open WebSocket connections. If a connection's `$disconnect` event never arrives, its row expires at `expires_at`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("connections")
    .addColumn("connection_id", "text", (column) => column.primaryKey())
    .addColumn("user_id", "uuid", (column) => column.notNull().references("users.id").onDelete("cascade"))
    .addColumn("connected_at", "timestamptz", (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn("expires_at", "timestamptz", (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex("connections_of_user")
    .on("connections")
    .columns(["user_id", "connection_id"])
    .execute();
  await db.schema.createIndex("connections_by_expiry").on("connections").column("expires_at").execute();
}
