import type { UserId } from "../../../contract/ids.ts";
import { listDrafts, saveDraft } from "../../domain/drafts/drafts.ts";
import { queueDue } from "../../domain/due/due-job.ts";
import type { Audience } from "../../domain/events/audience.ts";
import { listReminders, removeReminder, setReminder } from "../../domain/reminders/reminders.ts";
import {
  listTextReminders,
  removeTextReminder,
  setTextReminder,
} from "../../domain/text-reminders/text-reminders.ts";
import { type Handlers, ok } from "../../platform/http/rest-function.ts";
import { announcements, db, deliveryQueue } from "./context.ts";

const ownDevices = (userId: UserId): Audience => ({ of: "people", userIds: [userId] });

/** The routes of drafts and reminders, which only their user sees. */
export const laterRoutes: Handlers<
  | "listDrafts"
  | "saveDraft"
  | "listReminders"
  | "setReminder"
  | "removeReminder"
  | "listTextReminders"
  | "setTextReminder"
  | "removeTextReminder"
> = {
  listDrafts: async ({ userId, query }) => ok(await listDrafts(db, userId, query)),
  saveDraft: async ({ userId, sessionId, params, body }) => {
    const { draft, isChanged } = await saveDraft(db, params.id, { userId, sessionId }, body);
    if (isChanged)
      await announcements.announce({ event: { type: "draft.updated", draft }, audience: ownDevices(userId) });
    return ok(draft);
  },
  listReminders: async ({ userId, query }) => ok(await listReminders(db, userId, query)),
  setReminder: async ({ userId, sessionId, params, body }) => {
    const { id: conversationId, messageId } = params;
    const change = { conversationId, messageId, callerId: userId, sessionId };
    const reminder = await setReminder(db, change, body.remindAt);
    await queueDue(deliveryQueue, [
      { task: "remind", userId, conversationId, messageId, at: reminder.remindAt },
    ]);
    await announcements.announce({
      event: { type: "reminder.updated", reminder },
      audience: ownDevices(userId),
    });
    return ok(reminder);
  },
  removeReminder: async ({ userId, params: { id: conversationId, messageId } }) => {
    if (await removeReminder(db, { userId, conversationId, messageId }))
      await announcements.announce({
        event: { type: "reminder.removed", conversationId, messageId },
        audience: ownDevices(userId),
      });
    return { status: 204 };
  },
  listTextReminders: async ({ userId }) => ok({ items: await listTextReminders(db, userId) }),
  setTextReminder: async ({ userId, sessionId, params: { reminderId: id }, body }) => {
    const reminder = await setTextReminder(db, { userId, id, sessionId }, body);
    await queueDue(deliveryQueue, [{ task: "remind of text", userId, id, at: reminder.remindAt }]);
    await announcements.announce({
      event: { type: "text-reminder.updated", reminder },
      audience: ownDevices(userId),
    });
    return ok(reminder);
  },
  removeTextReminder: async ({ userId, params: { reminderId: id } }) => {
    if (await removeTextReminder(db, { userId, id }))
      await announcements.announce({
        event: { type: "text-reminder.removed", id },
        audience: ownDevices(userId),
      });
    return { status: 204 };
  },
};
