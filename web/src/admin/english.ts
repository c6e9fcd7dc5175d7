import type { SignUpRule } from "../../../contract/workspace.ts";
import type { WorkspaceRole } from "../../../contract/workspace-roles.ts";

const roles: Record<WorkspaceRole, string> = {
  owner: "Owner",
  admin: "Admin",
  member: "Member",
  guest: "Guest",
  bot: "Bot",
};

const rules: Record<SignUpRule, { name: string; hint: string }> = {
  open: { name: "Everyone", hint: "Anyone who finds this address can create an account." },
  domains: {
    name: "People with an address of these domains",
    hint: "They confirm their e-mail address first.",
  },
  invited: { name: "Invited people only", hint: "Owners and admins invite them by link or e-mail." },
  sso: { name: "Single sign-on", hint: "" },
};

/** The texts of the administration in English. They load with its page. */
export const english = {
  title: "Administration",
  back: "Back to ChatFlow",
  forbidden: "Only owners and admins of this workspace can open this page.",
  roles,
  people: {
    title: "People",
    search: "Search people",
    searchHint: "A part of a name, username or e-mail address",
    none: "No people found",
    you: "You",
    deactivated: "Deactivated",
    role: (name: string) => `Role of ${name}`,
    deactivate: "Deactivate",
    deactivateNamed: (name: string) => `Deactivate ${name}`,
    deactivateTitle: (name: string) => `Deactivate ${name}?`,
    deactivateSure:
      "They are signed out everywhere and cannot sign in again. Their messages keep their name. You can reactivate them at any time.",
    reactivate: "Reactivate",
    reactivateNamed: (name: string) => `Reactivate ${name}`,
    cancel: "Cancel",
    showMore: "Show more",
    changed: (name: string, role: string) => `${name} is now: ${role}.`,
  },
  invitations: {
    title: "Invitations",
    byLink: "By link",
    byEmail: "By e-mail",
    way: "How to invite",
    email: "E-mail address",
    role: "Role",
    uses: "People who can use the link",
    days: "Valid for days",
    groups: "Groups that newcomers join",
    groupsHint: "Optional. Your groups to which you may add people.",
    noGroups: "No groups found",
    clearGroups: "Clear the groups",
    joins: (count: number) => (count === 1 ? "joins 1 group" : `joins ${count} groups`),
    createLink: "Create link",
    send: "Send invitation",
    sent: (email: string) => `We have sent an invitation to ${email}.`,
    yourLink: "Invitation link",
    onlyOnce: "Copy the link now. It is shown only once.",
    copy: "Copy link",
    copied: "Copied",
    open: "Open invitations",
    none: "No open invitations",
    used: (uses: number, max: number) => `${uses} of ${max} used`,
    by: (author: string) => `by ${author}`,
    expires: (when: string) => `valid until ${when}`,
    link: "Link",
    revoke: "Revoke",
    revokeNamed: (what: string) => `Revoke: ${what}`,
    showMore: "Show more",
  },
  workspace: {
    title: "Workspace",
    name: "Name",
    save: "Save",
    saved: "Saved.",
    whoCanJoin: "Who can create an account",
    ownersOnly: "Only owners can change this.",
    rules,
    domains: "Domains",
    domainsHint: "One per line, such as example.com",
  },
};

export type AdminTexts = typeof english;
