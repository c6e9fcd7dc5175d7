import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import type { UserId } from "../../../contract/ids.ts";
import { afterWaitingFor, db, newUser } from "../../../tests/support/domain.ts";
import { required } from "../../../tests/support/required.ts";
import { updateAccount } from "./accounts.ts";
import { issueVerification, verifyEmail } from "./mail-tokens.ts";

const newAddress = () => `${randomUUID()}@example.org`;

/** Requests another address. @returns the token that confirms it */
async function requestAddress(userId: UserId, email: string): Promise<string> {
  await updateAccount(db, userId, { email }, { confirmsEmail: true, address: randomUUID() });
  return required(await issueVerification(db, userId), "link").token;
}

const account = async (userId: UserId) => {
  const { rows } = await sql<{ email: string; pendingEmail: string | null; fullName: string | null }>`
    SELECT email, pending_email, full_name FROM users WHERE id = ${userId}::uuid`.execute(db.once);
  return required(rows[0], "account");
};

test("A link that waits for another change of the account confirms the address and keeps the change", async () => {
  const userId = await newUser();
  const { email: present } = await account(userId);
  const email = newAddress();
  const token = await requestAddress(userId, email);
  const outcome = await afterWaitingFor(
    (transaction) => sql`UPDATE users SET full_name = 'Ada' WHERE id = ${userId}::uuid`.execute(transaction),
    () => verifyEmail(db, token),
  );
  expect(outcome).toEqual({ status: "fulfilled", value: { userId, email, replaced: present } });
  expect(await account(userId)).toEqual({ email, pendingEmail: null, fullName: "Ada" });
});

test("A link confirms nothing if the account requests another address meanwhile", async () => {
  const userId = await newUser();
  const before = await account(userId);
  const token = await requestAddress(userId, newAddress());
  const pendingEmail = newAddress();
  const outcome = await afterWaitingFor(
    (transaction) =>
      sql`UPDATE users SET pending_email = ${pendingEmail} WHERE id = ${userId}::uuid`.execute(transaction),
    () => verifyEmail(db, token),
  );
  expect(outcome).toEqual({ status: "fulfilled", value: undefined });
  expect(await account(userId)).toEqual({ ...before, pendingEmail });
});

test("A link that is used twice simultaneously confirms the address both times", async () => {
  const userId = await newUser();
  const email = newAddress();
  const token = await requestAddress(userId, email);
  const outcome = await afterWaitingFor(
    (transaction) => verifyEmail({ ...db, repeatable: transaction }, token),
    () => verifyEmail(db, token),
  );
  expect(outcome).toEqual({ status: "fulfilled", value: { userId, email, replaced: null } });
  expect(await account(userId)).toMatchObject({ email, pendingEmail: null });
});
