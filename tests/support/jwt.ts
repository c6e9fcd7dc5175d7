/** The header and the claims of a token, unverified. */
export function decodeJwt(token: string): {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
} {
  const [header = "", claims = ""] = token.split(".");
  const decode = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString());
  return { header: decode(header), claims: decode(claims) };
}

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");

/** A token of these parts, signed by whoever `sign` is. */
export async function makeJwt(
  header: object,
  claims: object,
  sign: (text: string) => Promise<Buffer> | Buffer,
): Promise<string> {
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${(await sign(text)).toString("base64url")}`;
}
