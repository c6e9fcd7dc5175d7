import type { Message } from "../../../contract/messages.ts";
import { addAttachment, downloadAttachment } from "../../domain/attachments/attachments.ts";
import { listFiles } from "../../domain/attachments/list.ts";
import { BecameFile } from "../../domain/attachments/refusals.ts";
import { uploadedFiles } from "../../domain/attachments/uploads.ts";
import { ConversationNotFound } from "../../domain/conversations/refusals.ts";
import { everyoneIn } from "../../domain/events/announcements.ts";
import { queueLinkPreviews } from "../../domain/link-previews/queue-link-previews.ts";
import {
  type ChangeOf,
  deleteMessage,
  editMessage,
  removePreview,
  setReaction,
} from "../../domain/messages/change.ts";
import { forwardMessage } from "../../domain/messages/forward.ts";
import { getMessage, listMessages } from "../../domain/messages/history.ts";
import { listPins, setPin } from "../../domain/messages/pins.ts";
import { readUpdated } from "../../domain/messages/read-job.ts";
import { markRead } from "../../domain/messages/read-position.ts";
import { type SentMessage, sendMessage } from "../../domain/messages/send.ts";
import { listVersions } from "../../domain/messages/versions.ts";
import { notifyAbsent } from "../../domain/notifications/notify-absent.ts";
import { searchMessages } from "../../domain/search/search.ts";
import { type Handlers, ok } from "../../platform/http/rest-function.ts";
import { logMetric } from "../../platform/observability/log.ts";
import { absentQueues, announcements, db, linkPreviewQueue, objects, rates } from "./context.ts";
import { changeOf } from "./message-request.ts";
import { reportChanges } from "./report-changes.ts";

type Announced = Omit<SentMessage, "isNew" | "connectionIds" | "participantCount">;

// A repeated change is announced again, because the first attempt may have failed between its commit and its
// announcement. Clients ignore revisions that they know.

/** Adds or removes a reaction and announces it. */
async function react(change: ChangeOf, emoji: string, isSet: boolean): Promise<Message> {
  const message = await setReaction(db, change, emoji, isSet, rates.user);
  const { conversationId, id: messageId, seq, revision = 0, reactions } = message;
  const event = { type: "reaction.updated", conversationId, messageId, seq, revision, reactions } as const;
  await announcements.announce({ event, audience: everyoneIn(conversationId) });
  return message;
}

/** Pins or unpins a message and announces it. A channel reports a pin in its timeline. */
async function pin(change: ChangeOf, isPinned: boolean): Promise<Message> {
  const { message, kind, isChanged } = await setPin(db, change, isPinned, rates.user);
  const { conversationId, callerId } = change;
  await announcements.announce({
    event: { type: "message.updated", message },
    audience: everyoneIn(conversationId),
  });
  if (isPinned && isChanged && kind === "channel")
    await reportChanges(conversationId, callerId, [{ event: "pinned" }]);
  return message;
}

/** Announces a new message to its conversation, notifies absent participants, and queues the previews of its links. */
async function announceSent(sent: Announced): Promise<void> {
  const { message, followerIds } = sent;
  await announcements.announce({
    event: { type: "message.created", message, ...(followerIds && { followerIds }) },
    audience: everyoneIn(message.conversationId),
  });
  await notifyAbsent(absentQueues, sent);
  await queueLinkPreviews(linkPreviewQueue, message);
}

/** The routes of messages, pins, attachments, read positions and search. */
export const messageRoutes: Handlers<
  | "listMessages"
  | "sendMessage"
  | "forwardMessage"
  | "getMessage"
  | "listVersions"
  | "editMessage"
  | "deleteMessage"
  | "removePreview"
  | "addReaction"
  | "removeReaction"
  | "addAttachment"
  | "getAttachment"
  | "listFiles"
  | "listPins"
  | "pinMessage"
  | "unpinMessage"
  | "markRead"
  | "search"
> = {
  listMessages: async ({ userId, params, query, since }) =>
    ok(await db.read(since, (from) => listMessages(from, params.id, userId, query))),
  sendMessage: async ({ userId, sessionId, params, body }) => {
    const started = performance.now();
    // Requests no connections, because the delivery function finds the recipients.
    const sent = await sendMessage(
      db,
      params.id,
      { userId, sessionId },
      { ...body, uploads: await uploadedFiles(objects, params.id, body.attachmentIds) },
      rates.user,
      0,
    );
    await announceSent(sent);
    logMetric("SendLatency", Math.round(performance.now() - started));
    return { status: sent.isNew ? 201 : 200, body: sent.message };
  },
  forwardMessage: async ({ userId, sessionId, params, body }) => {
    const sender = { userId, sessionId };
    const sent = await forwardMessage(
      db,
      objects,
      { conversationId: params.id, ...sender },
      body,
      rates.user,
    );
    await announceSent(sent);
    return { status: sent.isNew ? 201 : 200, body: sent.message };
  },
  getMessage: async ({ userId, params }) => ok(await getMessage(db, params.id, userId, params.messageId)),
  listVersions: async ({ userId, params, query }) => {
    const of = { conversationId: params.id, messageId: params.messageId, readerId: userId };
    return ok(await listVersions(db, of, query));
  },
  editMessage: async (request) => {
    const message = await editMessage(db, changeOf(request), request.body.content, rates.user);
    await announcements.announce({
      event: { type: "message.updated", message },
      audience: everyoneIn(message.conversationId),
    });
    await queueLinkPreviews(linkPreviewQueue, message);
    return ok(message);
  },
  removePreview: async (request) => {
    const message = await removePreview(db, changeOf(request), request.query.url);
    await announcements.announce({
      event: { type: "message.updated", message },
      audience: everyoneIn(message.conversationId),
    });
    return ok(message);
  },
  deleteMessage: async (request) => {
    const message = await deleteMessage(db, changeOf(request));
    await announcements.announce({
      event: { type: "message.deleted", message },
      audience: everyoneIn(message.conversationId),
    });
    return { status: 204 };
  },
  addReaction: async (request) => ok(await react(changeOf(request), request.params.emoji, true)),
  removeReaction: async (request) => ok(await react(changeOf(request), request.params.emoji, false)),
  listPins: async ({ userId, params, query, since }) =>
    ok(await db.read(since, (from) => listPins(from, params.id, userId, query))),
  pinMessage: async (request) => ok(await pin(changeOf(request), true)),
  unpinMessage: async (request) => ok(await pin(changeOf(request), false)),
  addAttachment: async ({ userId, params, body }) => ({
    status: 201,
    body: await addAttachment(db, objects, params.id, userId, body),
  }),
  getAttachment: async ({ userId, params }) => {
    try {
      return ok(await downloadAttachment(db, objects, params.id, userId, params.attachmentId));
    } catch (error) {
      if (error instanceof BecameFile) {
        const event = { type: "message.updated", message: error.changed } as const;
        await announcements.announce({ event, audience: everyoneIn(params.id) });
      }
      throw error;
    }
  },
  listFiles: async ({ userId, params, query, since }) =>
    ok(await db.read(since, (from) => listFiles(from, params.id, userId, query))),
  markRead: async ({ userId, params, body }) => {
    const reading = { conversationId: params.id, userId, seq: body.seq };
    const position = (await markRead(db, [reading]))(reading);
    if (!position) throw new ConversationNotFound();
    if (position.isChanged) await announcements.announce(readUpdated(reading, position));
    const { lastReadSeq, unreadCount } = position;
    return ok({ lastReadSeq, unreadCount });
  },

  search: async ({ userId, query, since }) =>
    ok(await db.read(since, (from) => searchMessages(from, userId, query))),
};
