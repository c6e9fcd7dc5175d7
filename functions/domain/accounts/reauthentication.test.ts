import { sql } from "kysely";
import { expect, test } from "vitest";
import { times } from "../../../contract/times.ts";
import { db, newSession, newUsers } from "../../../tests/support/domain.ts";
import { hashPassword } from "./password.ts";
import { reauthenticate, requireRecentAuthentication } from "./reauthentication.ts";

const password = "correct horse battery staple";

test("A session may change the account for some minutes after it confirmed the password, and no other session may", async () => {
  const { ada } = await newUsers();
  const caller = { userId: ada, sessionId: await newSession(ada), address: `from ${ada}` };
  const other = { ...caller, sessionId: await newSession(ada) };
  const hash = await hashPassword(password);
  await sql`UPDATE users SET password_hash = ${hash} WHERE id = ${ada}::uuid`.execute(db.once);
  const require = (as = caller, given?: string) =>
    requireRecentAuthentication(db, as, { password: given, path: "currentPassword" });

  await expect(require()).rejects.toMatchObject({ code: "reauthentication-required" });
  await reauthenticate(db, caller, password);
  await require();
  await expect(require(other)).rejects.toMatchObject({ code: "reauthentication-required" });
  // A confirmed password does not excuse a wrong one in the request.
  await expect(require(caller, "wrong")).rejects.toMatchObject({
    code: "wrong-password",
    errors: [{ path: "currentPassword" }],
  });
  await sql`
    UPDATE sessions SET authenticated_at = now() - ${times.reauthenticationSeconds} * interval '1 second'
    WHERE id = ${caller.sessionId}::uuid`.execute(db.once);
  await expect(require()).rejects.toMatchObject({ code: "reauthentication-required" });
});
