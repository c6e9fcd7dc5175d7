import type { invitationRoutes } from "../invitations.ts";
import type { memberRoutes } from "../members.ts";
import { times } from "../times.ts";
import type { userGroupRoutes } from "../user-groups.ts";
import type { workspaceRoutes } from "../workspace.ts";
import type { Concept, RouteDocumentation } from "./concept.ts";
import { user } from "./examples.ts";
import { paging } from "./paging.ts";

type Documented<Routes> = Record<keyof Routes, RouteDocumentation>;

const workspaceExample = {
  name: "Analytical Engines",
  signUpRule: "domains",
  domains: ["example.com"],
  isSetUp: true,
  keepsVersions: true,
  wideMentions: { rule: "admins", above: 100 },
  linkPreviews: true,
  emojiRule: "everyone",
  missedMails: "names",
};

const member = {
  ...user,
  email: "ada@example.com",
  workspaceRole: "member",
  deactivatedAt: null,
};

const invitation = {
  id: "0192f0c5-3b71-7a20-8c44-1d2e3f4a0040",
  role: "member",
  email: null,
  createdAt: "2026-11-25T09:00:00.000Z",
  createdBy: "ada",
  expiresAt: "2026-12-02T09:00:00.000Z",
  maxUses: 10,
  uses: 0,
  conversationIds: [],
};

export const workspace: Concept = {
  title: "The workspace",
  introduction:
    "A deployment is one workspace with a name and a sign-up rule. Owners may do everything. Admins administer members and invitations.",
  routes: {
    getWorkspace: {
      summary: "Get the name and the sign-up rule",
      description: "Works without a token, so that the sign-up page can explain the rule.",
      example: { answer: workspaceExample },
    },
    updateWorkspace: {
      summary: "Change the name of the workspace and its rules",
      description: "For owners and admins.",
      example: { request: { name: "Analytical Engines" }, answer: workspaceExample },
    },
    setSignUp: {
      summary: "Change who can create an account",
      description:
        "For owners. `open` admits everyone, `domains` admits confirmed addresses of the listed domains, and `invited` admits people with an invitation. `domains` needs e-mail, and answers 501 without it.",
      example: { request: { rule: "domains", domains: ["example.com"] }, answer: workspaceExample },
    },
    setKeptVersions: {
      summary: "Choose whether to keep earlier versions of edited messages",
      description:
        "For owners. If you choose to keep none, `listVersions` immediately returns none, and the server removes the existing ones within a day.",
      example: { request: { keepsVersions: true }, answer: workspaceExample },
    },
  } satisfies Documented<typeof workspaceRoutes>,
  fields: {
    Workspace: {
      domains: "The domains whose addresses may sign up, if the rule is `domains`.",
      isSetUp:
        "Whether the workspace has had an owner. Until then, only a setup link or an open rule admits anyone.",
      missedMails:
        "The e-mails about missed messages: none, those with the names of people and conversations, or those that also show the text. Absent if the deployment sends no e-mail.",
      wideMentions: "The rule for `@channel` and `@here` in conversations of more than `above` people.",
    },
    UpdateWorkspace: { emojiRule: "The people who can add emoji." },
    WideMentions: { rule: "The people who can use them: all, the owner and admins, or none." },
  },
};

const userGroup = {
  id: "0192f0c5-3b71-7a20-8c44-1d2e3f4a0050",
  handle: "design",
  name: "Design team",
  memberCount: 1,
};
const withMembers = { ...userGroup, members: [{ ...user, groups: ["design"] }] };

export const userGroups: Concept = {
  title: "User groups",
  introduction:
    "A message with the handle of a user group, such as `@design`, mentions the members who take part in the conversation. Handles and usernames are distinct.",
  routes: {
    listUserGroups: {
      summary: "List the user groups of the workspace",
      description: "In the order of their handles, on one page.",
      example: { answer: { items: [userGroup], nextCursor: null } },
    },
    getUserGroup: { summary: "Get a user group with its members", example: { answer: withMembers } },
    createUserGroup: {
      summary: "Create a user group",
      description: "For owners and admins. The members receive `user.updated`.",
      example: {
        request: { handle: "design", name: "Design team", memberIds: [user.id] },
        answer: withMembers,
      },
    },
    updateUserGroup: {
      summary: "Change a user group",
      description: "For owners and admins. Changes only the fields that the body names.",
    },
    deleteUserGroup: {
      summary: "Delete a user group",
      description: "For owners and admins. Messages that mention it stay as they are.",
    },
  } satisfies Documented<typeof userGroupRoutes>,
  fields: {
    UserGroup: { handle: "No username equals it.", description: "Absent if there is none." },
    UpdateUserGroup: { memberIds: "All members.", description: "`null` removes it." },
  },
};

export const members: Concept = {
  title: "Members of the workspace",
  introduction: "All accounts, with their roles in the workspace. For owners and admins.",
  routes: {
    listMembers: {
      summary: "List the people of the workspace, or those that match a query",
      description: "For owners and admins. Sorted by username. Includes deactivated people.",
      parameters: { query: "A part of a username, name or e-mail address.", ...paging },
      example: { answer: { items: [member], nextCursor: null } },
    },
    updateMember: {
      summary: "Change a person's role in the workspace",
      description:
        "For owners. The last active owner keeps this role, and any other change is refused with 409.",
      example: { request: { role: "admin" }, answer: { ...member, workspaceRole: "admin" } },
    },
    deactivateMember: {
      summary: "Deactivate a person",
      description:
        "Owners may deactivate everyone except the last owner, and admins may deactivate members. Ends all sessions of the person, and withdraws their `pendingEmail`. The person's messages keep the name. The person cannot be added to conversations.",
    },
    reactivateMember: {
      summary: "Let a deactivated person sign in again",
      description: "For owners, and for admins if the person is a member.",
    },
  } satisfies Documented<typeof memberRoutes>,
  fields: {
    Member: { deactivatedAt: "When the person was deactivated, or `null`." },
  },
};

export const invitations: Concept = {
  title: "Invitations and sign-up",
  introduction:
    "An invitation lets people register under any sign-up rule. It is a link, or an e-mail to one address. An invitation stops working when it expires, when it is used up or revoked, and when its author loses the right to invite.",
  routes: {
    listInvitations: {
      summary: "List the invitations that still work",
      description: "For owners and admins. The newest comes first.",
      parameters: paging,
      example: { answer: { items: [invitation], nextCursor: null } },
    },
    createInvitation: {
      summary: "Invite people by link or by e-mail",
      description: `For owners and admins. Only owners may invite admins. Expires after ${times.invitationDays.default} days unless you choose another number. Without \`email\`, the answer carries the code of a link, which is shown only once. With \`email\`, the server sends the link, and answers 501 if the deployment sends no e-mail.`,
      example: {
        request: { role: "member", maxUses: 10 },
        answer: { ...invitation, code: "N0x4dGhlIGNvZGUgb2YgdGhlIGxpbms" },
      },
    },
    revokeInvitation: { summary: "Revoke an invitation", description: "For owners and admins." },
    lookUpInvitation: {
      summary: "Get the details of an invitation",
      description: "Needs the code, but no token. Does not use up the invitation.",
      example: {
        request: { code: "N0x4dGhlIGNvZGUgb2YgdGhlIGxpbms" },
        answer: {
          workspaceName: "Analytical Engines",
          role: "member",
          email: null,
          expiresAt: "2026-12-02T09:00:00.000Z",
        },
      },
    },
    requestSignUp: {
      summary: "Send a link that confirms an address for a new account",
      description: `For workspaces with the rule \`domains\`. The answer never reveals whether an account exists. If there is none, the e-mail carries a code for \`register\` that works for ${times.signUpLinkHours} hours.`,
    },
  } satisfies Documented<typeof invitationRoutes>,
  fields: {
    Invitation: {
      email: "The only address that can use it, or `null` for a link.",
      createdBy: "The username of its author.",
      uses: "The number of people who have used it.",
      conversationIds: "The groups that new members join.",
    },
    CreatedInvitation: { code: "The secret of the link, or `null` if it travels in an e-mail." },
    NewInvitation: {
      email: "Sends the invitation to this address. Only an account with this address can use it, once.",
      conversationIds: "Groups to which you may add people. New members join them.",
    },
    InvitationPreview: { email: "The only address that can use it, or `null`." },
  },
};
