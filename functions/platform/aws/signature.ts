import { createHmac, createSecretKey, hash, type KeyObject } from "node:crypto";

/** The credentials of a function's role. Temporary ones include a session token. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}

/** The day (such as 20261126), region and service for which a key signs. */
export interface KeyScope {
  day: string;
  region: string;
  service: string;
}

export const algorithm = "AWS4-HMAC-SHA256";

export const sha256 = (data: string | Uint8Array): string => hash("sha256", data);

const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/** `20261125T020000Z` */
export const basicTime = (date: Date): string => date.toISOString().replace(/[-:]|\.\d{3}/g, "");

export const scopeText = ({ day, region, service }: KeyScope): string =>
  `${day}/${region}/${service}/aws4_request`;

/**
 * Derives the key of AWS's Signature Version 4.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 *
 * A caller that keeps the key saves time, because Node 24 needs 40 microseconds to make a key object from bytes, and 5
 * to sign with it.
 */
export const signingKey = ({ secretAccessKey }: Credentials, { day, region, service }: KeyScope): KeyObject =>
  createSecretKey([region, service, "aws4_request"].reduce(hmac, hmac(`AWS4${secretAccessKey}`, day)));

/** Signs a text. @returns the signature in hexadecimal */
export const signText = (key: KeyObject, text: string): string =>
  createHmac("sha256", key).update(text).digest("hex");

/** Text that no address escapes (RFC 3986, section 2.3). */
const unreserved = /^[\w.~-]*$/;

/** Escapes like `encodeURIComponent`, and also the characters that only RFC 3986 reserves. */
export const escapeUri = (text: string): string =>
  unreserved.test(text)
    ? text
    : encodeURIComponent(text).replace(
        /[!'()*]/g,
        (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
      );

/** Escapes each segment of a path. */
export const escapePath = (path: string): string => path.split("/").map(escapeUri).join("/");
