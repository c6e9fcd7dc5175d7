import * as z from "zod/mini";
import { ConversationId, MessageId } from "./ids.ts";
import { pageOf, pageQuery } from "./pages.ts";
import type { Routes } from "./route.ts";

/** An earlier text of an edited message, and when its author wrote it. */
export const MessageVersion = z
  .object({
    /** Counts the versions of a message 1, 2, 3 … Versions between the first and the newest may be missing. */
    number: z.int(),
    content: z.string(),
    createdAt: z.iso.datetime(),
  })
  .register(z.globalRegistry, { id: "MessageVersion" });
export type MessageVersion = z.infer<typeof MessageVersion>;

/** Earlier versions, newest first. Empty if the workspace does not keep them. */
export const VersionPage = pageOf(MessageVersion).register(z.globalRegistry, { id: "VersionPage" });
export type VersionPage = z.infer<typeof VersionPage>;

/** Continues after a version, by its number. */
export const VersionsQuery = pageQuery(/^\d{1,15}$/);
export type VersionsQuery = z.infer<typeof VersionsQuery>;

const message = z.object({ id: ConversationId, messageId: MessageId });

export const versionRoutes = {
  listVersions: {
    method: "GET",
    path: "/conversations/{id}/messages/{messageId}/versions",
    access: "signed-in",
    params: message,
    query: VersionsQuery,
    answers: { 200: VersionPage },
  },
} as const satisfies Routes;
