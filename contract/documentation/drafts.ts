import type { draftRoutes } from "../drafts.ts";
import type { Concept, RouteDocumentation } from "./concept.ts";
import { conversationId } from "./examples.ts";
import { paging } from "./paging.ts";

const draft = { conversationId, content: "Lunch at", revision: 17 };

export const drafts: Concept = {
  title: "Drafts",
  introduction:
    "A draft is text that you have written in a conversation or a thread and not sent. The server keeps it for all your devices. A device that has missed a change cannot overwrite it.",
  routes: {
    listDrafts: {
      summary: "List your drafts",
      parameters: paging,
      example: { answer: { items: [draft], nextCursor: null } },
    },
    saveDraft: {
      summary: "Save or remove a draft",
      description:
        "Removes it if the text is empty. If `basedOn` is not the draft's revision, the server refuses with `draft-changed`, unless the text is the same.",
      example: { request: { content: "Lunch at", basedOn: 0 }, answer: draft },
    },
  } satisfies Record<keyof typeof draftRoutes, RouteDocumentation>,
  fields: {
    Draft: {
      threadId: "The root of the thread in which you write. Absent for the conversation itself.",
      content: "Empty once the draft is removed.",
      revision: "Grows with each change. The higher revision is newer.",
    },
    SaveDraft: {
      basedOn: "The revision of the draft that you have changed, or 0 if there was none.",
    },
  },
};
