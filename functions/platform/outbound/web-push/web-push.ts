import { isBrokenCircuitError } from "cockatiel";
import QuickLRU from "quick-lru";
import * as z from "zod/mini";
import type { WebPushMessage } from "../../../../contract/web-push.ts";
import { logError } from "../../observability/log.ts";
import { signJwt } from "../../signing/jwt.ts";
import type { SigningKey } from "../../signing/signing-key.ts";
import { HostBreakers } from "../host-breakers.ts";
import type { Outbound } from "../outbound.ts";
import { encryptFor, type ReaderKeys } from "./encrypt.ts";

/** How long a push service keeps an undelivered message, in seconds, and how soon it wakes a device (RFC 8030, 5.3). */
export interface WebPushUrgency {
  ttlSeconds: number;
  urgency: "normal" | "high";
}

const ordinary: WebPushUrgency = { ttlSeconds: 24 * 60 * 60, urgency: "normal" };

/** How long a signature is valid, in seconds. The limit is one day (RFC 8292, 2). */
const signatureSeconds = 12 * 60 * 60;

/** How long to wait for a push service, in milliseconds. They usually answer within 100. */
const timeoutMs = 3_000;

/** The number of signatures to keep. Each push service needs one, and users could name any number of hosts. */
const signatures = 1_000;

/** The result of a Web Push: accepted by the push service, refused because the subscription has ended, or failed. */
export type WebPushOutcome = "accepted" | "ended" | "failed";

const Point = z.object({ x: z.string(), y: z.string() });

/** Returns a key's public half as push services and browsers expect it: an uncompressed point (base64url). */
export async function webPushPublicKey(key: SigningKey): Promise<string> {
  const { x, y } = Point.parse(await key.jwk());
  const bytes = [Buffer.from([4]), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")];
  return Buffer.concat(bytes).toString("base64url");
}

const topicOf = (message: WebPushMessage): string =>
  "textReminderId" in message ? message.textReminderId : message.conversationId;

export interface WebPushOptions {
  /** Signs the requests. */
  key: SigningKey;
  /** A `mailto:` or `https:` address of this deployment's operator. */
  contact: string;
  outbound: Outbound;
}

/** Sends Web Push messages through the browsers' push services, signed with our key (VAPID, RFC 8292). */
export class WebPush {
  readonly #options: WebPushOptions;
  readonly #breakers = new HostBreakers();
  readonly #signatures = new QuickLRU<string, Promise<string>>({
    maxSize: signatures,
    maxAge: (signatureSeconds - 60) * 1000,
  });

  constructor(options: WebPushOptions) {
    this.#options = options;
  }

  /**
   * Sends one message. Never throws, because a Web Push is only a hint: the user sees the message when the page opens.
   */
  async send(
    endpoint: string,
    reader: ReaderKeys,
    message: WebPushMessage,
    urgency = ordinary,
  ): Promise<WebPushOutcome> {
    // Only the host is logged. The rest of an endpoint is a secret that allows pushing.
    const host = URL.canParse(endpoint) ? new URL(endpoint).host : "";
    try {
      const status = await this.#breakers.run(host, () => this.#post(endpoint, reader, message, urgency));
      if (status >= 200 && status < 300) return "accepted";
      if (status === 404 || status === 410) return "ended";
      logError("web push refused", new Error(`status ${status}`), { host });
      return "failed";
    } catch (error) {
      if (!isBrokenCircuitError(error)) logError("web push failed", error, { host });
      return "failed";
    }
  }

  /** @throws if the push service cannot be reached, or is overloaded */
  async #post(
    endpoint: string,
    reader: ReaderKeys,
    message: WebPushMessage,
    { ttlSeconds, urgency }: WebPushUrgency,
  ): Promise<number> {
    const { status } = await this.#options.outbound.send(endpoint, {
      method: "POST",
      headers: {
        authorization: await this.#signature(new URL(endpoint).origin),
        "content-encoding": "aes128gcm",
        ttl: String(ttlSeconds),
        urgency,
        // A conversation's next message replaces an undelivered one (RFC 8030, 5.4).
        topic: topicOf(message).replaceAll("-", ""),
      },
      body: encryptFor(reader, JSON.stringify(message)),
      timeoutMs,
    });
    if (status === 429 || status >= 500) throw new Error(`status ${status}`);
    return status;
  }

  #signature(origin: string): Promise<string> {
    const known = this.#signatures.get(origin);
    if (known) return known;
    const header = this.#sign(origin);
    header.catch(() => this.#signatures.delete(origin));
    this.#signatures.set(origin, header);
    return header;
  }

  async #sign(origin: string): Promise<string> {
    const { key, contact } = this.#options;
    const exp = Math.floor(Date.now() / 1000) + signatureSeconds;
    const token = await signJwt(key, {}, { aud: origin, exp, sub: contact });
    return `vapid t=${token}, k=${await webPushPublicKey(key)}`;
  }
}
