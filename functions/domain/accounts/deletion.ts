import { sql } from "kysely";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import { type Removal, removeParticipant } from "../conversations/participants.ts";
import type { Database } from "../database.ts";

/** A group that a deleted user left, with the result of the removal. */
export interface LeftGroup extends Removal {
  conversationId: ConversationId;
}

/**
 * Deletes an account: signs it out, erases its personal data and leaves its groups. Messages and direct conversations
 * stay, because they also belong to the other participants. Repeating a deletion that failed half-way completes it.
 */
export async function deleteAccount(db: Database, userId: UserId): Promise<LeftGroup[]> {
  // Signs out first, so that the user cannot join or write anything during the other steps.
  await sql`UPDATE refresh_tokens SET revoked_at = now() WHERE user_id = ${userId}::uuid AND revoked_at IS NULL`.execute(
    db.repeatable,
  );
  await sql`
    UPDATE users SET username = 'deleted-' || right(replace(id::text, '-', ''), 16), full_name = NULL,
      email = 'deleted-' || id || '@invalid', email_verified_at = NULL, password_hash = '', picture_id = NULL, deleted_at = now(), updated_at = now()
    WHERE id = ${userId}::uuid`.execute(db.repeatable);
  await sql`DELETE FROM mail_tokens WHERE user_id = ${userId}::uuid`.execute(db.repeatable);
  const { rows } = await sql<{ conversationId: ConversationId }>`
    SELECT p.conversation_id FROM participants p JOIN conversations c ON c.id = p.conversation_id
    WHERE p.user_id = ${userId}::uuid AND c.is_group_chat`.execute(db.repeatable);
  const left: LeftGroup[] = [];
  for (const { conversationId } of rows) {
    left.push({
      conversationId,
      ...(await removeParticipant(db, conversationId, { callerId: userId, userId })),
    });
  }
  await sql`DELETE FROM connections WHERE user_id = ${userId}::uuid`.execute(db.repeatable);
  return left;
}
