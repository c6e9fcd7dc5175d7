import * as z from "zod/mini";
import { ConversationId, MessageId } from "./ids.ts";
import { Message } from "./messages.ts";
import { pageOf, pageQuery, timeInCursor } from "./pages.ts";
import type { Routes } from "./route.ts";

/** The time in milliseconds at which the last message of a page was pinned, and its sequence number. */
export const PinsQuery = pageQuery(new RegExp(`^${timeInCursor}_\\d{1,15}$`));
export type PinsQuery = z.infer<typeof PinsQuery>;

/** Pinned messages, the last pinned one first. */
export const PinPage = pageOf(Message).register(z.globalRegistry, { id: "PinPage" });
export type PinPage = z.infer<typeof PinPage>;

const message = z.object({ id: ConversationId, messageId: MessageId });

export const pinRoutes = {
  listPins: {
    method: "GET",
    path: "/conversations/{id}/pins",
    access: "signed-in",
    params: z.object({ id: ConversationId }),
    query: PinsQuery,
    isByPosition: true,
    answers: { 200: PinPage },
  },
  pinMessage: {
    method: "PUT",
    path: "/conversations/{id}/messages/{messageId}/pin",
    access: "signed-in",
    params: message,
    answers: { 200: Message },
  },
  unpinMessage: {
    method: "DELETE",
    path: "/conversations/{id}/messages/{messageId}/pin",
    access: "signed-in",
    params: message,
    answers: { 200: Message },
  },
} as const satisfies Routes;
