import * as z from "zod/mini";
import type { Routes } from "./route.ts";
import { text } from "./text.ts";

/**
 * An unexpected error in a client, for the deployment's log.
 *
 * Clients remove all content first: no message texts, drafts, names, tokens or query strings.
 */
export const ClientError = z
  .object({
    /** The client's release. */
    version: text(1, 64),
    /** The error's class, such as `TypeError`. */
    name: text(1, 64),
    message: text(0, 300),
    /** The part of the client in which the error occurred. */
    component: text(1, 64),
    /** One frame per line: function, file, line and column. */
    stack: z.optional(text(0, 2_000)),
  })
  .register(z.globalRegistry, { id: "ClientError" });
export type ClientError = z.infer<typeof ClientError>;

export const clientErrorRoutes = {
  reportClientError: {
    method: "POST",
    path: "/client-errors",
    access: "signed-in",
    body: ClientError,
    answers: { 204: null },
  },
} as const satisfies Routes;
