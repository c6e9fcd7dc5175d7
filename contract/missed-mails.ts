import * as z from "zod/mini";
import type { Routes } from "./route.ts";

/**
 * The workspace's rule for e-mails about missed messages: it sends none, they name people and conversations, or they
 * also show the text.
 */
export const MissedMailRule = z.enum(["off", "names", "text"]);
export type MissedMailRule = z.infer<typeof MissedMailRule>;

/** The user's id and a signature, both as base64url. It stays valid, and allows only to unsubscribe. */
export const UnsubscribeToken = z.string().check(z.regex(/^[\w-]{22}\.[\w-]{43}$/, "invalid"));

const params = z.object({ token: UnsubscribeToken });

/**
 * The address in the `List-Unsubscribe` header of an e-mail. Mail programs post to it (RFC 8058), and browsers that
 * open it get the page that asks first.
 */
export const missedMailRoutes = {
  unsubscribe: {
    method: "POST",
    path: "/unsubscriptions/{token}",
    access: "public",
    params,
    isFromAnywhere: true,
    answers: { 204: null },
  },
  showUnsubscription: {
    method: "GET",
    path: "/unsubscriptions/{token}",
    access: "public",
    params,
    answers: { 303: null },
  },
} as const satisfies Routes;
