import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { ConnectionId, type UserId } from "../../../contract/ids.ts";
import { db, newUser } from "../../../tests/support/domain.ts";
import { required } from "../../../tests/support/required.ts";
import { SigningKey } from "../../platform/signing/signing-key.ts";
import { setPassword, updateAccount } from "../accounts/accounts.ts";
import { deleteAccount } from "../accounts/deletion.ts";
import {
  findReset,
  issueReset,
  issueVerification,
  resetPassword,
  verifyEmail,
} from "../accounts/mail-tokens.ts";
import { addConnection } from "../connections/connections.ts";
import { addSubscription } from "../notifications/subscriptions.ts";
import { deactivateMember, reactivateMember } from "../workspace/members.ts";
import { operator } from "../workspace/roles.ts";
import { signOutDevice } from "./devices.ts";
import { endSessionOf, endSessions } from "./end.ts";
import { rotate, startSession } from "./refresh-tokens.ts";
import { refresh } from "./sign-in.ts";

const client = { address: "192.0.2.1", userAgent: "a browser", device: undefined };
const signIn = (userId: UserId, passwordHash = "") => startSession(db, { userId, passwordHash, client });

/** A user with everything that gives access to their account, and a session from which they end it. */
async function newAccount() {
  const userId = await newUser("owner");
  const leaving = required(await signIn(userId), "session");
  const staying = required(await signIn(userId), "session");
  const by = { userId, sessionId: leaving.sessionId };
  const connectionId = ConnectionId.parse(`connection-${randomUUID()}`);
  await addConnection(db, { connectionId, ...by });
  const endpoint = `https://push.example.com/${randomUUID()}`;
  const keys = { p256dh: "B".repeat(87), auth: "A".repeat(22) };
  await addSubscription(db, by, { endpoint, keys });
  const presentLink = required(await issueVerification(db, userId), "link").token;
  const email = `new-${userId}@example.org`;
  await updateAccount(db, userId, { email }, { confirmsEmail: true, address: randomUUID() });
  const requestedLink = required(await issueVerification(db, userId), "link").token;
  const { username } = required(
    (
      await sql<{ username: string }>`SELECT username FROM users WHERE id = ${userId}::uuid`.execute(
        db.repeatable,
      )
    ).rows[0],
    "user",
  );
  const resetLink = required(await issueReset(db, username), "link").token;
  return { userId, leaving, staying, connectionId, endpoint, presentLink, requestedLink, resetLink };
}
type Account = Awaited<ReturnType<typeof newAccount>>;

const exists = async (query: ReturnType<typeof sql>) => (await query.execute(db.repeatable)).rows.length > 0;

/** Everything that gives access to an account, each with a check whether it still does. */
const credentials = {
  password: async ({ userId }: Account) => (await signIn(userId)) !== undefined,
  session: ({ leaving }: Account) =>
    exists(sql`SELECT 1 FROM sessions WHERE id = ${leaving.sessionId}::uuid AND ended_at IS NULL`),
  "refresh token": async ({ leaving }: Account) => (await rotate(db, leaving.token, "en")) !== undefined,
  socket: ({ connectionId }: Account) =>
    exists(sql`SELECT 1 FROM connections WHERE connection_id = ${connectionId}`),
  "push subscription": ({ endpoint }: Account) =>
    exists(sql`SELECT 1 FROM push_subscriptions WHERE endpoint = ${endpoint}`),
  "reset link": async ({ resetLink }: Account) => (await findReset(db, resetLink)) !== undefined,
  "link to a requested address": async ({ requestedLink }: Account) =>
    (await verifyEmail(db, requestedLink)) !== undefined,
} as const;
type Credential = keyof typeof credentials;

/** A refused refresh signs nothing. */
const unusedKey = new SigningKey("none");

const hash = "the hash of another password";
const stolen: readonly Credential[] = ["password"];

/** Every way in which a password changes or a session ends, with the credentials that survive it. */
const ends: Readonly<
  Record<string, { end: (account: Account) => Promise<unknown>; survive: readonly Credential[] }>
> = {
  "signing out": {
    end: ({ leaving }) => endSessionOf(db, leaving.token, { isStolen: false }),
    // The user may follow the links of their e-mails after they have signed out.
    survive: ["password", "reset link", "link to a requested address"],
  },
  "the second use of a refresh token": {
    end: async ({ leaving }) => {
      await rotate(db, leaving.token, "en");
      await expect(
        refresh(db, unusedKey, { token: leaving.token, language: "en" }, async () => {}),
      ).rejects.toThrow();
    },
    survive: stolen,
  },
  "signing a device out": {
    end: ({ userId, leaving }) => signOutDevice(db, userId, leaving.sessionId),
    survive: stolen,
  },
  "signing out everywhere": {
    end: ({ userId, staying }) => endSessions(db, { userId, keep: staying.sessionId }),
    survive: stolen,
  },
  "a new password": {
    end: ({ userId, staying }) => setPassword(db, { userId, passwordHash: hash, keep: staying.sessionId }),
    survive: [],
  },
  "a reset": { end: ({ resetLink }) => resetPassword(db, resetLink, hash), survive: [] },
  "a deactivation, even after a reactivation,": {
    end: async ({ userId }) => {
      await deactivateMember(db, { caller: operator, userId });
      await reactivateMember(db, { caller: operator, userId });
    },
    survive: stolen,
  },
  "a deletion": { end: ({ userId }) => deleteAccount(db, userId), survive: [] },
};

test("The token of a session that has already ended leaves later links alone", async () => {
  const { userId, leaving, resetLink } = await newAccount();
  await endSessionOf(db, leaving.token, { isStolen: false });
  await expect(
    refresh(db, unusedKey, { token: leaving.token, language: "en" }, async () => {}),
  ).rejects.toThrow();
  expect([await findReset(db, resetLink), await issueVerification(db, userId)]).not.toContain(undefined);
});

describe.each(Object.entries(ends))("After %s", (_, { end, survive }) => {
  test("nothing that gave access to the account works, except for the credentials that survive", async () => {
    const account = await newAccount();
    for (const [name, works] of Object.entries(credentials)) {
      if (name !== "refresh token" && name !== "link to a requested address")
        expect([name, await works(account)]).toEqual([name, true]);
    }
    await end(account);
    const working: string[] = [];
    for (const [name, works] of Object.entries(credentials)) if (await works(account)) working.push(name);
    expect(working).toEqual(survive);
  });
});
