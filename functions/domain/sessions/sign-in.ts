import type { Account } from "../../../contract/accounts.ts";
import { limits } from "../../../contract/limits.ts";
import type { Registration } from "../../../contract/registration.ts";
import type { Login, Session } from "../../../contract/sessions.ts";
import type { SigningKey } from "../../platform/signing/signing-key.ts";
import { createAccount, findCredentials, getAccount } from "../accounts/accounts.ts";
import { hashPassword, verifyNothing, verifyPassword } from "../accounts/password.ts";
import type { Database } from "../database.ts";
import { issueAccessToken } from "./access-token.ts";
import { type RefreshToken, rotate, startSession } from "./refresh-tokens.ts";
import { SessionEnded, WrongCredentials } from "./refusals.ts";

/** A session, and the refresh token that travels in a cookie. */
export interface SignedIn {
  session: Session;
  refreshToken: string;
}

async function signedIn(key: SigningKey, user: Account, refresh: RefreshToken): Promise<SignedIn> {
  const accessToken = await issueAccessToken(key, user.id, refresh.sessionId);
  return {
    session: { user, accessToken, expiresIn: limits.accessTokenSeconds },
    refreshToken: refresh.token,
  };
}

/** Creates an account and signs in. @throws {UsernameTaken | EmailTaken} */
export async function register(
  db: Database,
  key: SigningKey,
  registration: Registration,
  userAgent: string | undefined,
): Promise<SignedIn> {
  const passwordHash = await hashPassword(registration.password);
  const user = await createAccount(db, { ...registration, passwordHash });
  return signedIn(key, user, await startSession(db, user.id, userAgent));
}

/** @throws {WrongCredentials} with the same content and timing for an unknown login and a wrong password */
export async function logIn(
  db: Database,
  key: SigningKey,
  { login, password }: Login,
  userAgent: string | undefined,
): Promise<SignedIn> {
  const credentials = await findCredentials(db, login);
  const right = credentials
    ? await verifyPassword(password, credentials.passwordHash)
    : await verifyNothing(password);
  if (!credentials || !right) throw new WrongCredentials();
  return signedIn(key, credentials.account, await startSession(db, credentials.account.id, userAgent));
}

/** Continues a session with a refresh token. @throws {SessionEnded} */
export async function refresh(db: Database, key: SigningKey, token: string | undefined): Promise<SignedIn> {
  if (!token) throw new SessionEnded();
  const next = await rotate(db, token);
  return signedIn(key, await getAccount(db, next.userId), next);
}
