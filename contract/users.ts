import * as z from "zod";
import { PictureId, UserId } from "./ids.ts";
import { limits } from "./limits.ts";
import { queryInteger, text } from "./text.ts";

export const Username = z
  .string()
  .min(limits.username.min, `must have at least ${limits.username.min} characters`)
  .max(limits.username.max, `must have at most ${limits.username.max} characters`)
  .regex(/^[A-Za-z0-9_.-]*$/, "may only have the letters a-z, digits, and _ . -")
  .toLowerCase();

export const Email = z
  .email("must be an e-mail address")
  .max(limits.email.max, `must have at most ${limits.email.max} characters`);

export const FullName = text(1, limits.fullName.max);

/** What everyone may know of a person. */
export const User = z
  .object({
    id: UserId,
    username: z.string(),
    fullName: z.string().nullable(),
    createdAt: z.iso.datetime(),
    pictureId: PictureId.optional(),
  })
  .meta({ id: "User" });
export type User = z.infer<typeof User>;

/** What a person sees of their own account: the e-mail, too. */
export const Account = User.extend({
  email: z.string(),
  /** They have followed a link that was sent there. */
  isEmailVerified: z.boolean(),
}).meta({ id: "Account" });
export type Account = z.infer<typeof Account>;

export const UpdateMe = z
  .object({
    fullName: FullName.nullable().optional(),
    email: Email.optional(),
    /** One that the caller has uploaded, or none. */
    pictureId: PictureId.nullable().optional(),
  })
  .refine((change) => Object.keys(change).length > 0, "name at least one field to change")
  .meta({ id: "UpdateMe" });
export type UpdateMe = z.infer<typeof UpdateMe>;

export const UserLookup = z.object({
  query: text(1, limits.fullName.max),
  limit: queryInteger(limits.page.min, limits.page.max).optional(),
});
export type UserLookup = z.infer<typeof UserLookup>;

export const UserPage = z
  .object({ items: z.array(User), nextCursor: z.string().nullable() })
  .meta({ id: "UserPage" });
export type UserPage = z.infer<typeof UserPage>;
