import * as z from "zod/mini";
import { Attachment } from "./attachments.ts";
import { ConversationId, MessageId, UserId } from "./ids.ts";
import { Seq } from "./messages.ts";
import { idInCursor, pageOf, pageQuery } from "./pages.ts";
import type { Routes } from "./route.ts";

/** A file of a conversation, with the message that contains it. */
export const ListedFile = z
  .object({
    attachment: Attachment,
    messageId: MessageId,
    seq: Seq,
    senderId: UserId,
    createdAt: z.iso.datetime(),
  })
  .register(z.globalRegistry, { id: "ListedFile" });
export type ListedFile = z.infer<typeof ListedFile>;

/** The files of a conversation, the most recently uploaded one first. */
export const FilePage = pageOf(ListedFile).register(z.globalRegistry, { id: "FilePage" });
export type FilePage = z.infer<typeof FilePage>;

/** Continues after a file, by its id. */
export const FilesQuery = pageQuery(new RegExp(`^${idInCursor}$`));
export type FilesQuery = z.infer<typeof FilesQuery>;

const conversation = z.object({ id: ConversationId });

export const fileListRoutes = {
  listFiles: {
    method: "GET",
    path: "/conversations/{id}/files",
    access: "signed-in",
    params: conversation,
    query: FilesQuery,
    isByPosition: true,
    answers: { 200: FilePage },
  },
} as const satisfies Routes;
