import { expect, test } from "vitest";
import { db, newGroup, newUsers } from "../../../tests/support/domain.ts";
import { changeRole } from "./participants.ts";
import { updateConversation } from "./update.ts";
import { getConversation } from "./views.ts";

test("Each change of a group takes the next version and keeps the rest", async () => {
  const { ada } = await newUsers();
  const id = await newGroup(ada);
  await updateConversation(db, id, ada, { name: "Design" });
  await updateConversation(db, id, ada, { adminsOnly: true });
  expect(await getConversation(db, ada, id)).toMatchObject({ name: "Design", adminsOnly: true, version: 2 });
});

test("Members rename an open group, and only the owner and admins open or close it", async () => {
  const { ada, ben, cleo } = await newUsers();
  const id = await newGroup(ada, ben, cleo);
  await changeRole(db, id, { callerId: ada, userId: ben, role: "admin" });
  await updateConversation(db, id, cleo, { name: "By a member" });
  const close = { adminsOnly: true };
  await expect(updateConversation(db, id, cleo, close)).rejects.toMatchObject({ code: "admins-only" });
  await updateConversation(db, id, ben, close);
  for (const change of [{ name: "No" }, { adminsOnly: false }]) {
    await expect(updateConversation(db, id, cleo, change)).rejects.toMatchObject({ code: "admins-only" });
  }
  await updateConversation(db, id, ada, { name: "By the owner" });
  expect(await getConversation(db, cleo, id)).toMatchObject({ name: "By the owner", adminsOnly: true });
});
