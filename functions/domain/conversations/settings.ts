import { sql } from "kysely";
import type { ConversationSettings, UpdateSettings } from "../../../contract/conversation-settings.ts";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import { takeAllowance } from "../allowances.ts";
import type { Database } from "../database.ts";
import { unreadCountOf } from "../messages/unread-count.ts";
import { requireParticipant } from "./membership.ts";
import { UnreadAfterLastMessage } from "./refusals.ts";

const readUpTo = sql`coalesce(p.unread_from - 1, p.last_read_seq)`;

/** Selects the settings and unread counts of participant `p` in conversation `c`. */
export const settingsColumns = sql`p.notify, p.is_pinned, p.unread_from, p.section_id,
  p.archived_seq IS NOT NULL AND (
    p.notify = 'nothing' OR p.archived_seq >= last_shown_seq_v1(c.id, c.last_seq)
  ) AS is_archived,
  ${unreadCountOf({ conversationId: sql`p.conversation_id`, lastSeq: sql`c.last_seq`, readUpTo })} AS unread_count,
  mention_count_v1(p.user_id, p.conversation_id, ${readUpTo}) AS mention_count`;

type SettingsRow = ConversationSettings & { unreadCount: number; mentionCount: number; changedAt: Date };

/** The caller's settings and unread counts after a change. */
export interface ChangedSettings {
  settings: ConversationSettings;
  unreadCount: number;
  mentionCount: number;
  /** Increases with each change of these settings. */
  changedAt: string;
}

/**
 * Changes the caller's own settings in a conversation.
 *
 * @throws {ConversationNotFound | UnreadAfterLastMessage | RateLimited}
 */
export async function updateSettings(
  db: Database,
  id: ConversationId,
  callerId: UserId,
  { notify, isPinned, isArchived, unreadFrom, sectionId }: UpdateSettings,
): Promise<ChangedSettings> {
  await takeAllowance(db, callerId, "settings");
  const changes = [
    ...(notify === undefined ? [] : [sql`notify = ${notify}`]),
    ...(isPinned === undefined ? [] : [sql`is_pinned = ${isPinned}`]),
    ...(isArchived === undefined ? [] : [sql`archived_seq = ${isArchived ? sql`c.last_seq` : sql`NULL`}`]),
    ...(unreadFrom === undefined ? [] : [sql`unread_from = ${unreadFrom}::bigint`]),
    ...(sectionId === undefined ? [] : [sql`section_id = ${sectionId}::uuid`]),
  ];
  const { rows } = await sql<SettingsRow>`
    UPDATE participants p SET ${sql.join(changes)} FROM conversations c
    WHERE c.id = p.conversation_id AND p.conversation_id = ${id}::uuid AND p.user_id = ${callerId}::uuid
      AND c.last_seq >= ${unreadFrom ?? 0}
    RETURNING ${settingsColumns}, clock_timestamp() AS changed_at`.execute(db.repeatable);
  const [row] = rows;
  if (!row) {
    await requireParticipant(db, id, callerId);
    throw new UnreadAfterLastMessage();
  }
  const { unreadCount, mentionCount, changedAt, ...settings } = row;
  return { settings, unreadCount, mentionCount, changedAt: changedAt.toISOString() };
}
