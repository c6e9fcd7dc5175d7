import * as z from "zod/mini";

const base64url = (bytes: number) =>
  z.string().check(
    z.regex(/^[\w-]+$/, "must be base64url"),
    z.refine((text) => Math.floor((text.length * 3) / 4) === bytes, `must be ${bytes} bytes as base64url`),
  );

/** Where a browser is reached while no page is open (Push API, 8), and the keys that only it can read by (RFC 8291). */
export const PushSubscription = z
  .object({
    endpoint: z
      .url({ protocol: /^https$/, error: "must be an https address" })
      .check(z.maxLength(1_000, "must have at most 1000 characters")),
    keys: z.object({ p256dh: base64url(65), auth: base64url(16) }),
  })
  .register(z.globalRegistry, { id: "PushSubscription" });
export type PushSubscription = z.infer<typeof PushSubscription>;

/** The key by which push services know this server (RFC 8292): an uncompressed P-256 point, base64url. */
export const PushKey = z.object({ publicKey: z.string() }).register(z.globalRegistry, { id: "PushKey" });

/** What a push carries, encrypted for the browser. */
export const PushMessage = z.object({
  conversationId: z.string(),
  seq: z.int(),
  title: z.string(),
  body: z.string(),
});
export type PushMessage = z.infer<typeof PushMessage>;
