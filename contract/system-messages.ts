import * as z from "zod/mini";
import { UserId } from "./ids.ts";
import { DisplayedName } from "./names.ts";

/** The changes of a conversation that this release reports in its timeline. */
export type KnownSystemEvent =
  | "created"
  | "joined"
  | "added"
  | "left"
  | "removed"
  | "renamed"
  | "topic"
  | "archived"
  | "restored"
  | "converted"
  | "pinned"
  | "called"
  | "missedCall"
  | "declinedCall";

/**
 * Marks a message that reports a change. The message's sender made the change. Later releases add events, so clients
 * show the content of a message with an unknown one.
 *
 * `text` is the new name or topic, the seconds that a call took, or the names of the people whom the change concerns.
 * Of many people, it names the first `reportedNames` and counts the others: `Ada, Ben, +3`. A name
 * with a comma stands in quotes. `userIds` are the people whom it names, so that clients can show their present names.
 * Only additions and removals have them, since release 0.3.
 */
export const SystemEvent = z.object({
  event: z.string(),
  text: z.optional(DisplayedName),
  userIds: z.optional(z.array(UserId)),
});
export type SystemEvent = z.infer<typeof SystemEvent>;

/** Whether a message only reports a change, and therefore never counts as unread. A missed call counts. */
export const isReport = ({ system }: { system?: SystemEvent | undefined }): boolean =>
  system !== undefined && system.event !== ("missedCall" satisfies KnownSystemEvent);
