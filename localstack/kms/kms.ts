import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { p256 } from "@noble/curves/nist.js";
import * as z from "zod";
import { parseRequest, ServiceError } from "../service-error.ts";

const GetPublicKey = z.object({ KeyId: z.string() });
const Sign = z.object({
  KeyId: z.string(),
  Message: z.base64(),
  MessageType: z.enum(["RAW", "DIGEST"]).default("RAW"),
  SigningAlgorithm: z.string(),
});

/** KMS's size limit for a RAW message. */
const rawBytes = 4096;

/** Signs a digest. Node's `sign` would hash it again. */
function signDigest(key: KeyObject, digest: Buffer): Buffer {
  const { d = "" } = z.object({ d: z.string() }).parse(key.export({ format: "jwk" }));
  return Buffer.from(p256.sign(digest, Buffer.from(d, "base64url"), { prehash: false, format: "der" }));
}

/** KMS for the template's ES256 keys. Private keys are in the data folder, readable by their owner only. */
export class Kms {
  readonly #folder: string;
  readonly #keys = new Map<string, KeyObject>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Creates the key with this ARN unless it exists. It survives restarts. */
  ensureKey(arn: string): void {
    if (this.#keys.has(arn)) return;
    const id = arn.slice(arn.lastIndexOf("/") + 1);
    const file = join(this.#folder, `${id}.pem`);
    if (!existsSync(file)) {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
      writeFileSync(file, privateKey.export({ format: "pem", type: "pkcs8" }), { mode: 0o600 });
    }
    this.#keys.set(arn, createPrivateKey(readFileSync(file)));
  }

  /** Handles one call. @throws {ServiceError} */
  serve(operation: string, request: unknown): object {
    switch (operation) {
      case "GetPublicKey":
        return this.#getPublicKey(parseRequest(GetPublicKey, request, "ValidationException").KeyId);
      case "Sign":
        return this.#sign(parseRequest(Sign, request, "ValidationException"));
      default:
        throw new ServiceError(400, "UnsupportedOperationException", `${operation} is not served locally`);
    }
  }

  #getPublicKey(id: string): object {
    const { arn, key } = this.#find(id);
    return {
      KeyId: arn,
      KeySpec: "ECC_NIST_P256",
      CustomerMasterKeySpec: "ECC_NIST_P256",
      KeyUsage: "SIGN_VERIFY",
      SigningAlgorithms: ["ECDSA_SHA_256"],
      PublicKey: createPublicKey(key).export({ format: "der", type: "spki" }).toString("base64"),
    };
  }

  #sign({ KeyId, Message, MessageType, SigningAlgorithm }: z.output<typeof Sign>): object {
    const { arn, key } = this.#find(KeyId);
    const message = Buffer.from(Message, "base64");
    if (SigningAlgorithm !== "ECDSA_SHA_256") {
      throw new ServiceError(400, "InvalidKeyUsageException", `${SigningAlgorithm} does not fit the key`);
    }
    if (MessageType === "RAW" && message.length > rawBytes) {
      throw new ServiceError(400, "ValidationException", `Message must be at most ${rawBytes} bytes`);
    }
    if (MessageType === "DIGEST" && message.length !== 32) {
      throw new ServiceError(
        400,
        "ValidationException",
        "Digest is invalid length for algorithm ECDSA_SHA_256.",
      );
    }
    const signature = MessageType === "RAW" ? sign("sha256", message, key) : signDigest(key, message);
    return { KeyId: arn, Signature: signature.toString("base64"), SigningAlgorithm };
  }

  #find(id: string): { arn: string; key: KeyObject } {
    for (const [arn, key] of this.#keys) if (arn === id || arn.endsWith(`/${id}`)) return { arn, key };
    throw new ServiceError(400, "NotFoundException", `Key '${id}' does not exist`);
  }
}
