import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, inject, test } from "vitest";
import { ConnectionId, type UserId } from "../../../contract/ids.ts";
import { newUser } from "../../../tests/support/domain.ts";
import { openDomainDatabase } from "../../../tests/support/open-domain-database.ts";
import { required } from "../../../tests/support/required.ts";
import { Refusal } from "../../platform/problems/refusal.ts";
import { setPassword, updateAccount } from "../accounts/accounts.ts";
import { deleteAccount } from "../accounts/deletion.ts";
import {
  issueReset,
  issueVerification,
  removeExpiredMailTokens,
  resetPassword,
  verifyEmail,
} from "../accounts/mail-tokens.ts";
import { addConnection } from "../connections/connections.ts";
import { addSubscription } from "../notifications/subscriptions.ts";
import { deactivateMember } from "../workspace/members.ts";
import { operator } from "../workspace/roles.ts";
import { endSession, endSessionOf, endSessions } from "./end.ts";
import { removeExpiredTokens, rotate, startSession } from "./refresh-tokens.ts";

/** Several pools, because each has two connections. */
const pools = Array.from({ length: 4 }, () => openDomainDatabase(inject("domainDatabase")));
let next = 0;
const db = () => required(pools[next++ % pools.length], "pool");

const client = { address: "192.0.2.1", userAgent: "a browser", device: undefined };
const signIn = async (userId: UserId) =>
  required(await startSession(db(), { userId, passwordHash: "", client }), "session");

/** Waits for a change. It may be refused, because another one came first. */
const attempt = (change: Promise<unknown>) =>
  change.catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
  });

test("Everything that ends or renews a user's sessions locks in one order, so that no two wait for each other", async () => {
  for (let round = 0; round < 8; round++) {
    const userId = await newUser();
    const [first, second, third] = [await signIn(userId), await signIn(userId), await signIn(userId)];
    const { sessionId } = first;
    const email = `${randomUUID()}@example.org`;
    await updateAccount(db(), userId, { email }, { confirmsEmail: true, address: randomUUID() });
    const verification = required(await issueVerification(db(), userId), "link").token;
    const { rows } = await sql<{ username: string }>`
      SELECT username FROM users WHERE id = ${userId}::uuid`.execute(db().once);
    const reset = required(await issueReset(db(), required(rows[0], "user").username), "link").token;
    // Both removals have something to remove. Only every second round has an expired link, because it can reset nothing.
    const { sessionId: expired } = await signIn(userId);
    await sql`
      UPDATE refresh_tokens SET expires_at = now() - interval '1 second'
      WHERE family_id = ${expired}::uuid`.execute(db().once);
    if (round % 2 === 1)
      await sql`
        UPDATE mail_tokens SET expires_at = now() - interval '1 second'
        WHERE user_id = ${userId}::uuid`.execute(db().once);
    const keys = { p256dh: "B".repeat(87), auth: "A".repeat(22) };
    const endpoint = `https://push.example.com/${randomUUID()}`;
    const changes = [
      () => setPassword(db(), { userId, passwordHash: "", keep: sessionId }),
      () => resetPassword(db(), reset, ""),
      () => verifyEmail(db(), verification),
      () => rotate(db(), first.token, "fr"),
      () => rotate(db(), second.token, "de"),
      () => rotate(db(), third.token, "en"),
      () => endSessions(db(), { userId, keep: sessionId }),
      () => endSession(db(), { userId, sessionId: second.sessionId }),
      () => endSessionOf(db(), third.token, { isStolen: true }),
      () => addConnection(db(), { connectionId: ConnectionId.parse(randomUUID()), userId, sessionId }),
      () => addSubscription(db(), { userId, sessionId }, { endpoint, keys }),
      () => removeExpiredTokens(db()),
      () => removeExpiredMailTokens(db()),
      () => deactivateMember(db(), { caller: operator, userId }),
      () => deleteAccount(db(), userId),
    ];
    // Each round begins with a different change. The last two end everything, so they stay at the end.
    const turned = [...changes.slice(round, -2), ...changes.slice(0, round), ...changes.slice(-2)];
    const outcomes = await Promise.allSettled(turned.map((change) => attempt(change())));
    expect(outcomes.filter(({ status }) => status === "rejected")).toEqual([]);
  }
});
