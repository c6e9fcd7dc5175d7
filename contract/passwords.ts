import * as z from "zod/mini";
import { limits } from "./limits.ts";
import type { Routes } from "./route.ts";
import { text } from "./text.ts";

/** A password to compare. It may be shorter than a new one has to be, since the rule may have changed. */
export const Password = text(1, limits.password.max);

/** A password to set. */
export const NewPassword = text(limits.password.min, limits.password.max);

/** A username or an e-mail address. */
export const LoginName = text(1, limits.email.max);

/** The secret in the link of an e-mail. */
export const MailToken = text(1, 100);

export const ChangePassword = z
  .object({ currentPassword: z.optional(Password), newPassword: NewPassword })
  .register(z.globalRegistry, { id: "ChangePassword" });
export type ChangePassword = z.infer<typeof ChangePassword>;

export const RequestPasswordReset = z
  .object({ login: LoginName })
  .register(z.globalRegistry, { id: "RequestPasswordReset" });

export const ResetPassword = z
  .object({ token: MailToken, password: NewPassword })
  .register(z.globalRegistry, { id: "ResetPassword" });
export type ResetPassword = z.infer<typeof ResetPassword>;

export const passwordRoutes = {
  changePassword: {
    method: "POST",
    path: "/users/me/password",
    access: "signed-in",
    body: ChangePassword,
    answers: { 204: null },
  },
  requestPasswordReset: {
    method: "POST",
    path: "/auth/password-reset",
    access: "public",
    body: RequestPasswordReset,
    answers: { 202: null },
  },
  resetPassword: {
    method: "POST",
    path: "/auth/password-reset/completion",
    access: "public",
    body: ResetPassword,
    answers: { 204: null },
  },
} as const satisfies Routes;
