import type { ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import {
  listSaved,
  listSavedIds,
  type SavingOf,
  saveMessage,
  unsaveMessage,
} from "../../domain/messages/saved.ts";
import { type Handlers, ok } from "../../platform/http/rest-function.ts";
import { announcements, db, rates } from "./context.ts";

interface SavingRequest {
  params: { id: ConversationId; messageId: MessageId };
  userId: UserId;
}

const savingOf = ({ params, userId }: SavingRequest): SavingOf => ({
  conversationId: params.id,
  messageId: params.messageId,
  userId,
});

/** Announces a change to the user's own devices. */
const announce = (
  { userId, ...message }: SavingOf,
  { isSaved, changedAt }: { isSaved: boolean; changedAt: string },
) =>
  announcements.announce({
    event: { type: "saved.updated", ...message, isSaved, changedAt },
    audience: { of: "people", userIds: [userId] },
  });

/** The routes of the messages that a user saves. */
export const savedRoutes: Handlers<"listSaved" | "listSavedIds" | "saveMessage" | "unsaveMessage"> = {
  listSaved: async ({ userId, query, since }) =>
    ok(await db.read(since, (from) => listSaved(from, userId, query))),
  listSavedIds: async ({ userId, since }) => ok(await db.read(since, (from) => listSavedIds(from, userId))),
  saveMessage: async (request) => {
    const saving = savingOf(request);
    const saved = await saveMessage(db, saving, rates.user);
    await announce(saving, { isSaved: true, changedAt: saved.savedAt });
    return ok(saved);
  },
  unsaveMessage: async (request) => {
    const saving = savingOf(request);
    const removedAt = await unsaveMessage(db, saving);
    if (removedAt) await announce(saving, { isSaved: false, changedAt: removedAt.toISOString() });
    return { status: 204 };
  },
};
