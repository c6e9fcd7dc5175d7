import { createHash, randomBytes } from "node:crypto";

/** Makes a token of 256 random bits (base64url). */
export const randomToken = () => randomBytes(32).toString("base64url");

/** Hashes a token for storage. A random token of this length needs neither a salt nor a slow hash. */
export const hashOf = (token: string) => createHash("sha256").update(token).digest("hex");
