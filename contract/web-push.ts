import * as z from "zod/mini";
import type { Routes } from "./route.ts";

const base64url = (bytes: number) =>
  z.string().check(z.regex(new RegExp(`^[A-Za-z0-9_-]{${Math.ceil((bytes * 4) / 3)}}$`), "invalid-push-key"));

/**
 * Whether an address has the form of a push service's address: visible ASCII characters, the default port, a name
 * instead of an IP address, and no credentials. The server also refuses names that resolve to addresses that are not
 * public, when it connects.
 */
function isPushServiceAddress(endpoint: string): boolean {
  if (!/^[\x21-\x7e]+$/.test(endpoint) || !URL.canParse(endpoint)) return false;
  const { username, password, port, hostname } = new URL(endpoint);
  const isAddress = hostname.startsWith("[") || /^[\d.]+$/.test(hostname);
  return !username && !password && !port && !isAddress && hostname.includes(".");
}

/**
 * A browser's address at its push service (Push API, section 8), which works while no page is open, and the keys that
 * encrypt messages for that browser alone (RFC 8291).
 */
export const WebPushSubscription = z
  .object({
    endpoint: z
      .url({ protocol: /^https$/ })
      .check(z.maxLength(1_000), z.refine(isPushServiceAddress, "invalid-url"))
      .register(z.globalRegistry, { format: "push-service-uri" }),
    keys: z.object({ p256dh: base64url(65), auth: base64url(16) }),
  })
  .register(z.globalRegistry, { id: "PushSubscription" });
export type WebPushSubscription = z.infer<typeof WebPushSubscription>;

/** The key that identifies this server to push services (RFC 8292): an uncompressed P-256 point as base64url. */
export const WebPushKey = z.object({ publicKey: z.string() }).register(z.globalRegistry, { id: "PushKey" });

/** A Web Push's payload, encrypted for the browser: a message or a call, or a reminder of a text. */
export const WebPushMessage = z.union([
  z.object({
    conversationId: z.string(),
    seq: z.int(),
    title: z.string(),
    body: z.string(),
    /** Set for a call. `answered` replaces the notification of one that rang. */
    call: z.optional(z.enum(["ringing", "answered"])),
  }),
  z.object({ textReminderId: z.string(), title: z.string(), body: z.string() }),
]);
export type WebPushMessage = z.infer<typeof WebPushMessage>;

const subscription = z.pick(WebPushSubscription, { endpoint: true });

export const webPushRoutes = {
  pushKey: {
    method: "GET",
    path: "/push/key",
    access: "signed-in",
    answers: { 200: WebPushKey },
  },
  addPushSubscription: {
    method: "PUT",
    path: "/users/me/push-subscriptions",
    access: "signed-in",
    body: WebPushSubscription,
    answers: { 204: null },
  },
  removePushSubscription: {
    method: "DELETE",
    path: "/users/me/push-subscriptions",
    access: "signed-in",
    query: subscription,
    answers: { 204: null },
  },
} as const satisfies Routes;
