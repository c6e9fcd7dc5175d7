import { sql } from "kysely";
import { allowances } from "../../../contract/limits.ts";
import type { Message } from "../../../contract/messages.ts";
import type { Poll, VotedPoll } from "../../../contract/polls.ts";
import { RateLimited } from "../../platform/problems/refusals.ts";
import { ConversationArchived, ConversationNotFound } from "../conversations/refusals.ts";
import type { Database } from "../database.ts";
import type { ChangeOf } from "../messages/change.ts";
import { type MessageRow, messageColumns, toMessage } from "../messages/rows.ts";
import { SessionEnded } from "../sessions/refusals.ts";
import { CannotClosePoll, OneChoiceOnly, PollClosed, PollNotFound, UnknownOption } from "./refusals.ts";

type Outcome =
  | "changed"
  | "unchanged"
  | "no such poll"
  | "no such option"
  | "one choice"
  | "closed"
  | "archived"
  | "not the author"
  | "session ended"
  | "too fast";

interface OutcomeRow {
  outcome: Outcome;
  retryAfter: number;
}

function requireDone(row: OutcomeRow | undefined): asserts row {
  if (!row) throw new ConversationNotFound();
  switch (row.outcome) {
    case "session ended":
      throw new SessionEnded();
    case "no such poll":
      throw new PollNotFound();
    case "no such option":
      throw new UnknownOption();
    case "one choice":
      throw new OneChoiceOnly();
    case "closed":
      throw new PollClosed();
    case "archived":
      throw new ConversationArchived();
    case "not the author":
      throw new CannotClosePoll();
    case "too fast":
      throw new RateLimited(row.retryAfter);
  }
}

export interface CastVote extends VotedPoll {
  isChanged: boolean;
  /** Whether the caller queues an announcement of the poll. Otherwise, one is queued already. */
  isToAnnounce: boolean;
}

/**
 * Replaces the caller's choices in a poll. No choices withdraw the vote.
 *
 * @param choices  the places of the options
 * @throws {SessionEnded | ConversationNotFound | PollNotFound | PollClosed | ConversationArchived}
 * @throws {UnknownOption | OneChoiceOnly | RateLimited}
 */
export async function castVote(
  db: Database,
  { conversationId, messageId, callerId, sessionId }: ChangeOf,
  choices: readonly number[],
): Promise<CastVote> {
  const { burst, perSecond } = allowances.votes;
  const { rows } = await sql<OutcomeRow & VotedPoll & { isToAnnounce: boolean }>`
    SELECT outcome, retry_after, is_to_announce, poll, choices FROM cast_vote_v1(
      ${conversationId}::uuid, ${callerId}::uuid, ${sessionId}::uuid, ${messageId}::uuid, ${JSON.stringify(choices)},
      ${burst}::float8, ${perSecond}::float8
    )`.execute(db.repeatable);
  const [row] = rows;
  requireDone(row);
  const { poll, choices: own, isToAnnounce, outcome } = row;
  return { poll, choices: own, isToAnnounce, isChanged: outcome === "changed" };
}

/** A message that has a poll. */
export interface PollMessage extends Message {
  poll: Poll;
}

/** Returns the message of a row that has a poll. */
export function toPollMessage(row: MessageRow): PollMessage {
  const { poll } = row;
  if (!poll) throw new PollNotFound();
  return { ...toMessage(row), poll };
}

/**
 * Closes a poll. Its author may, and the owner and admins of its group.
 *
 * @throws {SessionEnded | ConversationNotFound | PollNotFound | CannotClosePoll | RateLimited}
 */
export async function closePoll(
  db: Database,
  { conversationId, messageId, callerId, sessionId }: ChangeOf,
  now = new Date(),
): Promise<{ message: PollMessage; choices: number[] }> {
  const { burst, perSecond } = allowances.votes;
  const { rows } = await sql<OutcomeRow & MessageRow & { choices: number[] }>`
    SELECT outcome, retry_after, choices, ${messageColumns(sql`(message)`)} FROM close_poll_v1(
      ${conversationId}::uuid, ${callerId}::uuid, ${sessionId}::uuid, ${messageId}::uuid, ${now.toISOString()},
      ${burst}::float8, ${perSecond}::float8
    )`.execute(db.repeatable);
  const [row] = rows;
  requireDone(row);
  return { message: toPollMessage(row), choices: row.choices };
}
