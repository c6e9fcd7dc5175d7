import { sql } from "kysely";
import { expect, test } from "vitest";
import { afterWaitingFor, db, newUser, newUsers } from "../../../tests/support/domain.ts";
import { getAccount, updateAccount } from "./accounts.ts";

const context = { confirmsEmail: true, address: "192.0.2.1" };

test("An account shows its keywords and sections only if it has any", async () => {
  const ada = await newUser("ada");
  expect(await getAccount(db, ada)).not.toHaveProperty("keywords");
  expect(await getAccount(db, ada)).not.toHaveProperty("sections");
  const some = { keywords: ["engine"], sections: [{ kind: "direct" as const }] };
  await updateAccount(db, ada, some, context);
  expect(await getAccount(db, ada)).toMatchObject(some);
});

test("A change of another field keeps the e-mail address and the one that waits for its confirmation", async () => {
  const ada = await newUser("ada");
  const { email } = await getAccount(db, ada);
  const pendingEmail = `new-${email}`;
  await updateAccount(db, ada, { email: pendingEmail }, context);
  await updateAccount(db, ada, { fullName: "Ada" }, context);
  expect(await getAccount(db, ada)).toMatchObject({ email, pendingEmail, fullName: "Ada" });
});

test("An e-mail address that another account takes at the same time is refused as taken", async () => {
  const { ada, ben } = await newUsers();
  const email = `${ada}@example.org`;
  const outcome = await afterWaitingFor(
    (transaction) => sql`UPDATE users SET email = ${email} WHERE id = ${ben}::uuid`.execute(transaction),
    () => updateAccount(db, ada, { email }, { ...context, confirmsEmail: false }),
  );
  expect(outcome).toMatchObject({ status: "rejected", reason: { code: "email-taken" } });
});
