import * as z from "zod/mini";
import { ConversationId, MessageId } from "./ids.ts";
import { limits } from "./limits.ts";
import { pageOf, pageQuery, timeCursor } from "./pages.ts";
import { TimeAhead } from "./requested-times.ts";
import type { Routes } from "./route.ts";
import { lineOfText, queryInteger } from "./text.ts";
import { User } from "./users.ts";

/** A poll of a message, with its results. Nothing on the wire connects the votes of an anonymous poll with voters. */
export const Poll = z
  .object({
    question: z.string(),
    /** In the author's order. Votes name an option by its place, counted from 0. */
    options: z.array(z.object({ text: z.string(), votes: z.int() })),
    /** The number of users who have voted. With several choices, it is lower than the sum of the votes. */
    voterCount: z.int(),
    /** Whether a voter may choose several options. */
    isMultiple: z.boolean(),
    isAnonymous: z.boolean(),
    /** The poll accepts no votes after this time. */
    closesAt: z.optional(z.iso.datetime()),
    /** When its author or an admin closed it. */
    closedAt: z.optional(z.iso.datetime()),
    /** Counts the changes of the votes. The higher one is newer, in any answer or event. */
    version: z.int(),
  })
  .register(z.globalRegistry, { id: "Poll" });
export type Poll = z.infer<typeof Poll>;

/** A poll to send with a message. */
export const NewPoll = z
  .object({
    question: lineOfText(1, limits.poll.question),
    options: z
      .array(lineOfText(1, limits.poll.option))
      .check(z.minLength(limits.poll.options.min), z.maxLength(limits.poll.options.max)),
    isMultiple: z.optional(z.boolean()),
    isAnonymous: z.optional(z.boolean()),
    closesAt: z.optional(TimeAhead),
  })
  .register(z.globalRegistry, { id: "NewPoll" });
export type NewPoll = z.infer<typeof NewPoll>;

/**
 * Returns the text of a message with a poll, for clients without polls, notifications and the search.
 *
 * @example
 * pollText({ question: "Lunch?", options: ["Soup", "Pizza"] }); // "📊 Lunch?\n1. Soup\n2. Pizza"
 */
export const pollText = ({ question, options }: Pick<NewPoll, "question" | "options">): string =>
  [`📊 ${question}`, ...options.map((option, at) => `${at + 1}. ${option}`)].join("\n");

/** Whether a poll accepts votes at a time in milliseconds. */
export const isOpen = ({ closesAt, closedAt }: Pick<Poll, "closesAt" | "closedAt">, now: number): boolean =>
  closedAt === undefined && (closesAt === undefined || now < Date.parse(closesAt));

const place = z.int().check(z.minimum(0), z.maximum(limits.poll.options.max - 1));

/** The places of the options that a user chooses. None withdraws the vote. */
const Choices = z.array(place).check(z.maxLength(limits.poll.options.max));

export const Vote = z.object({ choices: Choices }).register(z.globalRegistry, { id: "Vote" });

/** A poll with the caller's own choices. */
export const VotedPoll = z
  .object({ poll: Poll, choices: z.array(z.int()) })
  .register(z.globalRegistry, { id: "VotedPoll" });
export type VotedPoll = z.infer<typeof VotedPoll>;

/** Continues after a voter: the time of the vote in milliseconds. */
export const VotersQuery = pageQuery(timeCursor);
export type VotersQuery = z.infer<typeof VotersQuery>;

/** The users who chose an option, earliest first. */
export const VoterPage = pageOf(User).register(z.globalRegistry, { id: "VoterPage" });
export type VoterPage = z.infer<typeof VoterPage>;

/** Votes were cast, or the poll was closed. Several votes in a moment cause one event. */
export const PollUpdated = z.object({
  type: z.literal("poll.updated"),
  conversationId: ConversationId,
  messageId: MessageId,
  seq: z.int(),
  revision: z.int(),
  poll: Poll,
});

export type PollUpdated = z.infer<typeof PollUpdated>;

/** The user voted. Goes only to the user's own devices. */
export const PollVoted = z.object({
  type: z.literal("poll.voted"),
  conversationId: ConversationId,
  messageId: MessageId,
  poll: Poll,
  choices: z.array(z.int()),
});
export type PollVoted = z.infer<typeof PollVoted>;

const message = z.object({ id: ConversationId, messageId: MessageId });
const option = z.extend(message, { option: queryInteger(0, limits.poll.options.max - 1) });

export const pollRoutes = {
  getPoll: {
    method: "GET",
    path: "/conversations/{id}/messages/{messageId}/poll",
    access: "signed-in",
    params: message,
    isByPosition: true,
    answers: { 200: VotedPoll },
  },
  vote: {
    method: "PUT",
    path: "/conversations/{id}/messages/{messageId}/poll/vote",
    access: "signed-in",
    params: message,
    body: Vote,
    answers: { 200: VotedPoll },
  },
  closePoll: {
    method: "PUT",
    path: "/conversations/{id}/messages/{messageId}/poll/closing",
    access: "signed-in",
    params: message,
    answers: { 200: VotedPoll },
  },
  listVoters: {
    method: "GET",
    path: "/conversations/{id}/messages/{messageId}/poll/options/{option}/voters",
    access: "signed-in",
    params: option,
    query: VotersQuery,
    isByPosition: true,
    answers: { 200: VoterPage },
  },
} as const satisfies Routes;
