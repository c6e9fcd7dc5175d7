import type { Message } from "../../contract/messages.ts";
import type { Poll } from "../../contract/polls.ts";

/**
 * Returns a message with the later of two states of its poll: its own state and another one. Polls have a separate
 * version, because the user's vote shows before the message gets its next revision.
 */
export const withLatestPoll = (message: Message, poll: Poll | undefined): Message =>
  poll && message.poll && poll.version > message.poll.version ? { ...message, poll } : message;
