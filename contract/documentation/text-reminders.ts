import { limits } from "../limits.ts";
import type { textReminderRoutes } from "../text-reminders.ts";
import type { Concept, RouteDocumentation } from "./concept.ts";

const id = "0192f0c5-3b71-7a20-8c44-1d2e3f4a0070";
const reminder = { id, text: "Call Bob", remindAt: "2026-11-30T09:00:00.000Z" };

export const textReminders: Concept = {
  title: "Text reminders",
  introduction:
    "The server reminds you of a text at a time that you choose, with the event `text-reminder.due`, and with Web Push if you are away.",
  routes: {
    listTextReminders: {
      summary: "List your text reminders",
      description: `The earliest time first, at most ${limits.reminders}.`,
      example: { answer: { items: [reminder] } },
    },
    setTextReminder: {
      summary: "Set a text reminder, or change its text and its time",
      description: "You choose its id, so that repeating the request changes nothing.",
      example: { request: { text: reminder.text, remindAt: reminder.remindAt }, answer: reminder },
    },
    removeTextReminder: {
      summary: "Remove a text reminder",
      description: "Removing it again changes nothing.",
    },
  } satisfies Record<keyof typeof textReminderRoutes, RouteDocumentation>,
  fields: {
    TextReminder: {
      remindAt: "The server reminds you within seconds of this time.",
      notifiedAt:
        "When the server reminded you. Absent until then. The reminder stays in the list until you remove it.",
    },
  },
};
