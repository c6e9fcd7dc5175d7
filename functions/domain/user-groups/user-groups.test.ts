import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import {
  by,
  db,
  newGroup,
  newMessageId,
  newUser,
  newUsers,
  send,
  unlimited,
} from "../../../tests/support/domain.ts";
import { createAccount } from "../accounts/create-account.ts";
import { deleteAccount } from "../accounts/deletion.ts";
import { getConversation } from "../conversations/views.ts";
import { sendMessage } from "../messages/send.ts";
import { getThread } from "../threads/threads.ts";
import { getUser } from "../users/users.ts";
import {
  createUserGroup,
  deleteUserGroup,
  getUserGroup,
  listUserGroups,
  updateUserGroup,
} from "./user-groups.ts";

let admin: UserId;
beforeAll(async () => {
  admin = await newUser("admin");
  await sql`UPDATE users SET workspace_role = 'admin' WHERE id = ${admin}::uuid`.execute(db.once);
});

const newHandle = () => `group-${randomUUID().slice(0, 13)}`;
const groupsOf = async (id: UserId) => (await getUser(db, id)).groups ?? [];
const mentionCount = async (id: Parameters<typeof getConversation>[2], userId: UserId) =>
  (await getConversation(db, userId, id)).mentionCount;

describe("A user group", () => {
  test("mentions its members who take part, once, except for the author", async () => {
    const { ada, ben, cleo } = await newUsers();
    const outsider = await newUser();
    const handle = newHandle();
    const members = { handle, name: "Design", memberIds: [ada, ben, outsider] };
    const { changed } = await createUserGroup(db, admin, members);
    expect(changed.sort()).toEqual([ada, ben, outsider].sort());
    const id = await newGroup(ada, ben, cleo);
    const username = (await getUser(db, ben)).username;
    const message = await send(id, ada, `@${handle.toUpperCase()}: and @${username} \`@${handle}\``);
    expect(message.mentions).toEqual({ groups: [handle], users: [{ id: ben, username }] });
    expect([await mentionCount(id, ada), await mentionCount(id, ben), await mentionCount(id, cleo)]).toEqual([
      0, 1, 0,
    ]);
    expect((await send(id, ada, `@channel @${handle}`)).mentions).toEqual({
      wide: "channel",
      groups: [handle],
      users: [],
    });
    expect([await mentionCount(id, ben), await mentionCount(id, cleo)]).toEqual([2, 1]);
  });

  test("that is mentioned in a reply makes its members follow the thread", async () => {
    const { ada, ben } = await newUsers();
    const handle = newHandle();
    await createUserGroup(db, admin, { handle, name: "Design", memberIds: [ben] });
    const conversationId = await newGroup(ada, ben);
    const root = await send(conversationId, ada);
    const reply = { id: newMessageId(), content: `@${handle}`, threadId: root.id };
    await sendMessage(db, conversationId, by(ada), reply, unlimited, 0);
    const thread = await getThread(db, { conversationId, rootId: root.id, userId: ben });
    expect(thread).toMatchObject({ isFollowing: true, unreadCount: 1, mentionCount: 1 });
    expect(await mentionCount(conversationId, ben)).toBe(0);
  });

  test("changes its handle, name and members, and its members carry the handle", async () => {
    const { ada, ben, cleo } = await newUsers();
    const [handle, other] = [newHandle(), newHandle()];
    await createUserGroup(db, admin, {
      handle,
      name: "Design",
      description: "Pixels",
      memberIds: [ada, ben],
    });
    const update = (change: Parameters<typeof updateUserGroup>[2]) =>
      updateUserGroup(db, { callerId: admin, handle }, change);
    expect((await update({ memberIds: [ben, cleo] })).changed.sort()).toEqual([ada, cleo].sort());
    expect([await groupsOf(ada), await groupsOf(ben), await groupsOf(cleo)]).toEqual([
      [],
      [handle],
      [handle],
    ]);
    expect((await update({ name: "Designers" })).changed).toEqual([]);
    const { group, changed } = await update({ handle: other, description: null });
    expect(changed.sort()).toEqual([ben, cleo].sort());
    expect(group).toMatchObject({ handle: other, name: "Designers", memberCount: 2 });
    expect(group).not.toHaveProperty("description");
    expect(await groupsOf(ben)).toEqual([other]);
    expect((await listUserGroups(db)).map((each) => each.handle)).toContain(other);
    await deleteAccount(db, cleo);
    expect((await getUserGroup(db, other)).members.map(({ id }) => id)).toEqual([ben]);
    expect(await deleteUserGroup(db, { callerId: admin, handle: other })).toEqual([ben]);
    expect(await groupsOf(ben)).toEqual([]);
    await expect(getUserGroup(db, other)).rejects.toMatchObject({ code: "user-group-not-found" });
  });

  test("and a person never have the same handle, in either order and at the same moment", async () => {
    const ada = await newUser();
    const { username } = await getUser(db, ada);
    const create = (handle: string) => createUserGroup(db, admin, { handle, name: "Design", memberIds: [] });
    const register = (name: string, fullName?: string) =>
      createAccount(db, { username: name, email: `${randomUUID()}@example.org`, fullName, passwordHash: "" });
    for (const taken of [username, "here", "everyone"])
      await expect(create(taken)).rejects.toMatchObject({ code: "handle-taken" });
    const handle = newHandle();
    await create(handle);
    await expect(create(handle)).rejects.toMatchObject({ code: "handle-taken" });
    await expect(register(handle)).rejects.toMatchObject({ code: "username-taken" });
    await expect(register(newHandle(), `@${handle}`)).rejects.toMatchObject({ code: "name-of-another" });
    for (let count = 0; count < 5; count++) {
      const contested = newHandle();
      const outcomes = await Promise.allSettled([create(contested), register(contested)]);
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    }
  });

  test("is refused to members, with unknown people, and for a person who is in as many as they can be", async () => {
    const { ada, ben } = await newUsers();
    const group = { handle: newHandle(), name: "Design", memberIds: [ben] };
    await expect(createUserGroup(db, ada, group)).rejects.toMatchObject({ code: "workspace-admins-only" });
    const nobody = UserId.parse(randomUUID());
    await expect(createUserGroup(db, admin, { ...group, memberIds: [nobody] })).rejects.toMatchObject({
      code: "unknown-members",
    });
    await createUserGroup(db, admin, group);
    const target = { callerId: ada, handle: group.handle };
    for (const change of [
      () => updateUserGroup(db, target, { name: "x" }),
      () => deleteUserGroup(db, target),
    ])
      await expect(change()).rejects.toMatchObject({ code: "workspace-admins-only" });
    await sql`
      WITH others AS (
        INSERT INTO user_groups (id, handle, name)
        SELECT gen_random_uuid(), gen_random_uuid()::text, 'x' FROM generate_series(2, ${limits.userGroups.ofUser})
        RETURNING id
      )
      INSERT INTO user_group_members SELECT id, ${ben}::uuid FROM others`.execute(db.once);
    await expect(createUserGroup(db, admin, { ...group, handle: newHandle() })).rejects.toMatchObject({
      code: "too-many-groups-of-user",
    });
    await sql`
      DELETE FROM user_groups g USING user_group_members m
      WHERE m.group_id = g.id AND m.user_id = ${ben}::uuid`.execute(db.once);
  });
});
