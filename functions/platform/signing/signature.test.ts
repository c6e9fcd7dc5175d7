import { createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { joseSignature } from "./signature.ts";

const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });

test("joseSignature converts DER signatures with integers of any length to signatures that verify", () => {
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

test("joseSignature pads short integers and drops the sign byte", () => {
  const der = Buffer.from("300702010102020080", "hex");
  const jose = joseSignature(der).toString("hex");
  expect(jose).toBe(`${"00".repeat(31)}01${"00".repeat(31)}80`);
});

test("joseSignature rejects bytes that are not a complete DER signature", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 10 }), (bytes) => {
      fc.pre(bytes[0] !== 0x30);
      expect(() => joseSignature(bytes)).toThrow("Not a DER-encoded ECDSA signature");
    }),
  );
  expect(() => joseSignature(sign("sha256", Buffer.from("x"), privateKey).subarray(0, 60))).toThrow(
    "Not a DER-encoded ECDSA signature",
  );
});
