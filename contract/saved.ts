import * as z from "zod/mini";
import { changedAt } from "./changed-at.ts";
import { ConversationId, MessageId } from "./ids.ts";
import { limits } from "./limits.ts";
import { Message } from "./messages.ts";
import { pageOf, pageQuery, timeCursor } from "./pages.ts";
import type { Routes } from "./route.ts";

/** A message that the caller has saved for later. Only the caller sees it. */
export const SavedMessage = z
  .object({ savedAt: z.iso.datetime(), message: Message })
  .register(z.globalRegistry, { id: "SavedMessage" });
export type SavedMessage = z.infer<typeof SavedMessage>;

/** Saved messages, the last saved one first. */
export const SavedPage = pageOf(SavedMessage).register(z.globalRegistry, { id: "SavedPage" });
export type SavedPage = z.infer<typeof SavedPage>;

/** Continues after a message: the time in milliseconds at which it was saved, and its id. */
export const SavedQuery = pageQuery(timeCursor);
export type SavedQuery = z.infer<typeof SavedQuery>;

/** The ids of all messages that the caller has saved, without order. */
export const SavedIds = z
  .object({
    messageIds: z.array(MessageId).check(z.maxLength(limits.savedMessages)),
    /** The conversation of each message. Messages of different conversations may have the same id. */
    conversationIds: z.optional(z.array(ConversationId).check(z.maxLength(limits.savedMessages))),
  })
  .register(z.globalRegistry, { id: "SavedIds" });
export type SavedIds = z.infer<typeof SavedIds>;

/** A user has saved a message, or no longer wants it saved. Goes only to the user's own devices. */
export const SavedUpdated = z.object({
  type: z.literal("saved.updated"),
  conversationId: ConversationId,
  messageId: MessageId,
  isSaved: z.boolean(),
  changedAt,
});
export type SavedUpdated = z.infer<typeof SavedUpdated>;

const message = z.object({ id: ConversationId, messageId: MessageId });

export const savedRoutes = {
  listSaved: {
    method: "GET",
    path: "/saved",
    access: "signed-in",
    query: SavedQuery,
    isByPosition: true,
    answers: { 200: SavedPage },
  },
  listSavedIds: {
    method: "GET",
    path: "/saved/ids",
    access: "signed-in",
    isByPosition: true,
    answers: { 200: SavedIds },
  },
  saveMessage: {
    method: "PUT",
    path: "/conversations/{id}/messages/{messageId}/saved",
    access: "signed-in",
    params: message,
    answers: { 200: SavedMessage },
  },
  unsaveMessage: {
    method: "DELETE",
    path: "/conversations/{id}/messages/{messageId}/saved",
    access: "signed-in",
    params: message,
    answers: { 204: null },
  },
} as const satisfies Routes;
