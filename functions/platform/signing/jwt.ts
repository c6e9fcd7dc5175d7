import type { SigningKey } from "./signing-key.ts";

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Makes a JWT (RFC 7519) signed with ES256. `header` adds to `alg` and `typ`, and `claims` becomes the payload. */
export async function signJwt(key: SigningKey, header: object, claims: object): Promise<string> {
  const text = `${base64url({ alg: "ES256", typ: "JWT", ...header })}.${base64url(claims)}`;
  return `${text}.${(await key.sign(text)).toString("base64url")}`;
}
