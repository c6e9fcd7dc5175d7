import type { scheduledMessageRoutes } from "../scheduled-messages.ts";
import type { Concept, RouteDocumentation } from "./concept.ts";
import { conversationId, message, messageId } from "./examples.ts";
import { paging } from "./paging.ts";

const scheduled = {
  id: messageId,
  conversationId,
  content: message.content,
  sendAt: "2026-11-30T09:00:00.000Z",
};

export const scheduledMessages: Concept = {
  title: "Scheduled messages",
  introduction:
    "The server sends a scheduled message once, at its time and with the id that you chose. It then checks whether you may send it. If not, the message stays in your list with the code of the problem in `failure`, until you delete it or give it a new time or text.",
  routes: {
    listScheduledMessages: {
      summary: "List your scheduled messages, the next one first",
      parameters: paging,
      example: { answer: { items: [scheduled], nextCursor: null } },
    },
    scheduleMessage: {
      summary: "Schedule a message",
      description:
        "Repeating the id returns the first scheduled message with 200. A file of a scheduled message must not belong to another message.",
      example: {
        request: { id: messageId, content: message.content, sendAt: scheduled.sendAt },
        answer: scheduled,
      },
    },
    changeScheduledMessage: {
      summary: "Change the text or the time of a scheduled message",
      description: "Changes only the fields that the body names.",
      example: { request: { sendAt: scheduled.sendAt }, answer: scheduled },
    },
    cancelScheduledMessage: { summary: "Delete a scheduled message" },
    sendScheduledMessage: {
      summary: "Send a scheduled message now",
      example: { answer: message },
    },
  } satisfies Record<keyof typeof scheduledMessageRoutes, RouteDocumentation>,
  fields: {
    ScheduledMessage: {
      id: "The message has this id once it is sent.",
      sendAt: "The server sends it within seconds of this time.",
      failure: "The code of the problem that kept the server from sending it. Absent while it waits.",
    },
  },
};
