import { createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { joseSignature } from "./signature.ts";

const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });

test("a DER signature becomes one that JOSE verifies, whatever its integers' lengths", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (message) => {
      const jose = joseSignature(sign("sha256", message, privateKey));
      expect(jose).toHaveLength(64);
      const key = createPublicKey(privateKey);
      expect(verify("sha256", message, { key, dsaEncoding: "ieee-p1363" }, jose)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("short integers are padded, and those with a sign byte are cut", () => {
  const der = Buffer.from("300702010102020080", "hex");
  const jose = joseSignature(der).toString("hex");
  expect(jose).toBe(`${"00".repeat(31)}01${"00".repeat(31)}80`);
});

test("what is no DER signature is refused", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 10 }), (bytes) => {
      fc.pre(bytes[0] !== 0x30);
      expect(() => joseSignature(bytes)).toThrow();
    }),
  );
  expect(() => joseSignature(sign("sha256", Buffer.from("x"), privateKey).subarray(0, 60))).toThrow();
});
