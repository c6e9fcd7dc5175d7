import * as z from "zod/mini";

/**
 * A user's role in the workspace. It is separate from the roles in conversations. This release assigns `owner`, `admin`
 * and `member`.
 */
export const WorkspaceRole = z.enum(["owner", "admin", "member", "guest", "bot"]);
export type WorkspaceRole = z.infer<typeof WorkspaceRole>;

/** A role that a person can be given. */
export const AssignableRole = z.enum(["owner", "admin", "member"]);
export type AssignableRole = z.infer<typeof AssignableRole>;

/** Owners and admins administer the workspace. */
export const isAdministrator = (role: WorkspaceRole | undefined): boolean =>
  role === "owner" || role === "admin";
