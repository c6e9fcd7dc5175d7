import type { Account } from "../../../contract/accounts.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import type { Language } from "../../../contract/languages.ts";
import { identityForm } from "../../../contract/normal-forms.ts";
import type { Registration } from "../../../contract/registration.ts";
import type { Login, Session } from "../../../contract/sessions.ts";
import { times } from "../../../contract/times.ts";
import type { SigningKey } from "../../platform/signing/signing-key.ts";
import { findCredentials, getAccount, requireFreeNames } from "../accounts/accounts.ts";
import { createAccount } from "../accounts/create-account.ts";
import { hashPassword, verifyNothing, verifyPassword } from "../accounts/password.ts";
import { requireStrongPassword } from "../accounts/password-rules.ts";
import { AccountDeactivated } from "../accounts/refusals.ts";
import type { Database } from "../database.ts";
import { guessesFrom, guessing, passwordGuesses } from "../guesses/guess-limit.ts";
import { requireAdmission } from "../workspace/admission.ts";
import { issueAccessToken } from "./access-token.ts";
import { type EndedSessions, endSessionOf } from "./end.ts";
import { type RefreshToken, rotate, type SignInClient, startSession } from "./refresh-tokens.ts";
import { SessionEnded, WrongCredentials } from "./refusals.ts";

/** A session, and the refresh token that travels in a cookie. */
export interface SignedIn {
  session: Session;
  refreshToken: string;
  /** Recognizes the device, after a sign-in. */
  device?: string;
}

async function signedIn(key: SigningKey, user: Account, refresh: RefreshToken): Promise<SignedIn> {
  const accessToken = await issueAccessToken(key, user.id, refresh.sessionId);
  return {
    session: { user, accessToken, expiresIn: times.accessTokenSeconds },
    refreshToken: refresh.token,
  };
}

/**
 * Creates an account and signs in. Wrong codes of invitations count as guesses. Taken names do as well, because the
 * refusal reveals that an account exists. Only people whom the sign-up rule or an invitation admits get that far.
 *
 * @returns the session, and the groups that the account joined
 * @throws {WeakPassword | TooManyGuesses}
 * @throws the refusals of `requireAdmission` and `createAccount`
 */
export async function register(
  db: Database,
  key: SigningKey,
  registration: Registration,
  client: SignInClient,
): Promise<SignedIn & { joined: ConversationId[] }> {
  await requireAdmission(db, registration, client.address);
  await requireStrongPassword(registration.password, registration, "password");
  const rules = guessesFrom(client.address, "registrations");
  const result = await guessing(db, rules, async () => {
    // Before the expensive hashing.
    await requireFreeNames(db, registration);
    const passwordHash = await hashPassword(registration.password);
    const { account: user, joined } = await createAccount(db, { ...registration, passwordHash });
    const session = await signedInAs(db, key, { user, passwordHash, client });
    return session && { ...session, joined };
  });
  if (!result) throw new WrongCredentials();
  return result;
}

/** Starts a session. @returns undefined if the password has changed or the account was deleted meanwhile */
async function signedInAs(
  db: Database,
  key: SigningKey,
  { user, passwordHash, client }: { user: Account; passwordHash: string; client: SignInClient },
): Promise<SignedIn | undefined> {
  const started = await startSession(db, { userId: user.id, passwordHash, client });
  return started && { ...(await signedIn(key, user, started)), device: started.device };
}

/**
 * Signs in with a password.
 *
 * @throws {WrongCredentials} with the same content and timing for an unknown login and a wrong password
 * @throws {AccountDeactivated} if the password is right
 * @throws {TooManyGuesses}
 */
export async function logIn(
  db: Database,
  key: SigningKey,
  { login, password }: Login,
  client: SignInClient,
): Promise<SignedIn> {
  const credentials = await findCredentials(db, login, client.device);
  const rules = passwordGuesses({
    address: client.address,
    account: identityForm(login),
    knownDevice: credentials?.isKnownDevice ? client.device : undefined,
  });
  const result = await guessing(db, rules, async () => {
    const right = credentials
      ? await verifyPassword(password, credentials.passwordHash)
      : await verifyNothing(password);
    if (!credentials || !right) return undefined;
    if (credentials.isDeactivated) throw new AccountDeactivated();
    const { account: user, passwordHash } = credentials;
    return signedInAs(db, key, { user, passwordHash, client });
  });
  if (!result) throw new WrongCredentials();
  return result;
}

/**
 * Continues a session with a refresh token. If the token no longer works, its session ends, because either the owner or
 * a thief then holds a stolen token (RFC 9700, section 4.14.2).
 *
 * @param language  the language of the user's page, for e-mails
 * @param onEnd  announces the end of the session
 * @throws {SessionEnded}
 */
export async function refresh(
  db: Database,
  key: SigningKey,
  { token, language }: { token: string | undefined; language: Language },
  onEnd: (ended: EndedSessions) => Promise<void>,
): Promise<SignedIn> {
  if (!token) throw new SessionEnded();
  const next = await rotate(db, token, language);
  if (!next) {
    const ended = await endSessionOf(db, token, { isStolen: true });
    if (ended) await onEnd(ended);
    throw new SessionEnded();
  }
  return signedIn(key, await getAccount(db, next.userId), next);
}
