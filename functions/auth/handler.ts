import { limits } from "../../contract/limits.ts";
import { databaseSettings, signingKeyId } from "../configuration.ts";
import { connect } from "../database/database.ts";
import { type Answer, restFunction } from "../http/rest-function.ts";
import { revokeFamily } from "../identity/refresh-tokens.ts";
import { logIn, refresh, register, type SignedIn } from "../identity/sign-in.ts";
import { SigningKey } from "../identity/signing-key.ts";

const db = connect(databaseSettings());
const key = new SigningKey(signingKeyId());

const cookieName = "chatflow_refresh";

/** Sent only to the calls that need it, over TLS, from our own pages, and out of reach of scripts. */
function refreshCookie(token: string, maxAgeSeconds: number): string {
  return `${cookieName}=${token}; Path=/api/auth; Max-Age=${maxAgeSeconds}; HttpOnly; Secure; SameSite=Strict`;
}

function sessionAnswer(status: number, { session, refreshToken }: SignedIn): Answer {
  const cookie = refreshCookie(refreshToken, limits.refreshTokenDays * 24 * 60 * 60);
  return { status, body: session, headers: { "set-cookie": cookie } };
}

/** Everything that signs, and so needs the key: nothing else may. */
export const handler = restFunction<"register" | "login" | "refresh" | "logout" | "jwks">({
  register: async ({ body, userAgent }) => sessionAnswer(201, await register(db, key, body, userAgent)),
  login: async ({ body, userAgent }) => sessionAnswer(200, await logIn(db, key, body, userAgent)),
  refresh: async ({ cookies }) => sessionAnswer(200, await refresh(db, key, cookies[cookieName])),
  logout: async ({ cookies }) => {
    const token = cookies[cookieName];
    if (token) await revokeFamily(db, token);
    return { status: 204, headers: { "set-cookie": refreshCookie("", 0) } };
  },
  jwks: async () => ({
    status: 200,
    body: await key.jwks(),
    headers: { "cache-control": "public, max-age=300" },
  }),
});
