import { limits } from "../../../contract/limits.ts";
import { requireReset, resetPassword, verifyEmail } from "../../domain/accounts/mail-tokens.ts";
import { hashPassword } from "../../domain/accounts/password.ts";
import { connectDatabase } from "../../domain/database.ts";
import { Announcements } from "../../domain/events/announcements.ts";
import { MailRequests } from "../../domain/mail/mail-requests.ts";
import { signOutAll } from "../../domain/sessions/devices.ts";
import { endSession } from "../../domain/sessions/refresh-tokens.ts";
import { logIn, refresh, register, type SignedIn } from "../../domain/sessions/sign-in.ts";
import { type Answer, restFunction } from "../../platform/http/rest-function.ts";
import { JobQueue } from "../../platform/queue/job-queue.ts";
import { SigningKey } from "../../platform/signing/signing-key.ts";
import { TrustedKeys } from "../../platform/signing/trusted-keys.ts";
import {
  databaseSettings,
  deliveryQueueUrl,
  mailQueueUrl,
  signingKeyId,
  trustedKeyIds,
} from "../configuration.ts";
import type { AuthRoute } from "./auth-routes.ts";

const db = await connectDatabase(databaseSettings(), { caller: "gateway" });
const key = new SigningKey(signingKeyId());
const announcements = new Announcements(new JobQueue(deliveryQueueUrl()));
const mailQueue = mailQueueUrl();
const mailRequests = new MailRequests(mailQueue === undefined ? undefined : new JobQueue(mailQueue));
const trusted = new TrustedKeys(trustedKeyIds());

const cookieName = "chatflow_refresh";

/** Makes the cookie, which browsers send only to `/api/auth`, over TLS, from our own pages, and hide from scripts. */
function refreshCookie(token: string, maxAgeSeconds: number): string {
  return `${cookieName}=${token}; Path=/api/auth; Max-Age=${maxAgeSeconds}; HttpOnly; Secure; SameSite=Strict`;
}

function sessionAnswer(status: number, { session, refreshToken }: SignedIn): Answer {
  const cookie = refreshCookie(refreshToken, limits.refreshTokenDays * 24 * 60 * 60);
  return { status, body: session, headers: { "set-cookie": cookie } };
}

/** The auth function: routes that sign access tokens with the key that no other function may use, and password resets. */
export const handler = restFunction<AuthRoute>(db, {
  register: async ({ body, userAgent, language }) => {
    const signedIn = await register(db, key, body, userAgent);
    await mailRequests.requestIfOffered({ mail: "verify", language, userId: signedIn.session.user.id });
    return sessionAnswer(201, signedIn);
  },
  login: async ({ body, userAgent }) => sessionAnswer(200, await logIn(db, key, body, userAgent)),
  refresh: async ({ cookies }) => sessionAnswer(200, await refresh(db, key, cookies[cookieName])),
  logout: async ({ cookies }) => {
    const token = cookies[cookieName];
    if (token) await endSession(db, token);
    return { status: 204, headers: { "set-cookie": refreshCookie("", 0) } };
  },
  // Never reveals whether an account exists, not even by timing: the mail function looks the account up later.
  requestPasswordReset: async ({ body, language }) => {
    await mailRequests.request({ mail: "reset", language, login: body.login });
    return { status: 202 };
  },
  resetPassword: async ({ body }) => {
    await requireReset(db, body.token);
    const userId = await resetPassword(db, body.token, await hashPassword(body.password));
    await announcements.announceEnded(userId, await signOutAll(db, userId, null));
    return { status: 204 };
  },
  verifyEmail: async ({ body }) => {
    await verifyEmail(db, body.token);
    return { status: 204 };
  },
  jwks: async () => ({
    status: 200,
    body: await trusted.jwks(),
    headers: { "cache-control": "public, max-age=300" },
  }),
});
