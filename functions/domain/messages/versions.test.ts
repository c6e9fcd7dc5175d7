import { sql } from "kysely";
import { afterEach, expect, test } from "vitest";
import { limits } from "../../../contract/limits.ts";
import type { VersionPage } from "../../../contract/message-versions.ts";
import { db, newGroup, newUsers, send, unlimited } from "../../../tests/support/domain.ts";
import { setKeptVersions } from "../workspace/workspace.ts";
import { deleteMessage, editMessage } from "./change.ts";
import { listVersions, removeUnkeptVersions } from "./versions.ts";

async function group() {
  const { ada, ben, cleo } = await newUsers();
  const id = await newGroup(ada, ben);
  const message = await send(id, ada, "one");
  const change = { conversationId: id, messageId: message.id, callerId: ada, sessionId: ada };
  const edit = (content: string) => editMessage(db, change, content, unlimited);
  const list = (readerId = ben, query = {}) =>
    listVersions(db, { conversationId: id, messageId: message.id, readerId }, query);
  const texts = async () => (await list()).items.map(({ content }) => content);
  return { ada, ben, cleo, message, change, edit, list, texts };
}

/** Sets the rule. Other tests of this file need the default. */
const keep = (keepsVersions: boolean) =>
  sql`UPDATE workspace SET keeps_versions = ${keepsVersions}`.execute(db.once);
afterEach(() => keep(true));

test("An edited message has its earlier versions with the times at which they were written, newest first", async () => {
  const { message, edit, list } = await group();
  expect(await list()).toEqual({ items: [], nextCursor: null });
  const two = await edit("two");
  await edit("two");
  await edit("three");
  expect(await list()).toEqual({
    items: [
      { number: 2, content: "two", createdAt: two.editedAt },
      { number: 1, content: "one", createdAt: message.createdAt },
    ],
    nextCursor: null,
  });
});

test("Only participants read versions, and a deleted message has none", async () => {
  const { cleo, change, edit, list, texts } = await group();
  await edit("two");
  await expect(list(cleo)).rejects.toMatchObject({ code: "message-not-found" });
  await deleteMessage(db, change);
  expect(await texts()).toEqual([]);
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM message_versions WHERE message_id = ${change.messageId}::uuid`.execute(
    db.once,
  );
  expect(rows).toEqual([{ count: 0 }]);
});

test("A message keeps its first version and the newest others, and pages list each of them once", async () => {
  const { edit, list } = await group();
  for (let count = 2; count <= limits.messageVersions + 4; count++) await edit(`edit ${count}`);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page: VersionPage = await list(undefined, { limit: 20, ...(cursor && { cursor }) });
    seen.push(...page.items.map(({ content }) => content));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toHaveLength(limits.messageVersions);
  expect([seen[0], seen.at(-2), seen.at(-1)]).toEqual([
    `edit ${limits.messageVersions + 3}`,
    "edit 5",
    "one",
  ]);
});

test("Versions of the longest texts fill pages that the Data API returns", async () => {
  const { edit, list } = await group();
  for (let count = 0; count < 7; count++) await edit(`${count}${"😀".repeat(limits.message.max - 1)}`);
  const first = await list();
  expect(first.items.length).toBe(5);
  const second = await list(undefined, { cursor: first.nextCursor ?? "" });
  expect([second.items.length, second.nextCursor]).toEqual([2, null]);
});

test("A workspace that keeps no versions shows none, stores none, and removes the existing ones", async () => {
  const { edit, texts } = await group();
  await edit("two");
  await keep(false);
  await edit("three");
  expect(await texts()).toEqual([]);
  await keep(true);
  expect(await texts()).toEqual(["one"]);
  await removeUnkeptVersions(db, Date.now() + 10_000);
  expect(await texts()).toEqual(["one"]);
  await keep(false);
  await removeUnkeptVersions(db, Date.now() + 10_000);
  await keep(true);
  expect(await texts()).toEqual([]);
});

test("Only an owner decides whether the workspace keeps versions", async () => {
  const { ada } = await group();
  await expect(setKeptVersions(db, ada, false)).rejects.toMatchObject({ code: "workspace-owners-only" });
  await sql`UPDATE users SET workspace_role = 'owner' WHERE id = ${ada}::uuid`.execute(db.once);
  expect(await setKeptVersions(db, ada, false)).toMatchObject({ keepsVersions: false });
  expect(await setKeptVersions(db, ada, true)).toMatchObject({ keepsVersions: true });
});
