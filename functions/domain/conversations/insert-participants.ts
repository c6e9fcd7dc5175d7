import { sql } from "kysely";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import { idList } from "../../platform/database/id-list.ts";
import type { Database } from "../database.ts";
import { isActive } from "../workspace/roles.ts";
import { countedVersion } from "./group-size.ts";
import { GroupFull, UnknownUsers } from "./refusals.ts";

/** @throws {UnknownUsers} naming each id under `participantIds` that belongs to no active user */
export async function requirePeople(db: Database, ids: readonly UserId[]): Promise<void> {
  const { rows } = await sql<{ position: number }>`
    SELECT listed.position FROM ${idList(ids)} listed
    WHERE (SELECT u.id FROM users u WHERE u.id = listed.id AND ${isActive}) IS NULL ORDER BY listed.position LIMIT 100`.execute(
    db.repeatable,
  );
  if (rows.length > 0) throw new UnknownUsers(rows.map(({ position }) => position - 1));
}

/**
 * Stores those users who are active as participants of a group or channel. Existing participants stay as they are. The
 * first participant of an empty channel becomes its owner.
 *
 * @throws {GroupFull}
 */
export async function insertParticipants(
  db: Database,
  id: ConversationId,
  ids: readonly UserId[],
  maximum: number,
): Promise<void> {
  // Locks the conversation's row first, as a send does. New participants therefore see each later message as unread.
  const { rows } = await sql<{ isFull: boolean }>`
    WITH conversation AS (
      SELECT c.id, c.last_seq, c.participant_count, ${maximum} - c.participant_count >= ${ids.length} AS has_room
      FROM conversations c WHERE c.id = ${id}::uuid FOR NO KEY UPDATE
    ), added AS (
      INSERT INTO participants (conversation_id, user_id, role, last_read_seq)
      SELECT c.id, listed.id,
        CASE WHEN c.participant_count = 0 AND listed.position = 1 THEN 'owner' ELSE 'member' END, c.last_seq
      FROM conversation c, ${idList(ids)} listed JOIN users u ON u.id = listed.id AND ${isActive} WHERE c.has_room
      ON CONFLICT DO NOTHING
      RETURNING user_id
    ), counted AS (
      UPDATE conversations c SET version = ${countedVersion(sql`(SELECT count(*) FROM added)`)}
      WHERE c.id = ${id}::uuid AND EXISTS (SELECT FROM added)
    )
    SELECT NOT c.has_room AS is_full FROM conversation c`.execute(db.repeatable);
  if (rows[0]?.isFull) throw new GroupFull(maximum);
}
