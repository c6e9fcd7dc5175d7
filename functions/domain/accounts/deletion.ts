import { type RawBuilder, sql } from "kysely";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import { NotFound } from "../../platform/problems/refusal.ts";
import { type Removal, removeParticipant } from "../conversations/participants.ts";
import type { Database } from "../database.ts";
import { type EndedRow, type EndedSessions, endedSessions } from "../sessions/end.ts";
import { LastOwner } from "../workspace/refusals.ts";
import { getAccount } from "./accounts.ts";

/** A group that a deleted user left, with the result of the removal. */
export interface LeftGroup extends Removal {
  conversationId: ConversationId;
  userId: UserId;
}

/**
 * Deletes an account: signs it out, erases its personal data and leaves its groups. Messages and direct conversations
 * stay, because they also belong to the other participants. `completeDeletions` completes a deletion that fails
 * half-way.
 *
 * @throws {AccountGone | LastOwner}
 */
export async function deleteAccount(
  db: Database,
  userId: UserId,
): Promise<{ ended: EndedSessions; leftGroups: LeftGroup[] }> {
  const ended = await erase(db, userId);
  return { ended, leftGroups: await leaveGroups(db, sql`${userId}::uuid`) };
}

/** Completes deletions of the last day that failed half-way, since their users cannot repeat them. */
export const completeDeletions = (db: Database): Promise<LeftGroup[]> =>
  leaveGroups(db, sql`(SELECT id FROM users WHERE deleted_at > now() - interval '1 day')`);

/** Leaves all groups of deleted users, one after the other. */
async function leaveGroups(db: Database, userIds: RawBuilder<unknown>): Promise<LeftGroup[]> {
  const { rows } = await sql<{ conversationId: ConversationId; userId: UserId }>`
    SELECT p.conversation_id, p.user_id FROM participants p JOIN conversations c ON c.id = p.conversation_id
    WHERE p.user_id IN (${userIds}) AND c.is_group_chat`.execute(db.repeatable);
  const left: LeftGroup[] = [];
  for (const { conversationId, userId } of rows) {
    try {
      const removal = await removeParticipant(db, conversationId, {
        callerId: userId,
        userId,
        isLimited: false,
      });
      left.push({ conversationId, userId, ...removal });
    } catch (error) {
      // Another participant removed the user meanwhile.
      if (!(error instanceof NotFound)) throw error;
    }
  }
  return left;
}

/**
 * Erases the personal data and ends all sessions, in one statement, so that the user cannot join or write anything
 * during the other steps. The last owner stays, even if two owners leave at the same time. Users can choose neither a
 * name with a tilde nor an address without a dot.
 *
 * @throws {AccountGone | LastOwner}
 */
async function erase(db: Database, userId: UserId): Promise<EndedSessions> {
  const { rows } = await sql<EndedRow>`
    WITH account AS (
      UPDATE users SET username = 'deleted~' || right(replace(id::text, '-', ''), 16), full_name = NULL,
        email = 'deleted-' || id || '@invalid', email_verified_at = NULL, pending_email = NULL, language = NULL, password_hash = '',
        picture_id = NULL, availability = '{}', keywords = '[]', sections = '[]', group_handles = '[]', deleted_at = now(), updated_at = now()
      WHERE id = ${userId}::uuid AND deleted_at IS NULL
        AND (workspace_role <> 'owner' OR has_other_owner_v1(id))
      RETURNING id
    ), withdrawn AS (
      DELETE FROM mail_tokens WHERE user_id IN (SELECT id FROM account)
    ), unsaved AS (
      DELETE FROM saved_messages WHERE user_id IN (SELECT id FROM account)
    ), unsent AS (
      DELETE FROM scheduled_messages WHERE user_id IN (SELECT id FROM account)
    ), unfinished AS (
      DELETE FROM drafts WHERE user_id IN (SELECT id FROM account)
    ), reminded AS (
      DELETE FROM reminders WHERE user_id IN (SELECT id FROM account)
    ), reminded_of_texts AS (
      DELETE FROM text_reminders WHERE user_id IN (SELECT id FROM account)
    ), forgotten AS (
      DELETE FROM online_periods WHERE user_id IN (SELECT id FROM account)
    ), unmailed AS (
      DELETE FROM missed_mails WHERE user_id IN (SELECT id FROM account)
    ), left_groups AS (
      DELETE FROM user_group_members WHERE user_id IN (SELECT id FROM account)
    )
    SELECT account.id AS user_id, ended.session_id, ended.connection_id
    FROM account LEFT JOIN LATERAL end_sessions_v1(account.id, NULL, NULL) ended ON true`.execute(
    db.repeatable,
  );
  if (rows.length === 0) {
    await getAccount(db, userId);
    throw new LastOwner();
  }
  return endedSessions(userId, rows);
}
