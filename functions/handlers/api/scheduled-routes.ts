import type { UserId } from "../../../contract/ids.ts";
import type { ScheduledMessage } from "../../../contract/scheduled-messages.ts";
import { uploadedFiles } from "../../domain/attachments/uploads.ts";
import { queueDue } from "../../domain/due/due-job.ts";
import {
  cancelScheduled,
  changeScheduled,
  listScheduled,
  scheduleMessage,
} from "../../domain/scheduled-messages/scheduled-messages.ts";
import { sendNow } from "../../domain/scheduled-messages/send-scheduled.ts";
import { type Handlers, ok } from "../../platform/http/rest-function.ts";
import {
  absentQueues,
  announcements,
  db,
  deliveryQueue,
  linkPreviewQueue,
  objects,
  rates,
} from "./context.ts";

/** Queues a scheduled message for its time, and announces it to the author's other devices. */
async function wait(userId: UserId, scheduled: ScheduledMessage): Promise<void> {
  const { id, sendAt: at } = scheduled;
  await queueDue(deliveryQueue, [{ task: "send scheduled", id, at }]);
  await announcements.announce({
    event: { type: "scheduled.updated", scheduled },
    audience: { of: "people", userIds: [userId] },
  });
}

/** The routes of scheduled messages. */
export const scheduledRoutes: Handlers<
  | "listScheduledMessages"
  | "scheduleMessage"
  | "changeScheduledMessage"
  | "cancelScheduledMessage"
  | "sendScheduledMessage"
> = {
  listScheduledMessages: async ({ userId, query }) => ok(await listScheduled(db, userId, query)),
  // A repeated request queues the message again, because the first attempt may have failed before it queued the
  // message.
  scheduleMessage: async ({ userId, sessionId, params, body }) => {
    const uploads = await uploadedFiles(objects, params.id, body.attachmentIds);
    const { scheduled, isNew } = await scheduleMessage(
      db,
      params.id,
      { userId, sessionId },
      { ...body, uploads },
    );
    await wait(userId, scheduled);
    return { status: isNew ? 201 : 200, body: scheduled };
  },
  changeScheduledMessage: async ({ userId, params, body }) => {
    const scheduled = await changeScheduled(db, { id: params.messageId, userId }, body);
    await wait(userId, scheduled);
    return ok(scheduled);
  },
  cancelScheduledMessage: async ({ userId, params: { messageId: id } }) => {
    const conversationId = await cancelScheduled(db, { id, userId });
    if (conversationId)
      await announcements.announce({
        event: { type: "scheduled.removed", conversationId, id },
        audience: { of: "people", userIds: [userId] },
      });
    return { status: 204 };
  },
  sendScheduledMessage: async ({ userId, sessionId, params }) =>
    ok(
      await sendNow(
        { db, objects, announcements, ...absentQueues, linkPreviewQueue, rate: rates.user },
        { id: params.messageId, userId },
        { userId, sessionId },
      ),
    ),
};
