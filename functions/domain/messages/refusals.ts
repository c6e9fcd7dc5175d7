import { fieldError } from "../../../contract/field-errors.ts";
import { limits } from "../../../contract/limits.ts";
import { NotFound, Refusal } from "../../platform/problems/refusal.ts";

/** The conversation has no such message, or the caller does not take part in it. */
export class MessageNotFound extends NotFound {
  readonly code = "message-not-found";

  constructor() {
    super("This message does not exist, or you do not take part in its conversation.");
  }
}

/** Only the author edits a message. */
export class NotTheAuthor extends Refusal {
  readonly code = "not-the-author";

  constructor() {
    super("Only the author of a message can edit it.");
  }
}

/** The caller neither wrote the message nor runs the group. */
export class CannotDeleteMessage extends Refusal {
  readonly code = "cannot-delete-message";

  constructor() {
    super("Only the author of a message, or the group's owner and admins, can delete it.");
  }
}

/** A forwarded message shows another author's text, which must stay as it is. */
export class ForwardedMessageIsFixed extends Refusal {
  readonly code = "forwarded-message-fixed";

  constructor() {
    super("A forwarded message cannot be edited. You can delete it.");
  }
}

/** The text of a message with a poll must match the poll. */
export class PollIsFixed extends Refusal {
  readonly code = "poll-fixed";

  constructor() {
    super("A poll cannot be edited. You can close it or delete it.");
  }
}

/** A deleted message accepts no changes. */
export class MessageDeleted extends Refusal {
  readonly code = "message-deleted";

  constructor() {
    super("This message has been deleted.");
  }
}

/** Another user's message has this id. */
export class MessageIdTaken extends Refusal {
  readonly code = "message-id-taken";
  override readonly errors = [fieldError("id", "taken")];

  constructor() {
    super("Another message already has this id.");
  }
}

/** The message has the maximum number of reactions. */
export class TooManyReactions extends Refusal {
  readonly code = "too-many-reactions";
  override readonly errors = [fieldError("emoji", "too-many-reactions")];

  constructor() {
    const { kinds, total } = limits.reactions;
    super(`A message can have at most ${kinds} different emoji and ${total} reactions.`);
  }
}

/** The caller has reached the limit of different emoji on one message. */
export class TooManyOwnReactions extends Refusal {
  readonly code = "too-many-own-reactions";
  override readonly errors = [fieldError("emoji", "too-many-reactions")];

  constructor() {
    super(`One person can add at most ${limits.reactions.own} different emoji to a message.`);
  }
}

/** Only the owner and admins may pin messages in the conversation. */
export class AdminsPin extends Refusal {
  readonly code = "pinning-restricted";

  constructor() {
    super("Only the owner and admins can pin and unpin messages here.");
  }
}

/** The conversation has the maximum number of pinned messages. */
export class TooManyPins extends Refusal {
  readonly code = "too-many-pins";

  constructor() {
    super(`A conversation can have at most ${limits.pins} pinned messages.`);
  }
}

/** The user has saved the maximum number of messages. */
export class TooManySaved extends Refusal {
  readonly code = "too-many-saved";

  constructor() {
    super(`You can save at most ${limits.savedMessages} messages. Remove others first.`);
  }
}

/** A reply must quote a message of the same conversation. */
export class UnknownReplyTarget extends Refusal {
  readonly code = "unknown-reply-target";
  override readonly errors = [fieldError("replyTo", "unknown-message")];

  constructor() {
    super("The message that you are replying to is not in this conversation.");
  }
}

/** A reply must be in the thread of a message of the same conversation. */
export class UnknownThread extends Refusal {
  readonly code = "unknown-thread";
  override readonly errors = [fieldError("threadId", "unknown-message")];

  constructor() {
    super("The thread that you are replying in is not in this conversation.");
  }
}

/** A file was never uploaded here by the sender, or belongs to another message. */
export class UnknownFiles extends Refusal {
  readonly code = "unknown-files";
  override readonly errors = [fieldError("attachmentIds", "unknown-files")];

  constructor() {
    super("Some files cannot be sent. Upload each file to this conversation, and send it once.");
  }
}
