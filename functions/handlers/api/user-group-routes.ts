import type { UserId } from "../../../contract/ids.ts";
import {
  createUserGroup,
  deleteUserGroup,
  getUserGroup,
  listUserGroups,
  updateUserGroup,
} from "../../domain/user-groups/user-groups.ts";
import { type Handlers, ok } from "../../platform/http/rest-function.ts";
import { announcements, db } from "./context.ts";

/** Announces users whose groups have changed. */
const announce = async (changed: readonly UserId[]) => {
  await Promise.all(changed.map((userId) => announcements.announceAvailability(userId)));
};

/** The routes of user groups. */
export const userGroupRoutes: Handlers<
  "listUserGroups" | "getUserGroup" | "createUserGroup" | "updateUserGroup" | "deleteUserGroup"
> = {
  listUserGroups: async () => ok({ items: await listUserGroups(db), nextCursor: null }),
  getUserGroup: async ({ params }) => ok(await getUserGroup(db, params.handle)),
  createUserGroup: async ({ userId, body }) => {
    const { group, changed } = await createUserGroup(db, userId, body);
    await announce(changed);
    return { status: 201, body: group };
  },
  updateUserGroup: async ({ userId, params, body }) => {
    const { group, changed } = await updateUserGroup(db, { callerId: userId, handle: params.handle }, body);
    await announce(changed);
    return ok(group);
  },
  deleteUserGroup: async ({ userId, params }) => {
    await announce(await deleteUserGroup(db, { callerId: userId, handle: params.handle }));
    return { status: 204 };
  },
};
