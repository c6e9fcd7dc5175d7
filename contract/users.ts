import * as z from "zod/mini";
import { PictureId, UserId } from "./ids.ts";
import { limits } from "./limits.ts";
import { queryInteger, text } from "./text.ts";

export const Username = z
  .string()
  .check(
    z.minLength(limits.username.min, `must have at least ${limits.username.min} characters`),
    z.maxLength(limits.username.max, `must have at most ${limits.username.max} characters`),
    z.regex(/^[A-Za-z0-9_.-]*$/, "may only have the letters a-z, digits, and _ . -"),
    z.toLowerCase(),
  );

export const Email = z
  .email("must be an e-mail address")
  .check(z.maxLength(limits.email.max, `must have at most ${limits.email.max} characters`));

export const FullName = text(1, limits.fullName.max);

/** What everyone may know of a person. */
export const User = z
  .object({
    id: UserId,
    username: z.string(),
    fullName: z.nullable(z.string()),
    createdAt: z.iso.datetime(),
    pictureId: z.optional(PictureId),
  })
  .register(z.globalRegistry, { id: "User" });
export type User = z.infer<typeof User>;

/** What a person sees of their own account: the e-mail, too. */
export const Account = z
  .extend(User, {
    email: z.string(),
    /** They have followed a link that was sent there. */
    isEmailVerified: z.boolean(),
  })
  .register(z.globalRegistry, { id: "Account" });
export type Account = z.infer<typeof Account>;

export const UpdateMe = z
  .object({
    fullName: z.optional(z.nullable(FullName)),
    email: z.optional(Email),
    /** One that the caller has uploaded, or none. */
    pictureId: z.optional(z.nullable(PictureId)),
  })
  .check(z.refine((change) => Object.keys(change).length > 0, "name at least one field to change"))
  .register(z.globalRegistry, { id: "UpdateMe" });
export type UpdateMe = z.infer<typeof UpdateMe>;

export const UserLookup = z.object({
  query: text(1, limits.fullName.max),
  limit: z.optional(queryInteger(limits.page.min, limits.page.max)),
});
export type UserLookup = z.infer<typeof UserLookup>;

export const UserPage = z
  .object({ items: z.array(User), nextCursor: z.nullable(z.string()) })
  .register(z.globalRegistry, { id: "UserPage" });
export type UserPage = z.infer<typeof UserPage>;
