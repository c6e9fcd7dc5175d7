import * as z from "zod/mini";
import { oneOfThese } from "./documented-limits.ts";
import { UserGroupId, UserId } from "./ids.ts";
import { limits } from "./limits.ts";
import { DisplayedName, displayName } from "./names.ts";
import { pageOf } from "./pages.ts";
import { distinctUserIds } from "./participants.ts";
import type { Routes } from "./route.ts";
import { User, Username } from "./users.ts";

/** A group of users whom `@handle` mentions together. */
export const UserGroup = z
  .object({
    id: UserGroupId,
    /** No username equals it. */
    handle: z.string(),
    name: DisplayedName,
    /** Absent when there is none. */
    description: z.optional(DisplayedName),
    memberCount: z.int(),
  })
  .register(z.globalRegistry, { id: "UserGroup" });
export type UserGroup = z.infer<typeof UserGroup>;

export const UserGroupPage = pageOf(UserGroup).register(z.globalRegistry, { id: "UserGroupPage" });

/** A user group with its members, in the order of their usernames. */
export const UserGroupWithMembers = z
  .extend(UserGroup, { members: z.array(User) })
  .register(z.globalRegistry, { id: "UserGroupWithMembers" });
export type UserGroupWithMembers = z.infer<typeof UserGroupWithMembers>;

const name = displayName(1, limits.userGroups.name);
const description = displayName(1, limits.userGroups.description);
const memberIds = distinctUserIds(z.array(UserId).check(z.maxLength(limits.userGroups.members)));

export const NewUserGroup = z
  .object({ handle: Username, name, description: z.optional(description), memberIds })
  .register(z.globalRegistry, { id: "NewUserGroup" });
export type NewUserGroup = z.infer<typeof NewUserGroup>;

export const UpdateUserGroup = z
  .partial(z.object({ handle: Username, name, description: z.nullable(description), memberIds }))
  .check(z.refine((change) => Object.keys(change).length > 0, "nothing-to-change"))
  .register(z.globalRegistry, {
    id: "UpdateUserGroup",
    ...oneOfThese("handle", "name", "description", "memberIds"),
  });
export type UpdateUserGroup = z.infer<typeof UpdateUserGroup>;

const userGroup = z.object({ handle: Username });

export const userGroupRoutes = {
  listUserGroups: {
    method: "GET",
    path: "/user-groups",
    access: "signed-in",
    answers: { 200: UserGroupPage },
  },
  getUserGroup: {
    method: "GET",
    path: "/user-groups/{handle}",
    access: "signed-in",
    params: userGroup,
    answers: { 200: UserGroupWithMembers },
  },
  createUserGroup: {
    method: "POST",
    path: "/user-groups",
    access: "signed-in",
    body: NewUserGroup,
    answers: { 201: UserGroupWithMembers },
  },
  updateUserGroup: {
    method: "PATCH",
    path: "/user-groups/{handle}",
    access: "signed-in",
    params: userGroup,
    body: UpdateUserGroup,
    answers: { 200: UserGroupWithMembers },
  },
  deleteUserGroup: {
    method: "DELETE",
    path: "/user-groups/{handle}",
    access: "signed-in",
    params: userGroup,
    answers: { 204: null },
  },
} as const satisfies Routes;
