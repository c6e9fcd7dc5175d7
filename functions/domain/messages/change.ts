import { sql } from "kysely";
import { fieldError } from "../../../contract/field-errors.ts";
import type { ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { mentionedNames } from "../../../contract/mentions.ts";
import type { Message } from "../../../contract/messages.ts";
import type { Refusal } from "../../platform/problems/refusal.ts";
import { InvalidRequest, RateLimited } from "../../platform/problems/refusals.ts";
import { takeAllowance } from "../allowances.ts";
import { ConversationArchived, ConversationNotFound } from "../conversations/refusals.ts";
import { EmojiNotFound } from "../custom-emoji/refusals.ts";
import type { Database } from "../database.ts";
import type { Rate } from "../rate.ts";
import { messageVector } from "../search/search-vector.ts";
import { SessionEnded } from "../sessions/refusals.ts";
import {
  CannotDeleteMessage,
  ForwardedMessageIsFixed,
  MessageDeleted,
  MessageNotFound,
  NotTheAuthor,
  PollIsFixed,
  TooManyOwnReactions,
  TooManyReactions,
} from "./refusals.ts";
import { type MessageRow, messageColumns, toMessage } from "./rows.ts";

type Outcome =
  | "changed"
  | "unchanged"
  | "no such message"
  | "session ended"
  | "not the author"
  | "deleted"
  | "archived"
  | "empty"
  | "forwarded"
  | "poll"
  | "no such emoji"
  | "too many"
  | "too many own"
  | "too fast";
type ChangeRow = { outcome: Outcome; retryAfter?: number } & MessageRow;

/** The message to change, and the caller with the session of the call. */
export interface ChangeOf {
  conversationId: ConversationId;
  messageId: MessageId;
  callerId: UserId;
  sessionId: string;
}

/** Returns the changed message, or throws the refusal. A call that changed nothing takes an allowance. */
async function messageAfter(
  db: Database,
  callerId: UserId,
  rows: readonly ChangeRow[],
  notTheAuthor: Refusal = new NotTheAuthor(),
): Promise<Message> {
  const [row] = rows;
  if (!row) throw new ConversationNotFound();
  switch (row.outcome) {
    case "session ended":
      throw new SessionEnded();
    case "no such message":
      throw new MessageNotFound();
    case "not the author":
      throw notTheAuthor;
    case "deleted":
      throw new MessageDeleted();
    case "archived":
      throw new ConversationArchived();
    case "empty":
      throw new InvalidRequest([fieldError("content", "empty")]);
    case "forwarded":
      throw new ForwardedMessageIsFixed();
    case "poll":
      throw new PollIsFixed();
    case "no such emoji":
      throw new EmojiNotFound();
    case "too many":
      throw new TooManyReactions();
    case "too many own":
      throw new TooManyOwnReactions();
    case "too fast":
      throw new RateLimited(row.retryAfter ?? 1);
    case "unchanged":
      // An earlier attempt of the same call may have changed it. The caller announces the change again.
      await takeAllowance(db, callerId, "repeats");
      return toMessage(row);
    case "changed":
      return toMessage(row);
  }
}

/**
 * Changes the text of a message. `editedAt` records that it changed, and `listVersions` returns the earlier text.
 *
 * @throws {SessionEnded | ConversationNotFound | MessageNotFound | NotTheAuthor | MessageDeleted | InvalidRequest}
 * @throws {ConversationArchived}
 * @throws {ForwardedMessageIsFixed} because the text is another author's
 * @throws {PollIsFixed} because the text is that of the poll
 * @throws {RateLimited} if the caller sent and changed more than `limit` allows
 */
export async function editMessage(
  db: Database,
  { conversationId, messageId, callerId, sessionId }: ChangeOf,
  content: string,
  limit: Rate,
): Promise<Message> {
  const { rows } = await sql<ChangeRow>`
    SELECT outcome, retry_after, ${messageColumns(sql`(message)`)} FROM edit_message_v8(
      ${conversationId}::uuid, ${callerId}::uuid, ${sessionId}::uuid, ${messageId}::uuid, ${content},
      ${JSON.stringify(mentionedNames(content))}, ${messageVector({ conversationId, senderId: callerId, content, isReply: false })},
      ${limits.messageVersions},
      ${limit.burst}::float8, ${limit.perSecond}::float8
    )`.execute(db.repeatable);
  return messageAfter(db, callerId, rows);
}

/**
 * Erases a message. Its place in the sequence stays.
 *
 * @throws {SessionEnded | ConversationNotFound | MessageNotFound | CannotDeleteMessage}
 * @throws {RateLimited} after many calls that changed nothing
 */
export async function deleteMessage(
  db: Database,
  { conversationId, messageId, callerId, sessionId }: ChangeOf,
): Promise<Message> {
  const { rows } = await sql<ChangeRow>`
    SELECT outcome, ${messageColumns(sql`(message)`)} FROM delete_message_v4(
      ${conversationId}::uuid, ${callerId}::uuid, ${sessionId}::uuid, ${messageId}::uuid
    )`.execute(db.repeatable);
  return messageAfter(db, callerId, rows, new CannotDeleteMessage());
}

/**
 * Removes the preview of a link from a message of the caller.
 *
 * @throws {SessionEnded | ConversationNotFound | MessageNotFound | NotTheAuthor | MessageDeleted}
 * @throws {RateLimited} after many calls that changed nothing
 */
export async function removePreview(
  db: Database,
  { conversationId, messageId, callerId, sessionId }: ChangeOf,
  url: string,
): Promise<Message> {
  const { rows } = await sql<ChangeRow>`
    SELECT outcome, ${messageColumns(sql`(message)`)} FROM remove_preview_v1(
      ${conversationId}::uuid, ${callerId}::uuid, ${sessionId}::uuid, ${messageId}::uuid, ${url}
    )`.execute(db.repeatable);
  return messageAfter(db, callerId, rows);
}

/**
 * Adds the caller's reaction to a message, or removes it.
 *
 * @param emoji  a Unicode emoji, or the `:name:` of an emoji of the workspace
 * @throws {SessionEnded | ConversationNotFound | MessageNotFound | MessageDeleted | TooManyReactions |
 * TooManyOwnReactions}
 * @throws {ConversationArchived}
 * @throws {EmojiNotFound} if the caller adds an emoji that the workspace does not have
 * @throws {RateLimited} if the caller sent and changed more than `limit` allows
 */
export async function setReaction(
  db: Database,
  { conversationId, messageId, callerId, sessionId }: ChangeOf,
  emoji: string,
  isSet: boolean,
  limit: Rate,
): Promise<Message> {
  const { kinds, total, own } = limits.reactions;
  const { rows } = await sql<ChangeRow>`
    SELECT outcome, retry_after, ${messageColumns(sql`(message)`)} FROM set_reaction_v5(
      ${conversationId}::uuid, ${callerId}::uuid, ${sessionId}::uuid, ${messageId}::uuid, ${emoji}, ${isSet},
      ${kinds}, ${total}, ${own}, ${limit.burst}::float8, ${limit.perSecond}::float8
    )`.execute(db.repeatable);
  return messageAfter(db, callerId, rows);
}
