import { JwtVerifier } from "aws-jwt-verify";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";
import { v7 as uuidv7 } from "uuid";
import * as z from "zod/mini";
import { UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { Jwks } from "../../../contract/sessions.ts";
import { signJwt } from "../../platform/signing/jwt.ts";
import type { SigningKey } from "../../platform/signing/signing-key.ts";

/** Issuer and audience of our tokens. The key tells one deployment's tokens from another's. */
const issuer = "chatflow";

/** Seconds by which clocks may differ. */
const clockSkew = 5;

const Claims = z.object({ sub: UserId, sid: z.string(), exp: z.number() });

/** Whose token it is, of which signed-in device, and until when (seconds since the epoch). */
export interface Caller {
  userId: UserId;
  sessionId: string;
  expiresAt: number;
}

/** Signs an access token: a JWT, ES256, 15 minutes. */
export async function issueAccessToken(key: SigningKey, userId: UserId, sessionId: string): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return signJwt(
    key,
    { kid: (await key.jwk()).kid },
    {
      iss: issuer,
      aud: issuer,
      sub: userId,
      sid: sessionId,
      jti: uuidv7(),
      iat: now,
      exp: now + limits.accessTokenSeconds,
    },
  );
}

/** Verifies access tokens against the keys that `fetchJwks` returns; a key id not seen before asks again. */
export function accessTokenVerifier(fetchJwks: () => Promise<Jwks>) {
  const verifier = JwtVerifier.create(
    { issuer, audience: issuer, jwksUri: "https://jwks.invalid/", graceSeconds: clockSkew },
    {
      // Our own key set comes from KMS, not from the URI: the authorizer must not call the API it guards.
      jwksCache: new SimpleJwksCache({
        fetcher: { fetch: async () => new TextEncoder().encode(JSON.stringify(await fetchJwks())).buffer },
      }),
    },
  );
  /** @throws whatever aws-jwt-verify finds wrong with the token, or what fetching the keys threw */
  return async (token: string): Promise<Caller> => {
    const { sub, sid, exp } = Claims.parse(await verifier.verify(token));
    return { userId: sub, sessionId: sid, expiresAt: exp };
  };
}
