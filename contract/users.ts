import * as z from "zod/mini";
import { availabilityFields } from "./availability.ts";
import { PictureId, UserId } from "./ids.ts";
import { limits } from "./limits.ts";
import { DisplayedName, displayName } from "./names.ts";
import { cursor, PageLimit, pageOf } from "./pages.ts";
import type { Routes } from "./route.ts";
import { text } from "./text.ts";

export const Username = z
  .string()
  .check(
    z.minLength(limits.username.min),
    z.maxLength(limits.username.max),
    z.regex(/^[A-Za-z0-9_.-]*$/, "invalid-username"),
    z.toLowerCase(),
  );

export const FullName = displayName(1, limits.fullName.max);

/** A user as every other user sees them. */
export const User = z
  .object({
    id: UserId,
    username: z.string(),
    fullName: z.nullable(DisplayedName),
    createdAt: z.iso.datetime(),
    pictureId: z.optional(PictureId),
    ...availabilityFields,
    /** The handles of the user groups that the user is in. Absent when there are none. */
    groups: z.optional(z.array(z.string())),
  })
  .register(z.globalRegistry, { id: "User" });
export type User = z.infer<typeof User>;

/** Whether a user has been deleted. Only the usernames that deleted users get have a tilde. */
export const isDeletedUser = ({ username }: Pick<User, "username">): boolean => username.includes("~");

/** The pattern of a username within a cursor, including that of a deleted user. */
export const usernameInCursor = "[a-z0-9_.~-]{1,32}";

/** Continues after a user of a list in the order of usernames. */
export const UsernameCursor = cursor(new RegExp(`^${usernameInCursor}$`));

/** Without a query, the page lists all active users. */
export const UserLookup = z.object({
  query: z.optional(text(1, limits.fullName.max)),
  cursor: z.optional(UsernameCursor),
  limit: z.optional(PageLimit),
});
export type UserLookup = z.infer<typeof UserLookup>;

export const UserPage = pageOf(User).register(z.globalRegistry, { id: "UserPage" });
export type UserPage = z.infer<typeof UserPage>;

/**
 * A user has a new name, picture or status, or has paused notifications. Goes to the user's acquaintances and own
 * devices. Several changes within a second may cause one event.
 */
export const UserUpdated = z.object({ type: z.literal("user.updated"), user: User });

const user = z.object({ id: UserId });

export const userRoutes = {
  getUser: {
    method: "GET",
    path: "/users/{id}",
    access: "signed-in",
    params: user,
    answers: { 200: User },
  },
  findUsers: {
    method: "GET",
    path: "/users",
    access: "signed-in",
    query: UserLookup,
    answers: { 200: UserPage },
  },
} as const satisfies Routes;
