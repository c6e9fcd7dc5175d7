import * as z from "zod";
import { limits } from "./limits.ts";
import { Login } from "./sessions.ts";
import { Cursor, text } from "./text.ts";

/** The id of a signed-in device; access tokens carry it as `sid`. */
export const DeviceId = z.guid("must be a UUID").toLowerCase();

/** Somewhere the account is signed in. */
export const Device = z
  .object({
    id: DeviceId,
    /** What its browser calls itself (RFC 9110, 10.1.5). */
    userAgent: z.string().nullable(),
    signedInAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime(),
    /** It is the one that asks. */
    isCurrent: z.boolean(),
  })
  .meta({ id: "Device" });
export type Device = z.infer<typeof Device>;

export const DeviceList = z
  .object({ items: z.array(Device), nextCursor: z.null() })
  .meta({ id: "DeviceList" });

const password = text(1, limits.password.max);

export const ChangePassword = z
  .object({ currentPassword: password, newPassword: text(limits.password.min, limits.password.max) })
  .meta({ id: "ChangePassword" });
export type ChangePassword = z.infer<typeof ChangePassword>;

/** Out of the link in a mail. */
const token = text(1, 100);

/** `login` is the username or the e-mail. */
export const RequestPasswordReset = Login.pick({ login: true }).meta({ id: "RequestPasswordReset" });

export const ResetPassword = z
  .object({ token, password: text(limits.password.min, limits.password.max) })
  .meta({ id: "ResetPassword" });
export type ResetPassword = z.infer<typeof ResetPassword>;

export const VerifyEmail = z.object({ token }).meta({ id: "VerifyEmail" });

export const DeleteAccount = z.object({ password }).meta({ id: "DeleteAccount" });

export const OwnMessagesQuery = z.object({
  cursor: Cursor.optional(),
});
