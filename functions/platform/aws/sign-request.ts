import { createHash, createHmac } from "node:crypto";

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

/** The credentials of a function's role. Temporary ones have a session token. */
export interface SigningCredentials {
  accessKeyId: string;
  secretAccessKey: string;
}

const algorithm = "AWS4-HMAC-SHA256";

export const sha256 = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/** Escapes each segment of a path that is already escaped, as every service except S3 requires. */
const escapeAgain = (path: string) =>
  path
    .split("/")
    .map((segment) =>
      encodeURIComponent(segment).replace(
        /[!'()*]/g,
        (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
    )
    .join("/");

/**
 * Signs requests to one service with AWS's Signature Version 4, and derives the key only once a day.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export class RequestSigner {
  readonly #scope: { region: string; service: string };
  #key: { of: string; secretAccessKey: string; value: Buffer } | undefined;

  constructor(scope: { region: string; service: string }) {
    this.#scope = scope;
  }

  /** @returns the value of the `authorization` header. The headers must contain `x-amz-date`, such as 20261126T080000Z */
  sign({ method, path, headers, bodyHash }: SignableRequest, credentials: SigningCredentials): string {
    const time = headers["x-amz-date"] ?? "";
    const day = time.slice(0, 8);
    const scope = `${day}/${this.#scope.region}/${this.#scope.service}/aws4_request`;
    const names = Object.keys(headers);
    const lines = names.map((name) => `${name}:${headers[name]}\n`).join("");
    const signed = names.join(";");
    const canonical = `${method}\n${escapeAgain(path)}\n\n${lines}\n${signed}\n${bodyHash}`;
    const text = `${algorithm}\n${time}\n${scope}\n${sha256(canonical)}`;
    const signature = createHmac("sha256", this.#keyOf(day, credentials)).update(text).digest("hex");
    return `${algorithm} Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`;
  }

  #keyOf(day: string, { secretAccessKey }: SigningCredentials): Buffer {
    if (this.#key?.of !== day || this.#key.secretAccessKey !== secretAccessKey) {
      const { region, service } = this.#scope;
      const value = [region, service, "aws4_request"].reduce(hmac, hmac(`AWS4${secretAccessKey}`, day));
      this.#key = { of: day, secretAccessKey, value };
    }
    return this.#key.value;
  }
}
