import type { reminderRoutes } from "../reminders.ts";
import type { Concept, RouteDocumentation } from "./concept.ts";
import { conversationId, message, messageId } from "./examples.ts";
import { paging } from "./paging.ts";

const reminder = { conversationId, messageId, remindAt: "2026-11-30T09:00:00.000Z", message };

export const reminders: Concept = {
  title: "Reminders",
  introduction:
    "The server reminds you of a message at a time that you choose, with the event `reminder.due`, and with Web Push if you are away. You can set one reminder for each message.",
  routes: {
    listReminders: {
      summary: "List your reminders, the earliest time first",
      parameters: paging,
      example: { answer: { items: [reminder], nextCursor: null } },
    },
    setReminder: {
      summary: "Set a reminder for a message, or change its time",
      example: { request: { remindAt: reminder.remindAt }, answer: reminder },
    },
    removeReminder: { summary: "Remove a reminder" },
  } satisfies Record<keyof typeof reminderRoutes, RouteDocumentation>,
  fields: {
    Reminder: {
      remindAt: "The server reminds you within seconds of this time.",
      notifiedAt:
        "When the server reminded you. Absent until then. The reminder stays in the list until you remove it.",
    },
  },
};
