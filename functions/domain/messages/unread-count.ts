import { type RawBuilder, sql } from "kysely";

/** The SQL names of a conversation's columns. */
export interface UnreadSpan {
  conversationId: RawBuilder<unknown>;
  lastSeq: RawBuilder<unknown>;
  /** The user has read the messages up to this sequence number. */
  readUpTo: RawBuilder<unknown>;
}

/** Counts the unread messages that still exist, that the timeline shows and that a user wrote. */
export const unreadCountOf = ({ conversationId, lastSeq, readUpTo }: UnreadSpan): RawBuilder<number> =>
  sql`unread_count_v1(${conversationId}, ${lastSeq}, ${readUpTo})`;
