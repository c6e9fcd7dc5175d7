import { createCipheriv, createECDH, createHmac, randomBytes } from "node:crypto";

/** The keys of a browser's subscription (base64url). */
export interface ReaderKeys {
  p256dh: string;
  auth: string;
}

/** The random values of one message. The test uses those of the RFC's example. */
export interface Secrets {
  /** 16 bytes. */
  salt: Buffer;
  /** A P-256 private key. */
  privateKey: Buffer;
}

const hmac = (key: Buffer, data: Buffer) => createHmac("sha256", key).update(data).digest();

/** HKDF (RFC 5869) with one block, enough for keys of up to 32 bytes. */
const derive = (salt: Buffer, secret: Buffer, info: Buffer, length: number) =>
  hmac(hmac(salt, secret), Buffer.concat([info, Buffer.from([1])])).subarray(0, length);

/** The size of the single record, in bytes. Push services accept 4,096 bytes (RFC 8030, 7.2). */
const recordSize = 4_096;

function freshSecrets(): Secrets {
  const ecdh = createECDH("prime256v1");
  ecdh.generateKeys();
  return { salt: randomBytes(16), privateKey: ecdh.getPrivateKey() };
}

/**
 * Encrypts a message for a browser, so that the push service cannot read it (RFC 8291 with the coding `aes128gcm` of
 * RFC 8188).
 *
 * @param text  at most 3,993 bytes
 */
export function encryptFor(reader: ReaderKeys, text: string, secrets = freshSecrets()): Buffer {
  const readerKey = Buffer.from(reader.p256dh, "base64url");
  const ecdh = createECDH("prime256v1");
  ecdh.setPrivateKey(secrets.privateKey);
  const ourKey = ecdh.getPublicKey();
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), readerKey, ourKey]);
  const secret = derive(Buffer.from(reader.auth, "base64url"), ecdh.computeSecret(readerKey), info, 32);
  const key = derive(secrets.salt, secret, Buffer.from("Content-Encoding: aes128gcm\0"), 16);
  const nonce = derive(secrets.salt, secret, Buffer.from("Content-Encoding: nonce\0"), 12);
  const cipher = createCipheriv("aes-128-gcm", key, nonce);
  // The delimiter of the last record.
  const sealed = Buffer.concat([
    cipher.update(Buffer.concat([Buffer.from(text), Buffer.from([2])])),
    cipher.final(),
  ]);
  const header = Buffer.alloc(21);
  secrets.salt.copy(header);
  header.writeUInt32BE(recordSize, 16);
  header.writeUInt8(ourKey.length, 20);
  return Buffer.concat([header, ourKey, sealed, cipher.getAuthTag()]);
}
