import { sql } from "kysely";
import type { ConnectionId, ConversationId, SessionId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { mentionedNames } from "../../../contract/mentions.ts";
import type { Message, NewMessage } from "../../../contract/messages.ts";
import { pollText } from "../../../contract/polls.ts";
import { RateLimited } from "../../platform/problems/refusals.ts";
import { takeAllowance } from "../allowances.ts";
import { fixedFiles, type UploadedFile } from "../attachments/uploads.ts";
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
  participantCount: number;
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

/** The columns that every new message has alike. */
const newMessage = {
  editedAt: null,
  deletedAt: null,
  revision: 0,
  reactions: [],
  forwarded: null,
  system: null,
  pinnedAt: null,
  pinnedBy: null,
  replyCount: 0,
  lastReplyAt: null,
  replierIds: [],
  previews: null,
} satisfies Partial<MessageRow>;

/** What `send_message` returns: the parts of the stored message that its caller does not know, and whom it concerns. */
interface SendResult
  extends Pick<
      MessageRow,
      "seq" | "attachments" | "threadId" | "replyNumber" | "mentions" | "mentionedUsers"
    >,
    Pick<SentMessage, "connectionIds" | "participantCount" | "isForAbsent" | "isForMail"> {
  outcome: SendOutcome;
  retryAfter: number;
  createdAt: string;
  followerIds: UserId[] | null;
}

/**
 * Appends a message to a conversation: one statement, so that the sequence has no gap (see `send_message`). Sending the
 * same id again returns the first message, which a second statement reads, and does not count against the limit.
 *
 * @throws {SessionEnded}
 * @throws {ConversationNotFound} also if the sender does not take part
 * @throws {MessageIdTaken} if another user's message has this id
 * @throws {UnknownReplyTarget | UnknownThread | UnknownFiles}
 * @throws {ConversationArchived | AdminsPost}
 * @throws {RateLimited} if the sender sent more than `limit` allows, or repeated more messages than their allowance
 */
export async function sendMessage(
  db: Database,
  conversationId: ConversationId,
  { userId: senderId, sessionId }: Sender,
  draft: Draft,
  limit: Rate,
  maxConnections: number,
): Promise<SentMessage> {
  const { id, replyTo, threadId, alsoInConversation = false, poll } = draft;
  const content = poll ? pollText(poll) : draft.content;
  const started = poll ? startedPoll(poll) : null;
  const { rows } = await sql<{ sent: SendResult | null }>`
    SELECT send_message_v12(
      ${conversationId}::uuid, ${senderId}::uuid, ${sessionId}::uuid, ${id}::uuid, ${content},
      ${replyTo ?? null}::uuid, ${threadId ?? null}::uuid, ${alsoInConversation},
      ${limits.announcedFollowers}, ${limits.threadRepliers}::integer,
      ${maxConnections}, ${limit.burst}::float8, ${limit.perSecond}::float8,
      ${JSON.stringify(mentionedNames(content))}, ${fixedFiles(conversationId, senderId, draft)},
      ${messageVector({ conversationId, senderId, content, isReply: threadId !== undefined })},
      ${started ? JSON.stringify(started) : null}
    ) AS sent`.execute(db.repeatable);
  const sent = rows[0]?.sent;
  if (!sent) throw new ConversationNotFound();
  refuseUnsent(sent);
  const isNew = sent.outcome === "created";
  // Only users repeat a call as often as they like. The queue repeats a job a few times.
  if (!isNew && sessionId) await takeAllowance(db, senderId, "repeats");
  return {
    message: isNew
      ? toMessage({
          ...newMessage,
          ...sent,
          id,
          conversationId,
          senderId,
          content,
          createdAt: new Date(sent.createdAt),
          replyTo: replyTo ?? null,
          alsoInConversation: threadId !== undefined && alsoInConversation,
          poll: started,
        })
      : await getMessage(db, conversationId, senderId, id),
    isNew,
    connectionIds: sent.connectionIds,
    participantCount: sent.participantCount,
    ...(sent.followerIds && { followerIds: sent.followerIds }),
    isForAbsent: sent.isForAbsent,
    isForMail: sent.isForMail,
  };
}
