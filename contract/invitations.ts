import * as z from "zod/mini";
import { Email } from "./accounts.ts";
import { ConversationId, InvitationId } from "./ids.ts";
import { limits } from "./limits.ts";
import { DisplayedName } from "./names.ts";
import { pageOf, pageQuery, timeCursor } from "./pages.ts";
import type { Routes } from "./route.ts";
import { text } from "./text.ts";
import { times } from "./times.ts";
import { AssignableRole } from "./workspace-roles.ts";

/** The secret in an invitation's link. */
export const InvitationCode = text(1, 100);

/** An invitation that still works. Its code is not part of it, because the server keeps only the code's hash. */
export const Invitation = z
  .object({
    id: InvitationId,
    role: AssignableRole,
    /** The only address that can use it. `null` for a link. */
    email: z.nullable(z.string()),
    createdAt: z.iso.datetime(),
    /** The username of its author. */
    createdBy: z.string(),
    expiresAt: z.iso.datetime(),
    maxUses: z.int(),
    uses: z.int(),
    /** The groups that newcomers join. */
    conversationIds: z.array(ConversationId),
  })
  .register(z.globalRegistry, { id: "Invitation" });
export type Invitation = z.infer<typeof Invitation>;

/** A new invitation. Only this answer carries the code of a link. The code for an e-mail travels in the e-mail. */
export const CreatedInvitation = z
  .extend(Invitation, { code: z.nullable(z.string()) })
  .register(z.globalRegistry, { id: "CreatedInvitation" });
export type CreatedInvitation = z.infer<typeof CreatedInvitation>;

export const InvitationPage = pageOf(Invitation).register(z.globalRegistry, { id: "InvitationPage" });
export type InvitationPage = z.infer<typeof InvitationPage>;

const { uses, conversations } = limits.invitation;

export const NewInvitation = z
  .object({
    role: z.enum(["admin", "member"]),
    /** Sends the invitation to this address. Only an account with this address can use it, once. */
    email: z.optional(Email),
    expiresInDays: z.optional(z.int().check(z.minimum(1), z.maximum(times.invitationDays.max))),
    maxUses: z.optional(z.int().check(z.minimum(1), z.maximum(uses.max))),
    conversationIds: z.optional(z.array(ConversationId).check(z.maxLength(conversations))),
  })
  .register(z.globalRegistry, { id: "NewInvitation" });
export type NewInvitation = z.infer<typeof NewInvitation>;

export const LookUpInvitation = z
  .object({ code: InvitationCode })
  .register(z.globalRegistry, { id: "LookUpInvitation" });

/** The part of an invitation that the holder of its code sees. */
export const InvitationPreview = z
  .object({
    workspaceName: DisplayedName,
    role: AssignableRole,
    email: z.nullable(z.string()),
    expiresAt: z.iso.datetime(),
  })
  .register(z.globalRegistry, { id: "InvitationPreview" });
export type InvitationPreview = z.infer<typeof InvitationPreview>;

export const RequestSignUp = z.object({ email: Email }).register(z.globalRegistry, { id: "RequestSignUp" });

const invitation = z.object({ id: InvitationId });

/** Continues after an invitation: its creation in milliseconds and its id. */
const InvitationsQuery = pageQuery(timeCursor);

export const invitationRoutes = {
  listInvitations: {
    method: "GET",
    path: "/workspace/invitations",
    access: "signed-in",
    query: InvitationsQuery,
    answers: { 200: InvitationPage },
  },
  createInvitation: {
    method: "POST",
    path: "/workspace/invitations",
    access: "signed-in",
    body: NewInvitation,
    answers: { 201: CreatedInvitation },
  },
  revokeInvitation: {
    method: "DELETE",
    path: "/workspace/invitations/{id}",
    access: "signed-in",
    params: invitation,
    answers: { 204: null },
  },
  lookUpInvitation: {
    method: "POST",
    path: "/auth/invitation",
    access: "public",
    body: LookUpInvitation,
    answers: { 200: InvitationPreview },
  },
  requestSignUp: {
    method: "POST",
    path: "/auth/sign-up",
    access: "public",
    body: RequestSignUp,
    answers: { 202: null },
  },
} as const satisfies Routes;
