import { sql } from "kysely";
import { expect, test } from "vitest";
import { db, newUser } from "../../../tests/support/domain.ts";
import { required } from "../../../tests/support/required.ts";
import { issueReset, issueVerification } from "../accounts/mail-tokens.ts";
import { hashPassword } from "../accounts/password.ts";
import { createInvitation } from "../workspace/invitations.ts";
import { issueInvitation } from "../workspace/mailed-codes.ts";
import { rotate, startSession } from "./refresh-tokens.ts";

/** Lists the tables in which a row contains one of these texts. Messages contain no secret of the server. */
async function tablesWith(texts: readonly string[]): Promise<string[]> {
  const tables = await sql<{ name: string }>`
    SELECT c.relname AS name FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND c.relname <> 'messages'
    ORDER BY c.relname`.execute(db.repeatable);
  const found: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await sql`
      SELECT 1 FROM ${sql.table(name)} t
      WHERE EXISTS (
        SELECT FROM jsonb_array_elements_text(${JSON.stringify(texts)}::jsonb) wanted(text)
        WHERE strpos(t::text, wanted.text) > 0
      )
      LIMIT 1`.execute(db.repeatable);
    if (rows.length > 0) found.push(name);
  }
  return found;
}

test("The database contains no password, token or code that admits a user, only their hashes", async () => {
  const userId = await newUser("keeper");
  const password = "a password that nobody else has";
  const passwordHash = await hashPassword(password);
  const { rows } = await sql<{ username: string; email: string }>`
    UPDATE users SET password_hash = ${passwordHash}, workspace_role = 'owner' WHERE id = ${userId}::uuid
    RETURNING username, email`.execute(db.once);
  const { username, email } = required(rows[0], "user");
  const client = { address: "192.0.2.1", userAgent: "a browser", device: undefined };
  const session = required(await startSession(db, { userId, passwordHash, client }), "session");
  const renewed = required(await rotate(db, session.token, "en"), "renewed session");
  const invited = await createInvitation(db, userId, { role: "member", email: `new-${email}` });
  const secrets = [
    password,
    session.token,
    session.device,
    renewed.token,
    required(await issueVerification(db, userId), "token that confirms the address").token,
    required(await issueReset(db, username), "token that resets the password").token,
    required((await createInvitation(db, userId, { role: "member" })).code, "code"),
    required(await issueInvitation(db, invited.id), "code in an e-mail").token,
  ];
  for (const secret of secrets) expect(secret.length).toBeGreaterThan(20);
  expect(await tablesWith(secrets)).toEqual([]);
  expect(await tablesWith([username])).toContain("users");
});
