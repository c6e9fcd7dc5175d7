import { type RawBuilder, sql } from "kysely";

/** The SQL names of a conversation's columns. */
export interface UnreadSpan {
  conversationId: RawBuilder<unknown>;
  lastSeq: RawBuilder<unknown>;
  /** The user has read the messages up to this sequence number. */
  readUpTo: RawBuilder<unknown>;
}

/**
 * Counts the unread messages that still exist. The sequence numbers give the count without reading messages. An index
 * of the deleted ones, few as a rule, gives those to leave out.
 */
export const unreadCountOf = ({ conversationId, lastSeq, readUpTo }: UnreadSpan): RawBuilder<number> => sql`
  greatest(0, ${lastSeq} - ${readUpTo} - (
    SELECT count(*) FROM messages gone
    WHERE gone.conversation_id = ${conversationId} AND gone.seq > ${readUpTo} AND gone.deleted_at IS NOT NULL
  ))`;
