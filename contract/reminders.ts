import * as z from "zod/mini";
import { ConversationId, MessageId } from "./ids.ts";
import { Message } from "./messages.ts";
import { pageOf, pageQuery, timeCursor } from "./pages.ts";
import { TimeAhead } from "./requested-times.ts";
import type { Routes } from "./route.ts";

/** A user's reminder of a message. Only the user sees it. It ends when the user leaves the conversation. */
export const Reminder = z
  .object({
    conversationId: ConversationId,
    messageId: MessageId,
    remindAt: z.iso.datetime(),
    /** When the server has reminded the user. */
    notifiedAt: z.optional(z.iso.datetime()),
    message: Message,
  })
  .register(z.globalRegistry, { id: "Reminder" });
export type Reminder = z.infer<typeof Reminder>;

export const SetReminder = z
  .object({ remindAt: TimeAhead })
  .register(z.globalRegistry, { id: "SetReminder" });

/** Continues after a reminder: its time in milliseconds and its message. */
export const RemindersQuery = pageQuery(timeCursor);
export type RemindersQuery = z.infer<typeof RemindersQuery>;

/** The caller's reminders, the earliest time first. */
export const ReminderPage = pageOf(Reminder).register(z.globalRegistry, { id: "ReminderPage" });
export type ReminderPage = z.infer<typeof ReminderPage>;

// These events go only to the user's own devices.

export const ReminderUpdated = z.object({ type: z.literal("reminder.updated"), reminder: Reminder });

export const ReminderRemoved = z.object({
  type: z.literal("reminder.removed"),
  conversationId: ConversationId,
  messageId: MessageId,
});

/** The time of a reminder has come. */
export const ReminderDue = z.object({ type: z.literal("reminder.due"), reminder: Reminder });

const message = z.object({ id: ConversationId, messageId: MessageId });

export const reminderRoutes = {
  listReminders: {
    method: "GET",
    path: "/reminders",
    access: "signed-in",
    query: RemindersQuery,
    answers: { 200: ReminderPage },
  },
  setReminder: {
    method: "PUT",
    path: "/conversations/{id}/messages/{messageId}/reminder",
    access: "signed-in",
    params: message,
    body: SetReminder,
    answers: { 200: Reminder },
  },
  removeReminder: {
    method: "DELETE",
    path: "/conversations/{id}/messages/{messageId}/reminder",
    access: "signed-in",
    params: message,
    answers: { 204: null },
  },
} as const satisfies Routes;
