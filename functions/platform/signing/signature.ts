/**
 * Converts an ECDSA P-256 signature from the form that KMS returns (RFC 3279: a DER SEQUENCE of two signed INTEGERs of
 * minimal length) to the form of JOSE (RFC 7518, 3.4: r and s, 32 bytes each).
 *
 * @throws for other bytes
 */
export function joseSignature(der: Uint8Array): Buffer {
  const bytes = Buffer.from(der);
  const r = integerAt(bytes, 2);
  const s = integerAt(bytes, r.end);
  if (bytes[0] !== 0x30 || bytes[1] !== bytes.length - 2 || s.end !== bytes.length) {
    throw new Error("Not a DER-encoded ECDSA signature");
  }
  return Buffer.concat([padded(r.value), padded(s.value)]);
}

function integerAt(bytes: Buffer, at: number): { value: Buffer; end: number } {
  const end = at + 2 + (bytes[at + 1] ?? 0);
  if (bytes[at] !== 0x02 || end > bytes.length) throw new Error("Not a DER-encoded ECDSA signature");
  return { value: bytes.subarray(at + 2, end), end };
}

function padded(integer: Buffer): Buffer {
  const magnitude = integer.subarray(Math.max(0, integer.length - 32));
  return Buffer.concat([Buffer.alloc(32 - magnitude.length), magnitude]);
}
