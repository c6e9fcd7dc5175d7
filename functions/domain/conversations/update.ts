import { sql } from "kysely";
import type { UpdateConversation } from "../../../contract/conversations.ts";
import type { ConversationId, PictureId, UserId } from "../../../contract/ids.ts";
import { takeAllowance } from "../allowances.ts";
import type { Database } from "../database.ts";
import { requireOwnPicture } from "../pictures/pictures.ts";
import { membership, requireMayChange } from "./participants.ts";
import { AdminsOnly } from "./refusals.ts";

/**
 * Changes a group's name, picture or rules, for all participants.
 *
 * @throws {ConversationNotFound | DirectConversationIsFixed | AdminsOnly | NotYourPicture | RateLimited}
 */
export async function updateConversation(
  db: Database,
  id: ConversationId,
  callerId: UserId,
  { name, adminsOnly, pictureId }: UpdateConversation,
): Promise<void> {
  const caller = await membership(db, id, callerId);
  requireMayChange(caller);
  await takeAllowance(db, callerId, "changes");
  if (adminsOnly !== undefined && caller.role === "member") throw new AdminsOnly();
  if (pictureId) await requireOwnPicture(db, callerId, pictureId);
  await db.repeatable
    .updateTable("conversations")
    .set({
      ...(name !== undefined && { name }),
      ...(adminsOnly !== undefined && { adminsOnly }),
      ...(pictureId !== undefined && { pictureId: sql<PictureId | null>`${pictureId}::uuid` }),
      version: sql`version + 1`,
    })
    .where("id", "=", sql<ConversationId>`${id}::uuid`)
    .execute();
}
