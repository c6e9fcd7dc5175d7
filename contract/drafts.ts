import * as z from "zod/mini";
import { ConversationId, MessageId } from "./ids.ts";
import { limits } from "./limits.ts";
import { Revision } from "./messages.ts";
import { idInCursor, pageOf, pageQuery } from "./pages.ts";
import type { Routes } from "./route.ts";
import { text } from "./text.ts";

/** The text that a user has written in a conversation or a thread and not sent. Only the user sees it. */
export const Draft = z
  .object({
    conversationId: ConversationId,
    /** The root of the thread in which the text is written. */
    threadId: z.optional(MessageId),
    /** Empty once the draft is removed. */
    content: z.string(),
    /** Grows with each change, including the removal of the draft. The higher revision is newer. */
    revision: Revision,
  })
  .register(z.globalRegistry, { id: "Draft" });
export type Draft = z.infer<typeof Draft>;

/**
 * An empty text removes the draft. `basedOn` is the revision of the draft that the user has seen and changed, or 0 if
 * there was none. The server refuses to overwrite another one.
 */
export const SaveDraft = z
  .object({
    content: text(0, limits.message.max),
    threadId: z.optional(MessageId),
    basedOn: Revision,
  })
  .register(z.globalRegistry, { id: "SaveDraft" });
export type SaveDraft = z.infer<typeof SaveDraft>;

/**
 * Continues after a draft: the id of its conversation, and the id of its thread. Outside of threads, the conversation's
 * id stands in both places.
 */
export const DraftsQuery = pageQuery(new RegExp(`^${idInCursor}_${idInCursor}$`));
export type DraftsQuery = z.infer<typeof DraftsQuery>;

export const DraftPage = pageOf(Draft).register(z.globalRegistry, { id: "DraftPage" });
export type DraftPage = z.infer<typeof DraftPage>;

/** Goes only to the user's own devices. */
export const DraftUpdated = z.object({ type: z.literal("draft.updated"), draft: Draft });

const conversation = z.object({ id: ConversationId });

export const draftRoutes = {
  listDrafts: {
    method: "GET",
    path: "/drafts",
    access: "signed-in",
    query: DraftsQuery,
    answers: { 200: DraftPage },
  },
  saveDraft: {
    method: "PUT",
    path: "/conversations/{id}/draft",
    access: "signed-in",
    params: conversation,
    body: SaveDraft,
    answers: { 200: Draft },
  },
} as const satisfies Routes;
