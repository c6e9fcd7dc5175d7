import * as z from "zod/mini";
import { TextReminderId } from "./ids.ts";
import { limits } from "./limits.ts";
import { TimeAhead } from "./requested-times.ts";
import type { Routes } from "./route.ts";
import { visibleText } from "./text.ts";

/** A reminder of a text instead of a message. Only the user sees it. */
export const TextReminder = z
  .object({
    id: TextReminderId,
    text: z.string(),
    remindAt: z.iso.datetime(),
    /** When the server has reminded the user. */
    notifiedAt: z.optional(z.iso.datetime()),
  })
  .register(z.globalRegistry, { id: "TextReminder" });
export type TextReminder = z.infer<typeof TextReminder>;

export const SetTextReminder = z
  .object({ text: visibleText(1, limits.reminderText), remindAt: TimeAhead })
  .register(z.globalRegistry, { id: "SetTextReminder" });
export type SetTextReminder = z.infer<typeof SetTextReminder>;

/** All text reminders of the caller, the earliest time first. */
export const TextReminderList = z
  .object({ items: z.array(TextReminder) })
  .register(z.globalRegistry, { id: "TextReminderList" });
export type TextReminderList = z.infer<typeof TextReminderList>;

// These events go only to the user's own devices.

export const TextReminderUpdated = z.object({
  type: z.literal("text-reminder.updated"),
  reminder: TextReminder,
});

export const TextReminderRemoved = z.object({
  type: z.literal("text-reminder.removed"),
  id: TextReminderId,
});

/** The time of a text reminder has come. */
export const TextReminderDue = z.object({ type: z.literal("text-reminder.due"), reminder: TextReminder });

const reminder = z.object({ reminderId: TextReminderId });

export const textReminderRoutes = {
  listTextReminders: {
    method: "GET",
    path: "/text-reminders",
    access: "signed-in",
    answers: { 200: TextReminderList },
  },
  setTextReminder: {
    method: "PUT",
    path: "/text-reminders/{reminderId}",
    access: "signed-in",
    params: reminder,
    body: SetTextReminder,
    answers: { 200: TextReminder },
  },
  removeTextReminder: {
    method: "DELETE",
    path: "/text-reminders/{reminderId}",
    access: "signed-in",
    params: reminder,
    answers: { 204: null },
  },
} as const satisfies Routes;
