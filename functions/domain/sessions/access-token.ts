import { JwtVerifier } from "aws-jwt-verify";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";
import { v7 as uuidv7 } from "uuid";
import * as z from "zod/mini";
import { SessionId, UserId } from "../../../contract/ids.ts";
import type { Jwks } from "../../../contract/sessions.ts";
import { times } from "../../../contract/times.ts";
import { signJwt } from "../../platform/signing/jwt.ts";
import type { SigningKey } from "../../platform/signing/signing-key.ts";

/** The issuer and audience of our tokens. Deployments differ by their key. */
const issuer = "chatflow";

/** The tolerated difference between clocks, in seconds. */
const clockSkew = 5;

const Claims = z.object({ sub: UserId, sid: SessionId, exp: z.number() });

/** The user and session of an access token, and its expiry in seconds since the epoch. */
export interface Caller {
  userId: UserId;
  sessionId: SessionId;
  expiresAt: number;
}

/** Signs an access token: a JWT with ES256 that expires after `times.accessTokenSeconds`. */
export async function issueAccessToken(
  key: SigningKey,
  userId: UserId,
  sessionId: SessionId,
): Promise<string> {
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
      exp: now + times.accessTokenSeconds,
    },
  );
}

/** Verifies access tokens against the keys that `fetchJwks` returns. An unknown key id fetches the keys again. */
export function accessTokenVerifier(fetchJwks: () => Promise<Jwks>) {
  const verifier = JwtVerifier.create(
    { issuer, audience: issuer, jwksUri: "https://jwks.invalid/", graceSeconds: clockSkew },
    {
      // The key set comes from KMS. Fetching it from the API would make the authorizer call the API that it guards.
      jwksCache: new SimpleJwksCache({
        fetcher: { fetch: async () => new TextEncoder().encode(JSON.stringify(await fetchJwks())).buffer },
      }),
    },
  );
  /** @throws the error of aws-jwt-verify or of `fetchJwks` */
  return async (token: string): Promise<Caller> => {
    const { sub, sid, exp } = Claims.parse(await verifier.verify(token));
    return { userId: sub, sessionId: sid, expiresAt: exp };
  };
}
