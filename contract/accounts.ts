import * as z from "zod/mini";
import { NewStatus, QuietHours } from "./availability.ts";
import { changedAt } from "./changed-at.ts";
import { oneOfThese } from "./documented-limits.ts";
import { PictureId } from "./ids.ts";
import { limits } from "./limits.ts";
import { ListSections, UpdateSections } from "./list-sections.ts";
import { MessagePage } from "./messages.ts";
import { cursor, idInCursor } from "./pages.ts";
import { MailToken, Password } from "./passwords.ts";
import { RequestedTime } from "./requested-times.ts";
import type { Routes } from "./route.ts";
import { lineOfText } from "./text.ts";
import { FullName, User } from "./users.ts";
import { WorkspaceRole } from "./workspace-roles.ts";

export const Email = z.email().check(z.maxLength(limits.email.max));

/** The caller's own account. It includes the e-mail address, which only owners and admins see besides the caller. */
export const Account = z
  .extend(User, {
    email: z.string(),
    /** The user has followed a link that was sent to this address. */
    isEmailVerified: z.boolean(),
    /** The new address, until the user follows the link that was sent to it. */
    pendingEmail: z.optional(z.string()),
    /** The words and phrases that notify the user. Absent if there are none. */
    keywords: z.optional(z.array(z.string())),
    // A section of a kind that this release does not know makes the list the usual one. Absent if the user changed none.
    sections: z.catch(z.optional(ListSections), undefined),
    /** Whether the user gets e-mails about missed messages. Functions of older releases send none. */
    missedMails: z.optional(z.boolean()),
    // A role from a newer server reads as undefined, and older servers send none.
    workspaceRole: z.catch(z.optional(WorkspaceRole), undefined),
  })
  .register(z.globalRegistry, { id: "Account" });
export type Account = z.infer<typeof Account>;

export const ChangedAccount = z
  .extend(Account, { changedAt })
  .register(z.globalRegistry, { id: "ChangedAccount" });
export type ChangedAccount = z.infer<typeof ChangedAccount>;

const Keyword = lineOfText(1, limits.keywords.characters);

export const UpdateMe = z
  .object({
    fullName: z.optional(z.nullable(FullName)),
    email: z.optional(Email),
    /** Required for a new e-mail address, unless the user reauthenticated recently. */
    currentPassword: z.optional(Password),
    /** A picture that the caller has uploaded, or `null` to remove the current one. */
    pictureId: z.optional(z.nullable(PictureId)),
    status: z.optional(z.nullable(NewStatus)),
    pausedUntil: z.optional(z.nullable(RequestedTime)),
    quietHours: z.optional(z.nullable(QuietHours)),
    /** The new words and phrases. An empty list removes all. */
    keywords: z.optional(z.array(Keyword).check(z.maxLength(limits.keywords.count))),
    /** The new sections of the conversation list, in order. An empty list restores the usual ones. */
    sections: z.optional(UpdateSections),
    missedMails: z.optional(z.boolean()),
  })
  .check(z.refine(({ currentPassword: _, ...change }) => Object.keys(change).length > 0, "nothing-to-change"))
  .register(z.globalRegistry, {
    id: "UpdateMe",
    ...oneOfThese(
      "fullName",
      "email",
      "pictureId",
      "status",
      "pausedUntil",
      "quietHours",
      "keywords",
      "sections",
      "missedMails",
    ),
  });
export type UpdateMe = z.infer<typeof UpdateMe>;

/** The user has changed the words and phrases that notify them. Goes only to the user's own devices. */
export const KeywordsUpdated = z.object({
  type: z.literal("keywords.updated"),
  keywords: z.array(z.string()),
  changedAt,
});
export type KeywordsUpdated = z.infer<typeof KeywordsUpdated>;

export const VerifyEmail = z.object({ token: MailToken }).register(z.globalRegistry, { id: "VerifyEmail" });

export const DeleteAccount = z
  .object({ password: z.optional(Password) })
  .register(z.globalRegistry, { id: "DeleteAccount" });

export const Reauthentication = z
  .object({ password: Password })
  .register(z.globalRegistry, { id: "Reauthentication" });

/** Continues after a message: its conversation's id and its sequence number. */
export const OwnMessagesQuery = z.object({
  cursor: z.optional(cursor(new RegExp(`^${idInCursor}_\\d{1,15}$`))),
});

export const accountRoutes = {
  getMe: {
    method: "GET",
    path: "/users/me",
    access: "signed-in",
    answers: { 200: Account },
  },
  updateMe: {
    method: "PATCH",
    path: "/users/me",
    access: "signed-in",
    body: UpdateMe,
    answers: { 200: ChangedAccount },
  },
  reauthenticate: {
    method: "POST",
    path: "/users/me/authentication",
    access: "signed-in",
    body: Reauthentication,
    answers: { 204: null },
  },
  requestEmailVerification: {
    method: "POST",
    path: "/users/me/email-verification",
    access: "signed-in",
    answers: { 202: null },
  },
  verifyEmail: {
    method: "POST",
    path: "/auth/email-verification",
    access: "public",
    body: VerifyEmail,
    answers: { 204: null },
  },
  deleteAccount: {
    method: "POST",
    path: "/users/me/deletion",
    access: "signed-in",
    body: DeleteAccount,
    answers: { 204: null },
  },
  listOwnMessages: {
    method: "GET",
    path: "/users/me/messages",
    access: "signed-in",
    query: OwnMessagesQuery,
    answers: { 200: MessagePage },
  },
} as const satisfies Routes;
