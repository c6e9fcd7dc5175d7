import { sql } from "kysely";
import type { ConversationId, UserId } from "../../contract/ids.ts";
import type { Database } from "../database/database.ts";
import { NotAllowed } from "../refusals.ts";
import { membership } from "./participants.ts";

/** Names a group. @throws NotFound when the caller does not take part; NotAllowed in a direct conversation */
export async function renameConversation(
  db: Database,
  id: ConversationId,
  callerId: UserId,
  name: string,
): Promise<void> {
  const { isGroupChat } = await membership(db, id, callerId);
  if (!isGroupChat) throw new NotAllowed("A direct conversation has no name.");
  await db.repeatable
    .updateTable("conversations")
    .set({ name })
    .where("id", "=", sql<ConversationId>`${id}::uuid`)
    .execute();
}
