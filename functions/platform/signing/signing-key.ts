import { createHash, createPublicKey } from "node:crypto";
import { GetPublicKeyCommand, KMSClient, SignCommand } from "@aws-sdk/client-kms";
import * as z from "zod/mini";
import type { Jwks } from "../../../contract/sessions.ts";
import { clientSettings } from "../aws/client-settings.ts";
import { joseSignature } from "./signature.ts";

type Jwk = Jwks["keys"][number];

const EcJwk = z.object({ x: z.string(), y: z.string() });

/** Converts a public key to a JWK. Its `kid` is the key's thumbprint (RFC 7638). */
function publicJwk(spki: Uint8Array): Jwk {
  const key = createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
  const { x, y } = EcJwk.parse(key.export({ format: "jwk" }));
  const kid = createHash("sha256")
    .update(JSON.stringify({ crv: "P-256", kty: "EC", x, y }))
    .digest("base64url");
  return { kty: "EC", crv: "P-256", x, y, kid, alg: "ES256", use: "sig" };
}

/** A P-256 key in KMS. The private half never leaves KMS. */
export class SigningKey {
  readonly #kms = new KMSClient(clientSettings({ answer: 5_000, connection: 1_000 }));
  readonly #keyId: string;
  #jwk: Promise<Jwk> | undefined;

  constructor(keyId: string) {
    this.#keyId = keyId;
  }

  /** Returns the public half, which each function instance fetches once. A failed fetch is retried by the next call. */
  jwk(): Promise<Jwk> {
    this.#jwk ??= this.#fetch().catch((error) => {
      this.#jwk = undefined;
      throw error;
    });
    return this.#jwk;
  }

  /** Signs a message of at most 4,096 bytes (the limit of KMS) with ES256. @returns the signature as JOSE encodes it */
  async sign(message: string): Promise<Buffer> {
    const { Signature } = await this.#kms.send(
      new SignCommand({
        KeyId: this.#keyId,
        Message: Buffer.from(message),
        MessageType: "RAW",
        SigningAlgorithm: "ECDSA_SHA_256",
      }),
    );
    if (!Signature) throw new Error("KMS returned no signature");
    return joseSignature(Signature);
  }

  async #fetch(): Promise<Jwk> {
    const { PublicKey } = await this.#kms.send(new GetPublicKeyCommand({ KeyId: this.#keyId }));
    if (!PublicKey) throw new Error("KMS returned no public key");
    return publicJwk(PublicKey);
  }
}
