import { type RawBuilder, sql } from "kysely";
import * as z from "zod/mini";
import { ConnectionId, ConversationId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { idList } from "../../platform/database/id-list.ts";
import type { Database } from "../database.ts";
import { Slice } from "./slices.ts";

/** The users that an event is for. The delivery finds their connections. */
export const Audience = z.discriminatedUnion("of", [
  z.object({ of: z.literal("conversation"), conversationId: ConversationId, slice: z.optional(Slice) }),
  z.object({ of: z.literal("everyone"), slice: z.optional(Slice) }),
  z.object({ of: z.literal("people"), userIds: z.array(UserId) }),
  /** The user, and all users who share a direct conversation with them, or a group of up to `groupSize` people. */
  z.object({ of: z.literal("acquaintances"), userId: UserId, groupSize: z.optional(z.int()) }),
  z.object({ of: z.literal("connections"), connectionIds: z.array(ConnectionId) }),
]);
export type Audience = z.infer<typeof Audience>;

/** The audience of a user's presence. */
export const presenceAudience = (userId: UserId): Audience => ({
  of: "acquaintances",
  userId,
  groupSize: limits.presenceGroupSize,
});

/** Connections per statement: a row is about 200 bytes of JSON, and a result of the Data API at most 1 MiB. */
const pageSize = 2_000;

/** The size of a group whose members are acquaintances, unless the audience names another one. */
const acquaintanceGroupSize = 100;

/** Selects the users of an audience, as a table with the column `user_id`. */
function usersOf(audience: Exclude<Audience, { of: "connections" }>): RawBuilder<unknown> {
  switch (audience.of) {
    case "conversation": {
      const { from, to } = audience.slice ?? { from: 0, to: 255 };
      return sql`(
        SELECT p.user_id FROM participants p WHERE p.conversation_id = ${audience.conversationId}::uuid
          AND get_byte(uuid_send(p.user_id), 15) BETWEEN ${from}::int AND ${to}::int
      )`;
    }
    case "everyone": {
      const { from, to } = audience.slice ?? { from: 0, to: 255 };
      return sql`(
        SELECT DISTINCT c.user_id FROM connections c
        WHERE get_byte(uuid_send(c.user_id), 15) BETWEEN ${from}::int AND ${to}::int
      )`;
    }
    case "people":
      return sql`(SELECT listed.id AS user_id FROM ${idList(audience.userIds)} listed)`;
    case "acquaintances": {
      const { userId, groupSize = acquaintanceGroupSize } = audience;
      return sql`(
        SELECT DISTINCT other.user_id FROM participants me
        CROSS JOIN LATERAL (
          SELECT p.user_id, count(*) OVER () AS size FROM (
            SELECT user_id FROM participants WHERE conversation_id = me.conversation_id
            LIMIT ${groupSize + 1}::bigint
          ) p
        ) other
        WHERE me.user_id = ${userId}::uuid AND other.size <= ${groupSize}::bigint
        UNION SELECT ${userId}::uuid
      )`;
    }
  }
}

/** Lists an audience's open connections, each once, up to `limit`. */
export async function recipientsOf(
  db: Database,
  audience: Audience,
  limit = Number.POSITIVE_INFINITY,
): Promise<ConnectionId[]> {
  if (audience.of === "connections") return audience.connectionIds;
  const found: ConnectionId[] = [];
  while (found.length < limit) {
    const size = Math.min(pageSize, limit - found.length);
    const { rows } = await sql<{ connectionId: ConnectionId }>`
      SELECT c.connection_id FROM ${usersOf(audience)} person JOIN connections c ON c.user_id = person.user_id
      WHERE c.expires_at > now() AND c.connection_id > ${found.at(-1) ?? ""}
      ORDER BY c.connection_id LIMIT ${size}`.execute(db.repeatable);
    found.push(...rows.map((row) => row.connectionId));
    if (rows.length < size) break;
  }
  return found;
}
