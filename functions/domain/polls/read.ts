import { sql } from "kysely";
import type { ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { VotedPoll, VoterPage, VotersQuery } from "../../../contract/polls.ts";
import type { Reads } from "../database.ts";
import { takePage } from "../pages/page.ts";
import { placeAt, timeCursor } from "../pages/time-cursor.ts";
import { toUser, type UserRow, userColumns } from "../users/users.ts";
import { PollNotFound, VotersSecret } from "./refusals.ts";

/** A poll, and the user who reads it. */
export interface PollOf {
  conversationId: ConversationId;
  messageId: MessageId;
  readerId: UserId;
}

/** Selects the poll as `o`, if the reader takes part in its conversation. */
const readable = ({ conversationId, messageId, readerId }: PollOf) => sql`
  participants p
  JOIN polls o ON o.conversation_id = p.conversation_id AND o.message_id = ${messageId}::uuid
  WHERE p.conversation_id = ${conversationId}::uuid AND p.user_id = ${readerId}::uuid`;

/** Returns the latest state of a poll, with the reader's choices. @throws {PollNotFound} */
export async function getPoll(db: Reads, of: PollOf): Promise<VotedPoll> {
  const { rows } = await sql<VotedPoll>`
    SELECT o.poll, (
      SELECT coalesce(jsonb_agg(v.option ORDER BY v.option), '[]') FROM poll_votes v
      WHERE v.conversation_id = o.conversation_id AND v.message_id = o.message_id AND v.user_id = p.user_id
    ) AS choices
    FROM ${readable(of)}`.execute(db.repeatable);
  const [row] = rows;
  if (!row) throw new PollNotFound();
  return row;
}

/**
 * Lists the users who chose an option, earliest first.
 *
 * @throws {PollNotFound}
 * @throws {VotersSecret} if the poll is anonymous
 */
export async function listVoters(
  db: Reads,
  of: PollOf,
  option: number,
  { cursor, limit = limits.page.default }: VotersQuery,
): Promise<VoterPage> {
  const columns = sql.join(userColumns.map((column) => sql.ref(`u.${column}`)));
  // The reader has one row even if nobody chose the option.
  const { rows } = await sql<
    { isAnonymous: boolean } & ((UserRow & { votedAt: Date }) | { id: null; votedAt: null })
  >`
    SELECT (o.poll -> 'isAnonymous')::boolean AS is_anonymous, voter.voted_at, ${columns}
    FROM (SELECT o.conversation_id, o.message_id, o.poll FROM ${readable(of)}) o
    LEFT JOIN LATERAL (
      SELECT v.user_id, v.voted_at FROM poll_votes v
      WHERE v.conversation_id = o.conversation_id AND v.message_id = o.message_id
        AND NOT (o.poll -> 'isAnonymous')::boolean
        AND v.option = ${option}::smallint AND ${cursor ? sql`(v.voted_at, v.user_id) > ${placeAt(cursor)}` : sql`true`}
      ORDER BY v.voted_at, v.user_id LIMIT ${limit + 1}
    ) voter ON true
    LEFT JOIN users u ON u.id = voter.user_id
    ORDER BY voter.voted_at, voter.user_id`.execute(db.repeatable);
  const [first] = rows;
  if (!first) throw new PollNotFound();
  if (first.isAnonymous) throw new VotersSecret();
  const voters = rows.filter((row) => row.id !== null);
  const page = takePage(voters, limit, (last) => timeCursor(last.votedAt, last.id));
  return { items: page.rows.map(toUser), nextCursor: page.nextCursor };
}
