import type { FieldError } from "../../../contract/field-error-codes.ts";
import { fieldError } from "../../../contract/field-errors.ts";
import { NotFound, Refusal } from "../../platform/problems/refusal.ts";

/** The conversation does not exist, or the caller does not take part in it. */
export class ConversationNotFound extends NotFound {
  readonly code = "conversation-not-found";

  constructor() {
    super("This conversation does not exist, or you do not take part in it.");
  }
}

/** The user does not take part in the conversation. */
export class ParticipantNotFound extends NotFound {
  readonly code = "participant-not-found";

  constructor() {
    super("This person does not take part in the conversation.");
  }
}

/** A direct conversation always has the same two participants, and neither a name nor roles. */
export class DirectConversationIsFixed extends Refusal {
  readonly code = "direct-conversation-is-fixed";

  constructor() {
    super("A direct conversation between two people cannot be changed. Start a group instead.");
  }
}

/** The group lets only its owner and admins change it. */
export class AdminsOnly extends Refusal {
  readonly code = "admins-only";

  constructor() {
    super("Only the owner and the admins of this group can do that.");
  }
}

/** An archived conversation is read-only until it is restored. */
export class ConversationArchived extends Refusal {
  readonly code = "conversation-archived";

  constructor() {
    super("This conversation is archived. It can be read, and changed again after it is restored.");
  }
}

/** Only the owner and the admins may write in the conversation. */
export class AdminsPost extends Refusal {
  readonly code = "posting-restricted";

  constructor() {
    super("Only the owner and the admins can post here.");
  }
}

/** Another channel has the name, or one that differs only in case. */
export class ChannelNameTaken extends Refusal {
  readonly code = "channel-name-taken";
  override readonly errors = [fieldError("name", "taken")];

  constructor() {
    super("Another channel already has this name.");
  }
}

/** A channel is found by its name. */
export class ChannelNeedsName extends Refusal {
  readonly code = "channel-needs-name";
  override readonly errors = [fieldError("name", "channel-name")];

  constructor() {
    super("A channel needs a name.");
  }
}

/** Newcomers can only join channels. */
export class DefaultForChannelsOnly extends Refusal {
  readonly code = "default-for-channels-only";
  override readonly errors = [fieldError("isDefault", "channels-only")];

  constructor() {
    super("Only a channel can be a default for newcomers.");
  }
}

/** Only the owner changes roles and makes a group a channel. */
export class OwnerOnly extends Refusal {
  readonly code = "owner-only";

  constructor() {
    super("Only the owner of this group can do that.");
  }
}

/** The caller's role does not allow removing this participant. */
export class CannotRemoveParticipant extends Refusal {
  readonly code = "cannot-remove-participant";

  constructor() {
    super("The owner of a group can remove anyone. Admins can only remove members.");
  }
}

/** A group always has exactly one owner. */
export class CannotChangeOwnRole extends Refusal {
  readonly code = "cannot-change-own-role";
  override readonly errors = [fieldError("userId", "own-role")];

  constructor() {
    super("You cannot change your own role. Make another participant the owner instead.");
  }
}

/** Some ids belong to no user. */
export class UnknownUsers extends Refusal {
  readonly code = "unknown-users";
  override readonly errors: readonly FieldError[];

  /** @param indexes  where in `participantIds` the unknown ids are */
  constructor(indexes: readonly number[]) {
    super("Some of these people do not exist.");
    this.errors = indexes.map((index) => fieldError(`participantIds.${index}`, "unknown-user"));
  }
}

/** The group would exceed its size limit. */
export class GroupFull extends Refusal {
  readonly code = "group-full";
  override readonly errors: readonly FieldError[];

  constructor(limit: number) {
    super(`A group can have at most ${limit} people.`);
    this.errors = [fieldError("participantIds", "group-full", { limit })];
  }
}

/** A direct conversation has exactly two participants. */
export class NeedsOneOtherPerson extends Refusal {
  readonly code = "needs-one-other-person";
  override readonly errors = [fieldError("participantIds", "one-other-person")];

  constructor() {
    super("A direct conversation needs exactly one other person.");
  }
}

/** Only groups have a name. */
export class NameForGroupsOnly extends Refusal {
  readonly code = "name-for-groups-only";
  override readonly errors = [fieldError("name", "groups-only")];

  constructor() {
    super("Only groups can have a name.");
  }
}

/** The conversation has no message at `unreadFrom`. */
export class UnreadAfterLastMessage extends Refusal {
  readonly code = "unread-after-last-message";
  override readonly errors = [fieldError("unreadFrom", "after-last-message")];

  constructor() {
    super("A conversation can only be marked as unread from one of its messages.");
  }
}
