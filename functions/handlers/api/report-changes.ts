import type { ConversationId, UserId } from "../../../contract/ids.ts";
import { everyoneIn } from "../../domain/events/announcements.ts";
import { addSystemMessage, type SystemChange } from "../../domain/messages/system-messages.ts";
import { announcements, db } from "./context.ts";

/** Reports changes in the timeline of a channel, one after the other. */
export async function reportChanges(
  conversationId: ConversationId,
  actorId: UserId,
  changes: readonly SystemChange[],
): Promise<void> {
  for (const change of changes) {
    const message = await addSystemMessage(db, conversationId, actorId, change);
    if (!message) continue;
    await announcements.announce({
      event: { type: "message.created", message },
      audience: everyoneIn(conversationId),
    });
  }
}
