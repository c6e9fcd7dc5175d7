import { type RawBuilder, sql } from "kysely";
import type { ConversationKind, PostingRule } from "../../../contract/channels.ts";
import type { Notify } from "../../../contract/conversation-settings.ts";
import type { Conversation, ConversationPage, ConversationsQuery } from "../../../contract/conversations.ts";
import type { ConversationId, PictureId, SectionId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { Participant, ParticipantRole } from "../../../contract/participants.ts";
import { columnsOf } from "../../platform/database/columns-of.ts";
import { idList } from "../../platform/database/id-list.ts";
import { searchFormOf } from "../../platform/database/search-form.ts";
import type { Reads } from "../database.ts";
import { rowBytes } from "../messages/message-bytes.ts";
import {
  type MessageContentRow,
  type MessageRow,
  messageColumns,
  messageContentColumns,
  toMessage,
} from "../messages/rows.ts";
import { boundedRows } from "../pages/bounded-rows.ts";
import { takePage } from "../pages/page.ts";
import { placeAt, timeCursor } from "../pages/time-cursor.ts";
import { containsAll, nameFormOf, wordsOf } from "../users/name-search.ts";
import { type ParticipantRow, participantColumns, toParticipant } from "./participants.ts";
import { ConversationNotFound } from "./refusals.ts";
import { settingsColumns } from "./settings.ts";

export interface ConversationRow extends MessageContentRow {
  id: ConversationId;
  name: string | null;
  isGroupChat: boolean;
  kind: ConversationKind;
  topic: string;
  description: string;
  postingRule: PostingRule;
  isDefault: boolean;
  archivedAt: Date | null;
  createdAt: Date;
  lastActivityAt: Date;
  lastSeq: number;
  lastRevision: number;
  lastReadSeq: number;
  version: number;
  adminsOnly: boolean;
  pictureId: PictureId | null;
  role: ParticipantRole;
  notify: Notify;
  isPinned: boolean;
  isArchived: boolean;
  unreadFrom: number | null;
  sectionId: SectionId | null;
  unreadCount: number;
  mentionCount: number;
  participantCount: number;
  /** The number of conversations on this page before the byte limit cut it. */
  candidates: number;
  /** The last message that the timeline shows. Its other columns are null as well if there is none. */
  messageId: MessageRow["id"] | null;
  messageSeq: number;
  messageCreatedAt: Date;
}

/** Columns of a conversation and of the user's place in it. */
const listedColumns: readonly (keyof ConversationRow)[] = [
  "id",
  "name",
  "isGroupChat",
  "kind",
  "topic",
  "description",
  "postingRule",
  "isDefault",
  "archivedAt",
  "participantCount",
  "createdAt",
  "lastActivityAt",
  "lastSeq",
  "lastRevision",
  "lastReadSeq",
  "version",
  "adminsOnly",
  "pictureId",
  "role",
  "notify",
  "isPinned",
  "isArchived",
  "unreadFrom",
  "sectionId",
  "unreadCount",
  "mentionCount",
];

/** Columns of the last message that the timeline shows. */
const lastMessageColumns: readonly (keyof ConversationRow)[] = [
  "messageId",
  "messageSeq",
  "messageCreatedAt",
  ...messageContentColumns,
];

function toConversation(row: ConversationRow, participants: Participant[]): Conversation {
  return {
    id: row.id,
    name: row.name,
    isGroupChat: row.isGroupChat,
    kind: row.kind,
    ...(row.topic && { topic: row.topic }),
    ...(row.description && { description: row.description }),
    postingRule: row.postingRule,
    isDefault: row.isDefault,
    ...(row.archivedAt && { archivedAt: row.archivedAt.toISOString() }),
    createdAt: row.createdAt.toISOString(),
    version: row.version,
    adminsOnly: row.adminsOnly,
    ...(row.pictureId && { pictureId: row.pictureId }),
    lastSeq: row.lastSeq,
    lastRevision: row.lastRevision,
    lastMessage: row.messageId
      ? toMessage({
          ...row,
          id: row.messageId,
          conversationId: row.id,
          seq: row.messageSeq,
          createdAt: row.messageCreatedAt,
        })
      : null,
    lastReadSeq: row.lastReadSeq,
    unreadCount: row.unreadCount,
    mentionCount: row.mentionCount,
    role: row.role,
    settings: {
      notify: row.notify,
      isPinned: row.isPinned,
      isArchived: row.isArchived,
      unreadFrom: row.unreadFrom,
      sectionId: row.sectionId,
    },
    participants,
    participantCount: row.participantCount,
  };
}

/** Selects a user's conversations that meet `condition`, newest activity first, within `limit` and the byte limit. */
async function select(db: Reads, userId: UserId, condition: RawBuilder<unknown>, limit: number) {
  const { rows } = await sql<ConversationRow>`${boundedRows({
    columns: (from) => columnsOf(from, [...listedColumns, ...lastMessageColumns]),
    rows: sql`
      SELECT ${columnsOf(sql`listed`, listedColumns)}, m.id AS message_id, m.seq AS message_seq,
        m.created_at AS message_created_at, ${columnsOf(sql`m`, messageContentColumns)}
      FROM (
        SELECT c.id, c.name, c.is_group_chat, c.kind, c.topic, c.description, c.posting_rule, c.is_default, c.archived_at,
          c.participant_count, c.created_at, c.last_activity_at, c.last_seq, c.last_revision, c.version, c.admins_only, c.picture_id,
          p.last_read_seq, p.role, ${settingsColumns}
        FROM participants p JOIN conversations c ON c.id = p.conversation_id
        WHERE p.user_id = ${userId}::uuid AND ${condition}
        ORDER BY c.last_activity_at DESC, c.id DESC LIMIT ${limit}
      ) listed
      LEFT JOIN LATERAL (
        SELECT ${messageColumns(sql`last`)} FROM messages last
        WHERE last.conversation_id = listed.id AND last.seq = (SELECT last_shown_seq_v1(listed.id, listed.last_seq)) LIMIT 1
      ) m ON true`,
    order: sql`page.last_activity_at DESC, page.id DESC`,
    bytes: rowBytes(sql`page`),
  })}`.execute(db.repeatable);
  return rows;
}

/** Finds the first participants of each conversation, in the order of joining. */
async function firstParticipants(db: Reads, ids: readonly ConversationId[]) {
  const { rows } = await sql<ParticipantRow & { conversationId: ConversationId }>`
    SELECT listed.id AS conversation_id, ${participantColumns}
    FROM ${idList(ids)} listed
    CROSS JOIN LATERAL (
      SELECT first.user_id, first.role, first.joined_at, first.last_read_seq FROM participants first
      WHERE first.conversation_id = listed.id
      ORDER BY first.joined_at, first.user_id LIMIT ${limits.inlineParticipants}
    ) p
    JOIN users u ON u.id = p.user_id
    ORDER BY listed.position, p.joined_at, p.user_id`.execute(db.repeatable);
  const byConversation = new Map<ConversationId, Participant[]>();
  for (const row of rows) {
    const list = byConversation.get(row.conversationId) ?? [];
    byConversation.set(row.conversationId, [...list, toParticipant(row)]);
  }
  return byConversation;
}

async function withParticipants(db: Reads, rows: ConversationRow[]): Promise<Conversation[]> {
  if (rows.length === 0) return [];
  const participants = await firstParticipants(
    db,
    rows.map((row) => row.id),
  );
  return rows.map((row) => toConversation(row, participants.get(row.id) ?? []));
}

/** Returns a conversation as a user sees it. @throws {ConversationNotFound} also if the user does not take part */
export async function getConversation(db: Reads, userId: UserId, id: ConversationId): Promise<Conversation> {
  const rows = await select(db, userId, sql`p.conversation_id = ${id}::uuid`, 1);
  const [conversation] = await withParticipants(db, rows);
  if (!conversation) throw new ConversationNotFound();
  return conversation;
}

/** Lists a user's conversations, newest activity first. */
export async function listConversations(
  db: Reads,
  userId: UserId,
  { cursor, limit = limits.page.default, query }: ConversationsQuery,
): Promise<ConversationPage> {
  const isAfter = cursor ? sql`(c.last_activity_at, c.id) < ${placeAt(cursor)}` : sql`true`;
  const condition = sql`${isAfter} AND ${query ? isNamed(query, userId) : sql`true`}`;
  const rows = await select(db, userId, condition, limit + 1);
  const page = takePage(rows, limit, (last) => timeCursor(last.lastActivityAt, last.id));
  return { items: await withParticipants(db, page.rows), nextCursor: page.nextCursor };
}

/**
 * The condition that conversation `c` has a name that contains all words, or no name and a participant with such a
 * name.
 */
function isNamed(query: string, userId: UserId): RawBuilder<unknown> {
  const words = wordsOf(query);
  if (words.length === 0) return sql`false`;
  return sql`(
    ${containsAll(searchFormOf(sql`(' ' || c.name)`), words)}
    OR (c.name IS NULL AND EXISTS (
      SELECT FROM participants o JOIN users u ON u.id = o.user_id
      WHERE o.conversation_id = c.id AND o.user_id <> ${userId}::uuid AND ${containsAll(nameFormOf("u"), words)}
    ))
  )`;
}
