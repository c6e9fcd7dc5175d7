import * as z from "zod/mini";
import type { WebPushMessage } from "../../../../contract/web-push.ts";
import { logError } from "../../observability/log.ts";
import { signJwt } from "../../signing/jwt.ts";
import type { SigningKey } from "../../signing/signing-key.ts";
import { encryptFor, type ReaderKeys } from "./encrypt.ts";

/** Seconds that a push service keeps what it cannot deliver at once. */
const timeToLive = 24 * 60 * 60;

/** Seconds that a signature is good for; at most a day (RFC 8292, 2). */
const signatureSeconds = 12 * 60 * 60;

/** Milliseconds to wait for a push service. */
const timeout = 5_000;

/** What became of a push. */
export type WebPushOutcome = "accepted" | "ended" | "failed";

const Point = z.object({ x: z.string(), y: z.string() });

/** The public half of a key as push services and browsers want it: an uncompressed point. */
export async function webPushPublicKey(key: SigningKey): Promise<string> {
  const { x, y } = Point.parse(await key.jwk());
  const bytes = [Buffer.from([4]), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")];
  return Buffer.concat(bytes).toString("base64url");
}

/** Sends pushes by the services that browsers have chosen, signed by our key (VAPID, RFC 8292). */
export class WebPush {
  readonly #key: SigningKey;
  /** A `mailto:` or `https:` address of whoever runs this server. */
  readonly #contact: string;
  readonly #signatures = new Map<string, { header: Promise<string>; until: number }>();

  constructor(key: SigningKey, contact: string) {
    this.#key = key;
    this.#contact = contact;
  }

  /** Sends one push. Nothing is thrown: who does not get it finds out when they look. */
  async send(endpoint: string, reader: ReaderKeys, message: WebPushMessage): Promise<WebPushOutcome> {
    try {
      const response = await fetch(endpoint, {
        method: "POST",
        headers: {
          authorization: await this.#signature(new URL(endpoint).origin),
          "content-encoding": "aes128gcm",
          ttl: String(timeToLive),
          urgency: "normal",
          // The next message of a conversation takes the place of one that is not delivered yet (RFC 8030, 5.4).
          topic: message.conversationId.replaceAll("-", ""),
        },
        body: new Uint8Array(encryptFor(reader, JSON.stringify(message))),
        signal: AbortSignal.timeout(timeout),
        redirect: "error",
      });
      if (response.ok) return "accepted";
      if (response.status === 404 || response.status === 410) return "ended";
      logError("a push was refused", new Error(`status ${response.status}`));
      return "failed";
    } catch (error) {
      logError("a push failed", error);
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
