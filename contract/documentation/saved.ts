import type { savedRoutes } from "../saved.ts";
import type { Concept, RouteDocumentation } from "./concept.ts";
import { message } from "./examples.ts";
import { paging } from "./paging.ts";

const saved = { savedAt: "2026-11-25T12:00:00.000Z", message };

export const savedMessages: Concept = {
  title: "Saved messages",
  introduction:
    "You can save messages for later. Only you see which ones. The list leaves out deleted messages, and those of conversations that you have left.",
  routes: {
    listSaved: {
      summary: "List the messages that you saved",
      description: "The most recently saved message comes first.",
      parameters: { ...paging },
      example: { answer: { items: [saved], nextCursor: null } },
    },
    listSavedIds: {
      summary: "List the ids of all messages that you saved",
      description:
        "For clients that mark saved messages. The ids have no order. `conversationIds` has the conversation of each message at the same place, because messages of different conversations may have the same id.",
      example: { answer: { messageIds: [message.id], conversationIds: [message.conversationId] } },
    },
    saveMessage: {
      summary: "Save a message",
      description: "Saving it again changes nothing.",
      example: { answer: saved },
    },
    unsaveMessage: {
      summary: "Remove a message from those that you saved",
      description: "Removing it again changes nothing. Also works after you have left the conversation.",
    },
  } satisfies Record<keyof typeof savedRoutes, RouteDocumentation>,
  fields: {},
};
