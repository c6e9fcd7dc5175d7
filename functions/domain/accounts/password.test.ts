import { expect, test } from "vitest";
import { hashPassword, verifyPassword } from "./password.ts";

test("A hash is a PHC string with OWASP's parameters and a fresh salt", async () => {
  const [one, other] = await Promise.all([hashPassword("the same"), hashPassword("the same")]);
  expect(one).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(one).not.toBe(other);
});

test("Only the password itself matches its hash, with composed or decomposed accents", async () => {
  const hash = await hashPassword("café crème");
  expect(await verifyPassword("café crème", hash)).toBe(true);
  expect(await verifyPassword("cafe\u0301 cre\u0300me", hash)).toBe(true);
  expect(await verifyPassword("cafe creme", hash)).toBe(false);
});

test("A hash with other parameters is verified with those parameters", async () => {
  // The first 32 bytes of scrypt("password", "NaCl", N = 2^10, r = 8, p = 16) in RFC 7914, section 12.
  const hash = Buffer.from("fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162", "hex");
  const salt = Buffer.from("NaCl").toString("base64").replace(/=+$/, "");
  const phc = `$scrypt$ln=10,r=8,p=16$${salt}$${hash.toString("base64").replace(/=+$/, "")}`;
  expect(await verifyPassword("password", phc)).toBe(true);
  await expect(verifyPassword("password", "$2b$10$bcrypt")).rejects.toThrow("PHC");
});
