import { createHash, randomBytes } from "node:crypto";

/** 256 random bits, for a person to hold. */
export const randomToken = () => randomBytes(32).toString("base64url");

/** What is kept of a token. One so random needs no salt and no slow hash. */
export const hashOf = (token: string) => createHash("sha256").update(token).digest("hex");
