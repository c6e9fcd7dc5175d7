import { expect, test } from "vitest";
import { hashPassword, verifyPassword } from "./password.ts";

test("a hash is a PHC string with OWASP's parameters and a fresh salt", async () => {
  const [one, other] = await Promise.all([hashPassword("the same"), hashPassword("the same")]);
  expect(one).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(one).not.toBe(other);
});

test("only the password itself matches, with composed or decomposed accents", async () => {
  const hash = await hashPassword("café crème");
  expect(await verifyPassword("café crème", hash)).toBe(true);
  expect(await verifyPassword("cafe\u0301 cre\u0300me", hash)).toBe(true);
  expect(await verifyPassword("cafe creme", hash)).toBe(false);
});

test("a hash with other parameters is verified with those parameters", async () => {
  // scrypt("password", "NaCl…", N = 2^10, r = 8, p = 16): RFC 7914, section 12, its first 32 bytes.
  const hash = Buffer.from("fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162", "hex");
  const salt = Buffer.from("NaCl").toString("base64").replace(/=+$/, "");
  const phc = `$scrypt$ln=10,r=8,p=16$${salt}$${hash.toString("base64").replace(/=+$/, "")}`;
  expect(await verifyPassword("password", phc)).toBe(true);
  await expect(verifyPassword("password", "$2b$10$bcrypt")).rejects.toThrow("PHC");
});
