import { sql } from "kysely";
import type { AttachmentId, ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import type { Message } from "../../../contract/messages.ts";
import type { ProblemCode } from "../../../contract/problem-codes.ts";
import { Refusal } from "../../platform/problems/refusal.ts";
import type { JobQueue } from "../../platform/queue/job-queue.ts";
import type { ObjectStore } from "../../platform/storage/object-store.ts";
import { uploadedFiles } from "../attachments/uploads.ts";
import type { Database } from "../database.ts";
import { type Announcements, everyoneIn } from "../events/announcements.ts";
import type { LinkPreviewJob } from "../link-previews/link-preview-job.ts";
import { queueLinkPreviews } from "../link-previews/queue-link-previews.ts";
import { type Sender, sendMessage } from "../messages/send.ts";
import { type AbsentQueues, notifyAbsent } from "../notifications/notify-absent.ts";
import type { Rate } from "../rate.ts";
import { SessionEnded } from "../sessions/refusals.ts";
import { MessageBeingSent } from "./refusals.ts";
import { getScheduled, type OwnScheduledMessage } from "./scheduled-messages.ts";

/** The resources that sending a scheduled message needs. */
export interface ScheduledDelivery extends AbsentQueues {
  db: Database;
  announcements: Announcements;
  linkPreviewQueue: JobQueue<LinkPreviewJob>;
  objects: Pick<ObjectStore, "firstVersion">;
  rate: Rate;
}

interface ClaimedRow {
  id: MessageId;
  userId: UserId;
  conversationId: ConversationId;
  content: string;
  replyTo: MessageId | null;
  threadId: MessageId | null;
  alsoInConversation: boolean;
  attachmentIds: AttachmentId[];
}

/** Temporary refusals. Another attempt may succeed. */
const temporary: ReadonlySet<ProblemCode> = new Set(["rate-limited", "unavailable", "waking-up"]);

/**
 * Sends a scheduled message whose time has come, and announces it. Repeating this is safe, even simultaneously: the
 * message has one id, under which it is stored once. If the author may not send it, the message stays in the list with
 * the reason.
 *
 * @param at  the time of the job. Nothing happens if the author has chosen a later one since.
 * @throws temporary refusals and failures, after which the job must run again
 */
export async function sendDue(
  delivery: ScheduledDelivery,
  { id, at }: { id: MessageId; at: string },
): Promise<void> {
  const { db, announcements } = delivery;
  const { rows } = await sql<ClaimedRow>`
    UPDATE scheduled_messages s SET sending_at = now()
    WHERE s.id = ${id}::uuid AND s.failure IS NULL AND s.send_at <= ${at}::timestamptz
    RETURNING s.id, s.user_id, s.conversation_id, s.content, s.reply_to, s.thread_id, s.also_in_conversation,
      s.attachment_ids`.execute(db.repeatable);
  const [claimed] = rows;
  if (!claimed) return;
  const fail = async (code: ProblemCode) => {
    await release(db, id, code);
    const scheduled = await getScheduled(db, claimed);
    await announcements.announce({
      event: { type: "scheduled.updated", scheduled },
      audience: { of: "people", userIds: [claimed.userId] },
    });
  };
  try {
    await sendClaimed(delivery, claimed, { userId: claimed.userId, sessionId: null });
  } catch (error) {
    if (!(error instanceof Refusal) || temporary.has(error.code)) throw error;
    // A scheduled message has no session, so the database checks the account itself.
    await fail(error instanceof SessionEnded ? "account-deactivated" : error.code);
  }
}

/**
 * Sends a scheduled message before its time. If that fails, the message keeps its time.
 *
 * @throws {ScheduledMessageNotFound | MessageBeingSent} and the refusals of `sendMessage`
 */
export async function sendNow(
  delivery: ScheduledDelivery,
  own: OwnScheduledMessage,
  sender: Sender,
): Promise<Message> {
  const { db } = delivery;
  const { rows } = await sql<ClaimedRow & { failure: ProblemCode | null }>`
    UPDATE scheduled_messages s SET sending_at = now()
    WHERE s.id = ${own.id}::uuid AND s.user_id = ${own.userId}::uuid
      AND (s.sending_at IS NULL OR s.sending_at < now() - interval '1 minute')
    RETURNING s.id, s.user_id, s.conversation_id, s.content, s.reply_to, s.thread_id, s.also_in_conversation,
      s.attachment_ids, s.failure`.execute(db.repeatable);
  const [claimed] = rows;
  if (!claimed) {
    await getScheduled(db, own);
    throw new MessageBeingSent();
  }
  try {
    return await sendClaimed(delivery, claimed, sender);
  } catch (error) {
    await release(db, own.id, claimed.failure);
    throw error;
  }
}

/** Sends a message with the files that its author has uploaded by now. */
async function sendClaimed(
  { db, objects, announcements, linkPreviewQueue, rate, ...absentQueues }: ScheduledDelivery,
  { id, userId, conversationId, content, attachmentIds, ...claimed }: ClaimedRow,
  sender: Sender,
): Promise<Message> {
  const draft = {
    id,
    content,
    attachmentIds,
    uploads: await uploadedFiles(objects, conversationId, attachmentIds),
    alsoInConversation: claimed.alsoInConversation,
    ...(claimed.replyTo && { replyTo: claimed.replyTo }),
    ...(claimed.threadId && { threadId: claimed.threadId }),
  };
  const sent = await sendMessage(db, conversationId, sender, draft, rate, 0);
  const { message, followerIds } = sent;
  await announcements.announce({
    event: { type: "message.created", message, ...(followerIds && { followerIds }) },
    audience: everyoneIn(conversationId),
  });
  await notifyAbsent(absentQueues, sent);
  await queueLinkPreviews(linkPreviewQueue, message);
  await sql`DELETE FROM scheduled_messages s WHERE s.id = ${id}::uuid`.execute(db.repeatable);
  await announcements.announce({
    event: { type: "scheduled.removed", conversationId, id },
    audience: { of: "people", userIds: [userId] },
  });
  return message;
}

/** Lets the author change the message again. @param failure  why it was not sent */
async function release(db: Database, id: MessageId, failure: ProblemCode | null): Promise<void> {
  await sql`
    UPDATE scheduled_messages s SET sending_at = NULL, failure = ${failure}
    WHERE s.id = ${id}::uuid`.execute(db.repeatable);
}
