import { type RawBuilder, sql } from "kysely";

/** The SQL names of a conversation's columns. */
export interface UnreadSpan {
  conversationId: RawBuilder<unknown>;
  lastSeq: RawBuilder<unknown>;
  /** The user has read the messages up to this sequence number. */
  readUpTo: RawBuilder<unknown>;
}

/**
 * Counts the unread messages that still exist and that a user wrote. The sequence numbers give the count without reading
 * messages. An index of the others, few as a rule, gives those to leave out.
 */
export const unreadCountOf = ({ conversationId, lastSeq, readUpTo }: UnreadSpan): RawBuilder<number> => sql`
  greatest(0, ${lastSeq} - ${readUpTo} - (
    SELECT count(*) FROM messages other
    WHERE other.conversation_id = ${conversationId} AND other.seq > ${readUpTo}
      AND (other.deleted_at IS NOT NULL OR other.system IS NOT NULL)
  ))`;
