import * as z from "zod/mini";
import type { WebPushMessage } from "../../../../contract/web-push.ts";
import { logError } from "../../observability/log.ts";
import { signJwt } from "../../signing/jwt.ts";
import type { SigningKey } from "../../signing/signing-key.ts";
import { encryptFor, type ReaderKeys } from "./encrypt.ts";

/** How long a push service keeps an undelivered message, in seconds. */
const timeToLive = 24 * 60 * 60;

/** How long a signature is valid, in seconds. The limit is one day (RFC 8292, 2). */
const signatureSeconds = 12 * 60 * 60;

/** How long to wait for a push service, in milliseconds. */
const timeout = 5_000;

/** The result of a Web Push: accepted by the push service, refused because the subscription has ended, or failed. */
export type WebPushOutcome = "accepted" | "ended" | "failed";

const Point = z.object({ x: z.string(), y: z.string() });

/** Returns a key's public half as push services and browsers expect it: an uncompressed point (base64url). */
export async function webPushPublicKey(key: SigningKey): Promise<string> {
  const { x, y } = Point.parse(await key.jwk());
  const bytes = [Buffer.from([4]), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")];
  return Buffer.concat(bytes).toString("base64url");
}

/** Sends Web Push messages through the browsers' push services, signed with our key (VAPID, RFC 8292). */
export class WebPush {
  readonly #key: SigningKey;
  /** A `mailto:` or `https:` address of this deployment's operator. */
  readonly #contact: string;
  readonly #signatures = new Map<string, { header: Promise<string>; until: number }>();

  constructor(key: SigningKey, contact: string) {
    this.#key = key;
    this.#contact = contact;
  }

  /** Sends one message. Never throws, because a Web Push is only a hint: the user sees the message when the page opens. */
  async send(endpoint: string, reader: ReaderKeys, message: WebPushMessage): Promise<WebPushOutcome> {
    try {
      const response = await fetch(endpoint, {
        method: "POST",
        headers: {
          authorization: await this.#signature(new URL(endpoint).origin),
          "content-encoding": "aes128gcm",
          ttl: String(timeToLive),
          urgency: "normal",
          // A conversation's next message replaces an undelivered one (RFC 8030, 5.4).
          topic: message.conversationId.replaceAll("-", ""),
        },
        body: new Uint8Array(encryptFor(reader, JSON.stringify(message))),
        signal: AbortSignal.timeout(timeout),
        redirect: "error",
      });
      if (response.ok) return "accepted";
      if (response.status === 404 || response.status === 410) return "ended";
      logError("web push refused", new Error(`status ${response.status}`));
      return "failed";
    } catch (error) {
      logError("web push failed", error);
      return "failed";
    }
  }

  #signature(origin: string): Promise<string> {
    const known = this.#signatures.get(origin);
    if (known && known.until > Date.now()) return known.header;
    const header = this.#sign(origin);
    header.catch(() => this.#signatures.delete(origin));
    this.#signatures.set(origin, { header, until: Date.now() + (signatureSeconds - 60) * 1000 });
    return header;
  }

  async #sign(origin: string): Promise<string> {
    const exp = Math.floor(Date.now() / 1000) + signatureSeconds;
    const token = await signJwt(this.#key, {}, { aud: origin, exp, sub: this.#contact });
    return `vapid t=${token}, k=${await webPushPublicKey(this.#key)}`;
  }
}
