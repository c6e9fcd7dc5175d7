import type { Workspace } from "../../../contract/workspace.ts";
import { createInvitation, listInvitations, revokeInvitation } from "../../domain/workspace/invitations.ts";
import {
  changeMemberRole,
  deactivateMember,
  listMembers,
  reactivateMember,
} from "../../domain/workspace/members.ts";
import {
  getWorkspace,
  setKeptVersions,
  setSignUp,
  updateWorkspace,
} from "../../domain/workspace/workspace.ts";
import { type Handlers, ok } from "../../platform/http/rest-function.ts";
import { announcements, db, mailRequests } from "./context.ts";

/** Answers with the workspace. A deployment that sends no e-mail has no rule about missed messages. */
const answer = ({ missedMails, ...workspace }: Workspace) =>
  ok({ ...workspace, ...(mailRequests.isOffered && { missedMails }) });

/** The routes of the workspace, its members and its invitations. */
export const workspaceRoutes: Handlers<
  | "getWorkspace"
  | "updateWorkspace"
  | "setSignUp"
  | "setKeptVersions"
  | "listMembers"
  | "updateMember"
  | "deactivateMember"
  | "reactivateMember"
  | "listInvitations"
  | "createInvitation"
  | "revokeInvitation"
> = {
  getWorkspace: async () => answer(await getWorkspace(db)),
  updateWorkspace: async ({ userId, body }) => answer(await updateWorkspace(db, userId, body)),
  setSignUp: async ({ userId, body }) => {
    // This rule needs e-mails that confirm addresses.
    if (body.rule === "domains") mailRequests.requireOffered();
    return answer(await setSignUp(db, userId, body));
  },
  setKeptVersions: async ({ userId, body }) => answer(await setKeptVersions(db, userId, body.keepsVersions)),
  listMembers: async ({ query }) => ok(await listMembers(db, query)),
  updateMember: async ({ userId, params, body }) =>
    ok(await changeMemberRole(db, { caller: userId, userId: params.userId, role: body.role })),
  deactivateMember: async ({ userId, params }) => {
    const { member, ended } = await deactivateMember(db, { caller: userId, userId: params.userId });
    await announcements.announceEnded(ended);
    return ok(member);
  },
  reactivateMember: async ({ userId, params }) =>
    ok(await reactivateMember(db, { caller: userId, userId: params.userId })),
  listInvitations: async ({ query }) => ok(await listInvitations(db, query)),
  createInvitation: async ({ userId, body, language }) => {
    if (body.email !== undefined) mailRequests.requireOffered();
    const invitation = await createInvitation(db, userId, body);
    if (body.email !== undefined) {
      await mailRequests.request({ mail: "invitation", language, invitationId: invitation.id });
    }
    return { status: 201, body: invitation };
  },
  revokeInvitation: async ({ userId, params }) => {
    await revokeInvitation(db, userId, params.id);
    return { status: 204 };
  },
};
