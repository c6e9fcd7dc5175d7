import * as z from "zod/mini";
import { limits } from "./limits.ts";
import { Login } from "./sessions.ts";
import { Cursor, text } from "./text.ts";

/** The id of a signed-in device; access tokens carry it as `sid`. */
export const DeviceId = z.guid("must be a UUID").check(z.toLowerCase());

/** Somewhere the account is signed in. */
export const Device = z
  .object({
    id: DeviceId,
    /** What its browser calls itself (RFC 9110, 10.1.5). */
    userAgent: z.nullable(z.string()),
    signedInAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime(),
    /** It is the one that asks. */
    isCurrent: z.boolean(),
  })
  .register(z.globalRegistry, { id: "Device" });
export type Device = z.infer<typeof Device>;

export const DeviceList = z
  .object({ items: z.array(Device), nextCursor: z.null() })
  .register(z.globalRegistry, { id: "DeviceList" });

const password = text(1, limits.password.max);

export const ChangePassword = z
  .object({ currentPassword: password, newPassword: text(limits.password.min, limits.password.max) })
  .register(z.globalRegistry, { id: "ChangePassword" });
export type ChangePassword = z.infer<typeof ChangePassword>;

/** Out of the link in a mail. */
const token = text(1, 100);

/** `login` is the username or the e-mail. */
export const RequestPasswordReset = z
  .pick(Login, { login: true })
  .register(z.globalRegistry, { id: "RequestPasswordReset" });

export const ResetPassword = z
  .object({ token, password: text(limits.password.min, limits.password.max) })
  .register(z.globalRegistry, { id: "ResetPassword" });
export type ResetPassword = z.infer<typeof ResetPassword>;

export const VerifyEmail = z.object({ token }).register(z.globalRegistry, { id: "VerifyEmail" });

export const DeleteAccount = z.object({ password }).register(z.globalRegistry, { id: "DeleteAccount" });

export const OwnMessagesQuery = z.object({
  cursor: z.optional(Cursor),
});
