/** Decodes a token's header and claims without verifying its signature. */
export function decodeJwt(token: string): {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
} {
  const [header = "", claims = ""] = token.split(".");
  const decode = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString());
  return { header: decode(header), claims: decode(claims) };
}

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");

/** Makes a token from a header and claims. `sign` decides which key signs it. */
export async function makeJwt(
  header: object,
  claims: object,
  sign: (text: string) => Promise<Buffer> | Buffer,
): Promise<string> {
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${(await sign(text)).toString("base64url")}`;
}
