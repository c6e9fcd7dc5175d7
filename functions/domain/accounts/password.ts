import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";

/** OWASP's first choice for scrypt (Password Storage Cheat Sheet): N = 2^17, r = 8, p = 1. A hash takes 128 MiB. */
const cost = { ln: 17, r: 8, p: 1 } as const;
const hashBytes = 32;

function derive(password: string, salt: Buffer, ln: number, r: number, p: number, bytes: number) {
  const N = 2 ** ln;
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r };
  return new Promise<Buffer>((resolve, reject) =>
    // NFKC makes a password typed on another keyboard the same password (NIST SP 800-63B, section 5.1.1.2).
    scrypt(password.normalize("NFKC"), salt, bytes, options, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );
}

const encode = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");

/** Hashes a password. @returns a PHC string: `$scrypt$ln=17,r=8,p=1$salt$hash` */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, cost.ln, cost.r, cost.p, hashBytes);
  return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${encode(salt)}$${encode(hash)}`;
}

/** Compares a password with a hash. @throws if `phc` is not a scrypt PHC string */
export async function verifyPassword(password: string, phc: string): Promise<boolean> {
  const match = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(phc);
  if (!match) throw new Error("Not a scrypt PHC string");
  const [, ln, r, p, salt = "", hash = ""] = match;
  const expected = Buffer.from(hash, "base64");
  const actual = await derive(
    password,
    Buffer.from(salt, "base64"),
    Number(ln),
    Number(r),
    Number(p),
    expected.length,
  );
  return timingSafeEqual(actual, expected);
}

/** Takes as long as a real check and fails, so that the response time does not reveal unknown logins. */
export async function verifyNothing(password: string): Promise<false> {
  await derive(password, Buffer.alloc(16), cost.ln, cost.r, cost.p, hashBytes);
  return false;
}
