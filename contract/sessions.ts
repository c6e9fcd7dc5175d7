import * as z from "zod/mini";
import { limits } from "./limits.ts";
import { text } from "./text.ts";
import { Account, Email, FullName, Username } from "./users.ts";

export const Registration = z
  .object({
    username: Username,
    email: Email,
    password: text(limits.password.min, limits.password.max),
    fullName: z.optional(FullName),
  })
  .register(z.globalRegistry, { id: "Registration" });
export type Registration = z.infer<typeof Registration>;

/** `login` is the username or the e-mail. */
export const Login = z
  .object({ login: text(1, limits.email.max), password: text(1, limits.password.max) })
  .register(z.globalRegistry, { id: "Login" });
export type Login = z.infer<typeof Login>;

/** A signed-in session. The refresh token travels beside it, in a cookie that scripts cannot read. */
export const Session = z
  .object({
    user: Account,
    accessToken: z.string(),
    /** Seconds until the access token expires. */
    expiresIn: z.int(),
  })
  .register(z.globalRegistry, { id: "Session" });
export type Session = z.infer<typeof Session>;

/** A JSON Web Key Set, RFC 7517. */
export const Jwks = z
  .object({
    keys: z.array(
      z.object({
        kty: z.literal("EC"),
        crv: z.literal("P-256"),
        x: z.string(),
        y: z.string(),
        kid: z.string(),
        alg: z.literal("ES256"),
        use: z.literal("sig"),
      }),
    ),
  })
  .register(z.globalRegistry, { id: "Jwks" });
export type Jwks = z.infer<typeof Jwks>;
