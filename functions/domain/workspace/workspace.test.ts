import { sql } from "kysely";
import { expect, test } from "vitest";
import type { UpdateWorkspace } from "../../../contract/workspace.ts";
import { db, newOwner, newUser } from "../../../tests/support/domain.ts";
import { getWorkspace, updateWorkspace } from "./workspace.ts";

/** Ends a transaction without a trace, because all tests share the workspace. */
class Undo extends Error {}

/** Updates the workspace as an owner. @returns the workspace before and after, as it would have been stored */
async function updated(change: UpdateWorkspace) {
  const owner = await newOwner();
  const outcome: { before?: unknown; answer?: unknown; stored?: unknown } = {};
  const transaction = db.once.transaction().execute(async (within) => {
    const database = { ...db, once: within, repeatable: within };
    await sql`UPDATE workspace SET link_previews = false`.execute(within);
    outcome.before = await getWorkspace(database);
    outcome.answer = await updateWorkspace(database, owner, change);
    outcome.stored = await getWorkspace(database);
    throw new Undo();
  });
  await expect(transaction).rejects.toThrow(Undo);
  return outcome;
}

test.each<[string, UpdateWorkspace]>([
  ["name", { name: "The Analytical Engine" }],
  ["rule for wide mentions", { wideMentions: { rule: "nobody", above: 7 } }],
  ["link previews", { linkPreviews: true }],
  ["rule for emoji", { emojiRule: "admins" }],
  ["rule for e-mails about missed messages", { missedMails: "off" }],
])("Changing the workspace's %s changes nothing else", async (_, change) => {
  const { before, answer, stored } = await updated(change);
  expect(before).not.toMatchObject(change);
  expect(answer).toEqual(Object.assign({}, before, change));
  expect(stored).toEqual(answer);
});

test("Members and strangers cannot change the workspace", async () => {
  const member = await newUser("member");
  const change = updateWorkspace(db, member, { name: "Mine" });
  await expect(change).rejects.toMatchObject({ code: "workspace-admins-only" });
});
