import type {
  NewUserGroup,
  UpdateUserGroup,
  UserGroup,
  UserGroupWithMembers,
} from "../../contract/user-groups.ts";
import type { Session } from "../session/session.ts";

/**
 * The user groups of the workspace, which a message mentions by `@handle`. Owners and admins change them.
 *
 * @example
 * const groups = new UserGroups(session);
 * await groups.create({ handle: "design", name: "Designers", memberIds: [ada.id, ben.id] });
 * await client.messages.send(conversationId, "Can you look at this, @design?");
 */
export class UserGroups {
  readonly #session: Pick<Session, "call">;

  constructor(session: Pick<Session, "call">) {
    this.#session = session;
  }

  /** Returns all user groups without their members, in the order of their handles. @throws {ProblemError} */
  async list(): Promise<UserGroup[]> {
    const { items } = await this.#session.call("listUserGroups", {});
    return items;
  }

  /** Returns a user group with its members. @throws {ProblemError} 404 if there is none with this handle */
  get(handle: string): Promise<UserGroupWithMembers> {
    return this.#session.call("getUserGroup", { params: { handle } });
  }

  /** Creates a user group. @throws {ProblemError} 409 if a user or another group has the handle */
  create(group: NewUserGroup): Promise<UserGroupWithMembers> {
    return this.#session.call("createUserGroup", { body: group });
  }

  /**
   * Changes the given parts of a user group. `memberIds` replaces all members, and null removes the description.
   *
   * @throws {ProblemError}
   */
  update(handle: string, change: UpdateUserGroup): Promise<UserGroupWithMembers> {
    return this.#session.call("updateUserGroup", { params: { handle }, body: change });
  }

  /** Deletes a user group. Messages keep the text of its mentions. @throws {ProblemError} */
  async delete(handle: string): Promise<void> {
    await this.#session.call("deleteUserGroup", { params: { handle } });
  }
}
