import { expect, test } from "vitest";
import { UserGroupId } from "../../contract/ids.ts";
import type { UserGroup } from "../../contract/user-groups.ts";
import { ada } from "../testing/examples.ts";
import { Refusal, signedIn, testApi } from "../testing/test-api.ts";
import { UserGroups } from "./user-groups.ts";

const design: UserGroup = {
  id: UserGroupId.parse("018f0000-0000-7000-8000-00000000000a"),
  handle: "design",
  name: "Designers",
  memberCount: 1,
};

function client(handlers: Parameters<typeof testApi>[0]) {
  const api = testApi(handlers);
  return { api, groups: new UserGroups(signedIn(api)) };
}

test("User groups are listed, created, changed and deleted by their handles", async () => {
  const { api, groups } = client({
    listUserGroups: () => ({ items: [design], nextCursor: null }),
    createUserGroup: () => ({ ...design, members: [] }),
    updateUserGroup: () => ({ ...design, name: "Design team", members: [] }),
    deleteUserGroup: () => undefined,
  });
  expect(await groups.list()).toEqual([design]);
  await groups.create({ handle: "design", name: "Designers", memberIds: [ada] });
  expect(await groups.update("design", { name: "Design team" })).toMatchObject({ name: "Design team" });
  await groups.delete("design");
  expect(api.calls.map(({ name, params, body }) => ({ name, params, body }))).toEqual([
    { name: "listUserGroups", params: {}, body: undefined },
    { name: "createUserGroup", params: {}, body: { handle: "design", name: "Designers", memberIds: [ada] } },
    { name: "updateUserGroup", params: { handle: "design" }, body: { name: "Design team" } },
    { name: "deleteUserGroup", params: { handle: "design" }, body: undefined },
  ]);
});

test("An unknown user group is refused with the server's problem", async () => {
  const { groups } = client({
    getUserGroup: () => {
      throw new Refusal("user-group-not-found");
    },
  });
  await expect(groups.get("nobody")).rejects.toMatchObject({ code: "user-group-not-found" });
});
