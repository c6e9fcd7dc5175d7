import { fieldError } from "../../../contract/field-errors.ts";
import { limits } from "../../../contract/limits.ts";
import { NotFound, Refusal } from "../../platform/problems/refusal.ts";

/** The workspace has no such emoji. */
export class EmojiNotFound extends NotFound {
  readonly code = "emoji-not-found";

  constructor() {
    super("The workspace has no such emoji.");
  }
}

/** Another emoji of the workspace has the name, or a Unicode emoji has it as its shortcode. */
export class EmojiNameTaken extends Refusal {
  readonly code = "emoji-name-taken";
  override readonly errors = [fieldError("name", "taken")];

  constructor() {
    super("Another emoji already has this name.");
  }
}

/** The caller neither added the emoji nor is an owner or admin. */
export class NotYourEmoji extends Refusal {
  readonly code = "not-your-emoji";

  constructor() {
    super("Only the person who added an emoji, and owners and admins, can delete it.");
  }
}

/** The workspace has reached its limit of emoji. */
export class TooManyEmoji extends Refusal {
  readonly code = "too-many-emoji";

  constructor() {
    super(`The workspace can have at most ${limits.customEmoji.count} emoji.`);
  }
}

/** The caller has reached the limit of emoji for one member. */
export class TooManyOwnEmoji extends Refusal {
  readonly code = "too-many-own-emoji";

  constructor() {
    super(`One member can add at most ${limits.customEmoji.ofMember} emoji.`);
  }
}
