import type { UserId } from "../../../contract/ids.ts";
import type { Language } from "../../../contract/languages.ts";
import { times } from "../../../contract/times.ts";
import { getAccount, setPassword } from "../../domain/accounts/accounts.ts";
import { findReset, resetPassword, verifyEmail } from "../../domain/accounts/mail-tokens.ts";
import { notifyOwner } from "../../domain/accounts/notify-owner.ts";
import { hashPassword } from "../../domain/accounts/password.ts";
import { requireStrongPassword } from "../../domain/accounts/password-rules.ts";
import { requireRecentAuthentication } from "../../domain/accounts/reauthentication.ts";
import { EmailTaken, LinkExpired } from "../../domain/accounts/refusals.ts";
import { newcomerIn } from "../../domain/conversations/participants.ts";
import { connectDatabase } from "../../domain/database.ts";
import { Announcements } from "../../domain/events/announcements.ts";
import { guessesFrom, guessing } from "../../domain/guesses/guess-limit.ts";
import type { Notice } from "../../domain/mail/mail-job.ts";
import { MailRequests } from "../../domain/mail/mail-requests.ts";
import { type EndedSessions, endSessionOf } from "../../domain/sessions/end.ts";
import { LiveSessions } from "../../domain/sessions/live-sessions.ts";
import type { SignInClient } from "../../domain/sessions/refresh-tokens.ts";
import { logIn, refresh, register, type SignedIn } from "../../domain/sessions/sign-in.ts";
import { previewInvitation } from "../../domain/workspace/invitations.ts";
import { requireDomain } from "../../domain/workspace/mailed-codes.ts";
import { getWorkspace } from "../../domain/workspace/workspace.ts";
import {
  type Answer,
  type Handlers,
  type Requester,
  restFunction,
} from "../../platform/http/rest-function.ts";
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
const sessions = new LiveSessions(db);
const announceEnded = (ended: EndedSessions) => announcements.announceEnded(ended);
const trusted = new TrustedKeys(trustedKeyIds());

const refreshName = "chatflow_refresh";
const deviceName = "chatflow_device";
const refreshSeconds = times.refreshTokenDays * 24 * 60 * 60;

/** Makes a cookie, which browsers send only to `/api/auth`, over TLS, from our own pages, and hide from scripts. */
function cookie(name: string, value: string, maxAgeSeconds: number): string {
  return `${name}=${value}; Path=/api/auth; Max-Age=${maxAgeSeconds}; HttpOnly; Secure; SameSite=Strict`;
}

function sessionAnswer(status: number, { session, refreshToken, device }: SignedIn): Answer {
  const cookies = [cookie(refreshName, refreshToken, refreshSeconds)];
  // The cookie stays after a sign-out, so that failed sign-ins elsewhere do not delay the next one here.
  if (device !== undefined) cookies.push(cookie(deviceName, device, refreshSeconds));
  return { status, body: session, cookies };
}

const clientOf = ({ address, userAgent, cookies }: Requester): SignInClient => ({
  address,
  userAgent,
  device: cookies[deviceName],
});

/** Notifies an account's owner by e-mail. */
const notify = (notice: Notice, job: { userId: UserId; to: string; language: Language }) =>
  mailRequests.requestIfOffered({ mail: "notice", notice, ...job });

const handlers: Handlers<AuthRoute> = {
  register: async ({ body, language, ...requester }) => {
    const signedIn = await register(db, key, body, clientOf(requester)).catch(async (error: unknown) => {
      if (error instanceof EmailTaken) await notifyOwner(db, mailRequests, { email: body.email, language });
      throw error;
    });
    const { user } = signedIn.session;
    if (!user.isEmailVerified) {
      await mailRequests.requestIfOffered({ mail: "verify", language, userId: user.id });
    }
    await announcements.announceJoined(await newcomerIn(db, user.id, signedIn.joined));
    return sessionAnswer(201, signedIn);
  },
  login: async ({ body, ...requester }) =>
    sessionAnswer(200, await logIn(db, key, body, clientOf(requester))),
  refresh: async ({ cookies, language }) =>
    sessionAnswer(200, await refresh(db, key, { token: cookies[refreshName], language }, announceEnded)),
  logout: async ({ cookies }) => {
    const token = cookies[refreshName];
    const ended = token && (await endSessionOf(db, token, { isStolen: false }));
    if (ended) await announceEnded(ended);
    return { status: 204, cookies: [cookie(refreshName, "", 0)] };
  },
  // Never reveals whether an account exists, not even by timing: the mail function looks the account up later.
  requestPasswordReset: async ({ body, language, address }) => {
    // Every request counts, because the caller must not learn which one found an account.
    await guessing(db, guessesFrom(address, "resets"), async () => undefined);
    await mailRequests.request({ mail: "reset", language, login: body.login });
    return { status: 202 };
  },
  resetPassword: async ({ body, address, language }) => {
    const changed = await guessing(db, guessesFrom(address, "links"), async () => {
      const owner = await findReset(db, body.token);
      if (!owner) return undefined;
      await requireStrongPassword(body.password, owner, "password");
      const ended = await resetPassword(db, body.token, await hashPassword(body.password));
      return { ended, owner };
    });
    if (!changed) throw new LinkExpired();
    await announceEnded(changed.ended);
    await notify("password-changed", { userId: changed.ended.userId, to: changed.owner.email, language });
    return { status: 204 };
  },
  changePassword: async ({ body, language, ...caller }) => {
    const { userId, sessionId } = caller;
    const given = { password: body.currentPassword, path: "currentPassword" };
    await requireRecentAuthentication(db, caller, given);
    const account = await getAccount(db, userId);
    await requireStrongPassword(body.newPassword, account, "newPassword");
    const passwordHash = await hashPassword(body.newPassword);
    await announceEnded(await setPassword(db, { userId, passwordHash, keep: sessionId }));
    await notify("password-changed", { userId, to: account.email, language });
    return { status: 204 };
  },
  verifyEmail: async ({ body, address, language }) => {
    const confirmed = await guessing(db, guessesFrom(address, "links"), () => verifyEmail(db, body.token));
    if (!confirmed) throw new LinkExpired();
    const { userId, email, replaced } = confirmed;
    for (const to of replaced === null ? [] : [replaced, email]) {
      await notify("address-changed", { userId, to, language });
    }
    return { status: 204 };
  },
  lookUpInvitation: async ({ body, address }) => ({
    status: 200,
    body: await previewInvitation(db, body.code, address),
  }),
  // Depends on the rule only. The mail function looks the address up later, so that nothing reveals an account.
  requestSignUp: async ({ body, address, language }) => {
    requireDomain(await getWorkspace(db), body.email);
    // Every request counts, because each may send an e-mail.
    await guessing(db, guessesFrom(address, "signUps"), async () => undefined);
    await mailRequests.request({ mail: "sign-up", language, email: body.email });
    return { status: 202 };
  },
  jwks: async () => ({
    status: 200,
    body: await trusted.jwks(),
    headers: { "cache-control": "public, max-age=300" },
  }),
};

/**
 * The auth function: routes that sign access tokens with the key that no other function may use, and password resets.
 */
export const handler = restFunction<AuthRoute>(db, handlers, ({ sessionId }) => sessions.require(sessionId));
