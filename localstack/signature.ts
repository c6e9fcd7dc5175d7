import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { ServiceError } from "./service-error.ts";

const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/**
 * Checks that `signature` (hexadecimal) is the one of `text` for a credential scope,
 * `ID/DAY/REGION/SERVICE/…`.
 * @throws {ServiceError} if not
 */
export function checkSignature(
  text: string,
  credential: string,
  signature: string,
  secretAccessKey: string,
): void {
  const [, day = "", ...scope] = credential.split("/");
  const expected = hmac(scope.reduce(hmac, hmac(`AWS4${secretAccessKey}`, day)), text);
  const given = Buffer.from(signature, "hex");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new ServiceError(403, "SignatureDoesNotMatch", "The signature is not the one of this request");
  }
}

const encode = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/**
 * Checks a request that is signed by its URL, for a host.
 * @param payloadHash  the hash of the body in the signature, which S3 does not use
 * @throws {ServiceError} if it is not signed or has expired
 */
export function checkSignedQuery(
  method: string,
  url: URL,
  host: string,
  secretAccessKey: string,
  { payloadHash = "UNSIGNED-PAYLOAD", now = Date.now() } = {},
): void {
  const signature = url.searchParams.get("X-Amz-Signature");
  const time = url.searchParams.get("X-Amz-Date") ?? "";
  const credential = url.searchParams.get("X-Amz-Credential") ?? "";
  if (signature === null) throw new ServiceError(403, "AccessDenied", "Access Denied");
  const begin = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  const life = Number(url.searchParams.get("X-Amz-Expires")) * 1000;
  if (!(now < begin + life)) throw new ServiceError(403, "AccessDenied", "Request has expired");
  const query = [...url.searchParams]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join("&");
  const request = [method, url.pathname, query, `host:${host}`, "", "host", payloadHash].join("\n");
  const hash = createHash("sha256").update(request).digest("hex");
  const scope = credential.split("/").slice(1).join("/");
  checkSignature(["AWS4-HMAC-SHA256", time, scope, hash].join("\n"), credential, signature, secretAccessKey);
}
