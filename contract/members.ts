import * as z from "zod/mini";
import { UserId } from "./ids.ts";
import { limits } from "./limits.ts";
import { PageLimit, pageOf } from "./pages.ts";
import type { Routes } from "./route.ts";
import { text } from "./text.ts";
import { User, UsernameCursor } from "./users.ts";
import { AssignableRole, WorkspaceRole } from "./workspace-roles.ts";

/** A user as the workspace's owners and admins see them. */
export const Member = z
  .extend(User, {
    email: z.string(),
    workspaceRole: WorkspaceRole,
    /** When the user was deactivated, or `null`. */
    deactivatedAt: z.nullable(z.iso.datetime()),
  })
  .register(z.globalRegistry, { id: "Member" });
export type Member = z.infer<typeof Member>;

export const MemberPage = pageOf(Member).register(z.globalRegistry, { id: "MemberPage" });
export type MemberPage = z.infer<typeof MemberPage>;

export const MemberQuery = z.object({
  query: z.optional(text(1, limits.email.max)),
  /** The last username on the previous page. */
  cursor: z.optional(UsernameCursor),
  limit: z.optional(PageLimit),
});
export type MemberQuery = z.infer<typeof MemberQuery>;

export const UpdateMember = z
  .object({ role: AssignableRole })
  .register(z.globalRegistry, { id: "UpdateMember" });

const member = z.object({ userId: UserId });

export const memberRoutes = {
  listMembers: {
    method: "GET",
    path: "/workspace/members",
    access: "signed-in",
    query: MemberQuery,
    answers: { 200: MemberPage },
  },
  updateMember: {
    method: "PATCH",
    path: "/workspace/members/{userId}",
    access: "signed-in",
    params: member,
    body: UpdateMember,
    answers: { 200: Member },
  },
  deactivateMember: {
    method: "PUT",
    path: "/workspace/members/{userId}/deactivation",
    access: "signed-in",
    params: member,
    answers: { 200: Member },
  },
  reactivateMember: {
    method: "DELETE",
    path: "/workspace/members/{userId}/deactivation",
    access: "signed-in",
    params: member,
    answers: { 200: Member },
  },
} as const satisfies Routes;
