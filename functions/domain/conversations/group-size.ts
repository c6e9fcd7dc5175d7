import { type RawBuilder, sql } from "kysely";
import type { ConversationKind } from "../../../contract/channels.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { Database } from "../database.ts";
import { ConversationNotFound } from "./refusals.ts";

/**
 * The kind and size of a group or channel, and the version of what its participants share. Events about participants
 * carry the size and the version, so that a client recognizes an event that a newer one has overtaken.
 */
export interface GroupSize {
  kind: ConversationKind;
  participantCount: number;
  version: number;
}

/**
 * Whether all participants learn of others who join or leave. In a large channel they do not, because each join would
 * cost a push to every member.
 */
export const announcesParticipants = ({ kind, participantCount }: Omit<GroupSize, "version">): boolean =>
  kind !== "channel" || participantCount <= limits.announcedParticipants;

/**
 * The version of conversation `c` after a statement that adds or removes participants. It grows by one if the other
 * participants learn of the change. Otherwise it stays the same, because clients fetch a conversation when they have
 * missed a version.
 *
 * @param change  how much the statement adds to the number of participants
 */
export const countedVersion = (change: RawBuilder<unknown>): RawBuilder<number> => sql`
  c.version + CASE
    WHEN c.kind = 'channel' AND c.participant_count + ${change} > ${limits.announcedParticipants} THEN 0 ELSE 1
  END`;

/** Selects a `GroupSize` of conversations `c`. */
export const sizeColumns = sql`c.kind, c.version, c.participant_count`;

/** Reads the size in a separate statement, because the statement of a change does not see simultaneous changes. */
export async function sizeOf(db: Database, id: ConversationId): Promise<GroupSize> {
  const { rows } = await sql<GroupSize>`
    SELECT ${sizeColumns} FROM conversations c WHERE c.id = ${id}::uuid`.execute(db.repeatable);
  const [size] = rows;
  if (!size) throw new ConversationNotFound();
  return size;
}
