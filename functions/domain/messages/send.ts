import { sql } from "kysely";
import type { ConnectionId, ConversationId, SessionId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { mentionedNames } from "../../../contract/mentions.ts";
import type { Message, NewMessage } from "../../../contract/messages.ts";
import { pollText } from "../../../contract/polls.ts";
import { RateLimited } from "../../platform/problems/refusals.ts";
import type { UploadedFile } from "../attachments/uploads.ts";
import { AdminsPost, ConversationArchived, ConversationNotFound } from "../conversations/refusals.ts";
import type { Database } from "../database.ts";
import { startedPoll } from "../polls/started-poll.ts";
import type { Rate } from "../rate.ts";
import { messageVector } from "../search/search-vector.ts";
import { SessionEnded } from "../sessions/refusals.ts";
import { getMessage } from "./history.ts";
import { MessageIdTaken, UnknownFiles, UnknownReplyTarget, UnknownThread } from "./refusals.ts";
import { type MessageRow, toMessage } from "./rows.ts";

/** The author, and the session that sends. A scheduled message is sent without a session. */
export interface Sender {
  userId: UserId;
  sessionId: SessionId | null;
}

export interface SentMessage {
  message: Message;
  /** False if this id was sent before. `message` is then the first one. */
  isNew: boolean;
  /** The open connections of all participants including the sender, up to the requested number. */
  connectionIds: ConnectionId[];
  /** The users who follow the thread of a reply, unless they are too many to list. */
  followerIds?: UserId[];
  /** Whether an absent participant wants a Web Push notification. */
  isForAbsent: boolean;
  /** Whether an absent user may get an e-mail about it. */
  isForMail: boolean;
}

/**
 * A message to send, and what its author has uploaded for it. Without `uploads`, the first download determines a file's
 * version.
 */
export interface Draft extends NewMessage {
  uploads?: readonly UploadedFile[];
}

/** What `send_message` decided. */
export type SendOutcome =
  | "created"
  | "repeated"
  | "session ended"
  | "id taken"
  | "reply to nothing"
  | "no such thread"
  | "archived"
  | "admins post"
  | "no such attachment"
  | "too fast";

/** Throws the refusal for an outcome, if the outcome is one. */
export function refuseUnsent({ outcome, retryAfter }: { outcome: string | null; retryAfter: number }): void {
  if (outcome === "session ended") throw new SessionEnded();
  if (outcome === "id taken") throw new MessageIdTaken();
  if (outcome === "reply to nothing") throw new UnknownReplyTarget();
  if (outcome === "no such thread") throw new UnknownThread();
  if (outcome === "archived") throw new ConversationArchived();
  if (outcome === "admins post") throw new AdminsPost();
  if (outcome === "no such attachment") throw new UnknownFiles();
  if (outcome === "too fast") throw new RateLimited(retryAfter);
}

interface SendRow
  extends Omit<
    MessageRow,
    "id" | "conversationId" | "senderId" | "forwarded" | "system" | "pinnedAt" | "pinnedBy" | "previews"
  > {
  outcome: SendOutcome | null;
  retryAfter: number;
  connectionId: ConnectionId;
  isForAbsent: boolean | null;
  isForMail: boolean | null;
  followerIds: UserId[] | null;
}

/**
 * Appends a message to a conversation: one statement, so that the sequence has no gap (see `send_message`). Sending the
 * same id again returns the first message, with a second statement if it has changed since, and does not count against
 * the limit.
 *
 * @throws {SessionEnded}
 * @throws {ConversationNotFound} also if the sender does not take part
 * @throws {MessageIdTaken} if another user's message has this id
 * @throws {UnknownReplyTarget | UnknownThread | UnknownFiles}
 * @throws {ConversationArchived | AdminsPost}
 * @throws {RateLimited} if the sender sent more than `limit` allows
 */
export async function sendMessage(
  db: Database,
  conversationId: ConversationId,
  { userId: senderId, sessionId }: Sender,
  draft: Draft,
  limit: Rate,
  maxConnections: number,
): Promise<SentMessage> {
  const { id, replyTo, threadId, alsoInConversation = false, attachmentIds = [], uploads = [], poll } = draft;
  const content = poll ? pollText(poll) : draft.content;
  const files = JSON.stringify(uploads);
  // Records the versions first, in the same statement.
  const [fixing, fixed] =
    uploads.length > 0
      ? [
          sql`fix_files_v1(${conversationId}::uuid, ${senderId}::uuid, ${files}) AS fixed (ids), `,
          sql`fixed.ids`,
        ]
      : [sql``, sql`${JSON.stringify(attachmentIds)}`];
  const { rows } = await sql<SendRow>`
    SELECT outcome, retry_after, seq, content, reply_to, created_at, edited_at, deleted_at, revision, reactions,
      attachments, thread_id, also_in_conversation, reply_number, reply_count, last_reply_at, replier_ids, mentions, poll,
      connection_id, is_for_absent, is_for_mail, follower_ids
    FROM ${fixing}send_message_v9(
      ${conversationId}::uuid, ${senderId}::uuid, ${sessionId}::uuid, ${id}::uuid, ${content},
      ${replyTo ?? null}::uuid, ${threadId ?? null}::uuid, ${alsoInConversation},
      ${limits.announcedFollowers}, ${limits.threadRepliers}::integer,
      ${maxConnections}, ${limit.burst}::float8, ${limit.perSecond}::float8,
      ${JSON.stringify(mentionedNames(content))}, ${fixed},
      ${messageVector({ conversationId, senderId, content, isReply: threadId !== undefined })},
      ${poll ? JSON.stringify(startedPoll(poll)) : null}
    )`.execute(db.repeatable);
  const [first, ...connections] = rows;
  if (!first) throw new ConversationNotFound();
  refuseUnsent(first);
  // A new message has no pin and no previews, so the statement does not return them.
  const isChanged = first.outcome === "repeated" && first.revision > 0;
  return {
    message: isChanged
      ? await getMessage(db, conversationId, senderId, id)
      : toMessage({
          ...first,
          id,
          conversationId,
          senderId,
          forwarded: null,
          system: null,
          pinnedAt: null,
          pinnedBy: null,
          previews: null,
        }),
    isNew: first.outcome === "created",
    connectionIds: connections.map((row) => row.connectionId),
    ...(first.followerIds && { followerIds: first.followerIds }),
    isForAbsent: first.isForAbsent === true,
    isForMail: first.isForMail === true,
  };
}
