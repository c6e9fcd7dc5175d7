import { describe, expect, test } from "vitest";
import type { UserId } from "./ids.ts";
import { UpdateUserGroup } from "./user-groups.ts";
import { mayMentionAll, UpdateWorkspace, type WideMentionRule } from "./workspace.ts";
import { isAdministrator, WorkspaceRole } from "./workspace-roles.ts";

test.each<[WideMentionRule, number, boolean[]]>([
  ["everyone", 11, [true, true, true]],
  ["admins", 11, [true, true, false]],
  ["nobody", 11, [false, false, false]],
  ["nobody", 10, [true, true, true]],
])(
  "Under the rule %j above 10, in a conversation of %i, an owner, an admin and a member may mention all: %j",
  (rule, participantCount, expected) => {
    const wideMentions = { rule, above: 10 };
    const roles = ["owner", "admin", "member"] as const;
    expect(roles.map((role) => mayMentionAll({ role, participantCount }, { wideMentions }))).toEqual(
      expected,
    );
  },
);

test("Every participant may mention all others if an older server sends no rule", () => {
  expect(mayMentionAll({ role: "member", participantCount: 1_000 }, {})).toBe(true);
});

test("Exactly owners and admins administer the workspace", () => {
  expect(WorkspaceRole.options.filter(isAdministrator)).toEqual(["owner", "admin"]);
  expect(isAdministrator(undefined)).toBe(false);
});

describe("A change of the workspace or a user group", () => {
  test.each([
    ["workspace", UpdateWorkspace],
    ["user group", UpdateUserGroup],
  ])("needs at least one field: %s", (_kind, schema) => {
    expect(schema.safeParse({}).error?.issues[0]?.message).toBe("nothing-to-change");
    expect(schema.safeParse({ name: "Design" }).success).toBe(true);
  });

  test("may empty a user group", () => {
    const memberIds: UserId[] = [];
    expect(UpdateUserGroup.parse({ memberIds })).toEqual({ memberIds });
  });
});
