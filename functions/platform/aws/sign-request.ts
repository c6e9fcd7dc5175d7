import type { KeyObject } from "node:crypto";
import {
  algorithm,
  type Credentials,
  escapePath,
  scopeText,
  sha256,
  signingKey,
  signText,
} from "./signature.ts";

/** The parts of a request that a signature covers. */
export interface SignableRequest {
  method: "POST";
  /** The path as it is sent, with its characters escaped. */
  path: string;
  /** By lower-case name, in alphabetical order, including `host`. */
  headers: Readonly<Record<string, string>>;
  /** SHA-256 of the body, in hexadecimal. */
  bodyHash: string;
}

/** Signs requests to one service with AWS's Signature Version 4, and derives the key only once a day. */
export class RequestSigner {
  readonly #scope: { region: string; service: string };
  #key: { of: string; secretAccessKey: string; value: KeyObject } | undefined;

  constructor(scope: { region: string; service: string }) {
    this.#scope = scope;
  }

  /**
   * @returns the value of the `authorization` header. The headers must contain `x-amz-date`, such as 20261126T080000Z
   */
  sign({ method, path, headers, bodyHash }: SignableRequest, credentials: Credentials): string {
    const time = headers["x-amz-date"] ?? "";
    const day = time.slice(0, 8);
    const scope = scopeText({ day, ...this.#scope });
    const names = Object.keys(headers);
    const lines = names.map((name) => `${name}:${headers[name]}\n`).join("");
    const signed = names.join(";");
    // Every service except S3 requires a path whose escapes are escaped again.
    const canonical = `${method}\n${escapePath(path)}\n\n${lines}\n${signed}\n${bodyHash}`;
    const text = `${algorithm}\n${time}\n${scope}\n${sha256(canonical)}`;
    const signature = signText(this.#keyOf(day, credentials), text);
    return `${algorithm} Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`;
  }

  #keyOf(day: string, credentials: Credentials): KeyObject {
    const { secretAccessKey } = credentials;
    if (this.#key?.of !== day || this.#key.secretAccessKey !== secretAccessKey) {
      const value = signingKey(credentials, { day, ...this.#scope });
      this.#key = { of: day, secretAccessKey, value };
    }
    return this.#key.value;
  }
}
