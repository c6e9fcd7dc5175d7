import type { Conversation, ParticipantRole } from "../../contract/conversations.ts";
import { SharedConversation } from "../../contract/frames.ts";
import type { ConversationId, MessageId, UserId } from "../../contract/ids.ts";
import { limits } from "../../contract/limits.ts";
import type { Message } from "../../contract/messages.ts";
import { openApiDocument } from "../../contract/openapi.ts";
import type { RouteName } from "../../contract/routes.ts";
import { addAttachment, downloadAttachment } from "../attachments/attachments.ts";
import { databaseSettings, deliveryQueueUrl, sendLimits, uploadSettings } from "../configuration.ts";
import { createConversation } from "../conversations/create.ts";
import {
  addParticipants,
  changeRole,
  listParticipants,
  removeParticipant,
} from "../conversations/participants.ts";
import { updateSettings } from "../conversations/settings.ts";
import { updateConversation } from "../conversations/update.ts";
import { getConversation, listConversations } from "../conversations/views.ts";
import { connect } from "../database/database.ts";
import type { Audience } from "../events/audience.ts";
import type { Announcement } from "../events/delivery-job.ts";
import { DeliveryQueue } from "../events/delivery-queue.ts";
import { enqueue } from "../events/fan-out.ts";
import { restFunction } from "../http/rest-function.ts";
import { listDevices, signOutDevice, signOutOthers } from "../identity/devices.ts";
import { hashPassword, verifyPassword } from "../identity/password.ts";
import { type ChangeOf, deleteMessage, editMessage, setReaction } from "../messages/change.ts";
import { getMessage, listMessages } from "../messages/history.ts";
import { markRead } from "../messages/read.ts";
import { sendMessage } from "../messages/send.ts";
import { Invalid } from "../refusals.ts";
import { searchMessages } from "../search/search.ts";
import { ObjectStore } from "../storage/object-store.ts";
import { getAccount, getPasswordHash, setPasswordHash, updateAccount } from "../users/accounts.ts";
import { deleteAccount } from "../users/deletion.ts";
import { listOwnMessages } from "../users/own-messages.ts";
import { findUsers, getUser } from "../users/users.ts";
import { docsPage } from "./docs-page.ts";

const db = connect(databaseSettings());
const queue = new DeliveryQueue(deliveryQueueUrl());
const rates = sendLimits();
const objects = new ObjectStore(uploadSettings());

/** Tells people of what a call has done, by the delivery function: this one may not push. */
const announce = (...announcements: Announcement[]) =>
  enqueue(
    queue,
    announcements.map((announcement) => ({ task: "announce", ...announcement })),
  );
const changeOf = (params: { id: ConversationId; messageId: MessageId }, callerId: UserId): ChangeOf => ({
  conversationId: params.id,
  messageId: params.messageId,
  callerId,
});
const everyoneIn = (conversationId: ConversationId) => ({ of: "conversation", conversationId }) as const;

const announceRoles = (
  conversationId: ConversationId,
  roles: readonly { userId: UserId; role: ParticipantRole }[],
  audience: Audience = everyoneIn(conversationId),
) =>
  announce(
    ...roles.map(({ userId, role }) => ({
      event: { type: "participant.updated", conversationId, userId, role } as const,
      audience,
    })),
  );

async function announceRemoval(
  conversationId: ConversationId,
  userId: UserId,
  participantCount: number,
  newOwnerId: UserId | null,
): Promise<void> {
  const event = { type: "participant.removed", conversationId, userId, participantCount } as const;
  await announce(
    { event, audience: everyoneIn(conversationId) },
    { event, audience: { of: "people", userIds: [userId] } },
  );
  if (newOwnerId) await announceRoles(conversationId, [{ userId: newOwnerId, role: "owner" }]);
}

/** Tells devices that they have been signed out; what they do until their token expires, they could do anyway. */
async function announceEnded(userId: UserId, deviceIds: string[]): Promise<void> {
  if (deviceIds.length === 0) return;
  const event = { type: "sessions.ended", deviceIds } as const;
  await announce({ event, audience: { of: "people", userIds: [userId] } });
}

/** @throws Invalid  naming the field, unless it is the caller's password */
async function requirePassword(userId: UserId, path: string, password: string): Promise<void> {
  if (await verifyPassword(password, await getPasswordHash(db, userId))) return;
  throw new Invalid([{ path, message: "is not your password" }], "The password is wrong.");
}

/** Reacts or takes it back, and tells everyone. */
async function react(change: ChangeOf, emoji: string, isSet: boolean): Promise<Message> {
  const { message, isChanged } = await setReaction(db, change, emoji, isSet, rates.user);
  if (isChanged) {
    const { conversationId, id: messageId, seq, revision = 0, reactions } = message;
    const event = { type: "reaction.updated", conversationId, messageId, seq, revision, reactions } as const;
    await announce({ event, audience: everyoneIn(conversationId) });
  }
  return message;
}

const ok = (body: unknown) => ({ status: 200, body });

type Served = Exclude<RouteName, "register" | "login" | "refresh" | "logout" | "jwks">;

/** Every call that neither signs nor holds connections. */
export const handler = restFunction<Served>({
  getMe: async ({ userId }) => ok(await getAccount(db, userId)),
  updateMe: async ({ userId, body }) => ok(await updateAccount(db, userId, body)),
  listDevices: async ({ userId, sessionId }) =>
    ok({ items: await listDevices(db, userId, sessionId), nextCursor: null }),
  signOutOthers: async ({ userId, sessionId }) => {
    await announceEnded(userId, await signOutOthers(db, userId, sessionId));
    return { status: 204 };
  },
  signOutDevice: async ({ userId, params }) => {
    await signOutDevice(db, userId, params.deviceId);
    await announceEnded(userId, [params.deviceId]);
    return { status: 204 };
  },
  changePassword: async ({ userId, sessionId, body }) => {
    await requirePassword(userId, "currentPassword", body.currentPassword);
    await setPasswordHash(db, userId, await hashPassword(body.newPassword));
    await announceEnded(userId, await signOutOthers(db, userId, sessionId));
    return { status: 204 };
  },
  deleteAccount: async ({ userId, body }) => {
    await requirePassword(userId, "password", body.password);
    for (const { conversationId, remaining, newOwnerId } of await deleteAccount(db, userId)) {
      await announceRemoval(conversationId, userId, remaining, newOwnerId);
    }
    return { status: 204 };
  },
  listOwnMessages: async ({ userId, query }) => ok(await listOwnMessages(db, userId, query.cursor)),
  getUser: async ({ params }) => ok(await getUser(db, params.id)),
  findUsers: async ({ query }) =>
    ok({ items: await findUsers(db, query.query, query.limit ?? limits.page.default), nextCursor: null }),

  createConversation: async ({ userId, body }) => {
    const { conversation, isNew } = await createConversation(db, userId, body);
    if (isNew) {
      // Everyone gets the same event, so it is as a member sees it; the others of one's own devices are told.
      const { id: conversationId, role } = conversation;
      const event = {
        type: "conversation.created",
        conversation: { ...conversation, role: "member" },
      } as const;
      await announce({ event, audience: everyoneIn(conversationId) });
      if (role !== "member")
        await announceRoles(conversationId, [{ userId, role }], { of: "people", userIds: [userId] });
    }
    return { status: isNew ? 201 : 200, body: conversation };
  },
  listConversations: async ({ userId, query }) => ok(await listConversations(db, userId, query)),
  getConversation: async ({ userId, params }) => ok(await getConversation(db, userId, params.id)),
  updateConversation: async ({ userId, params, body }) => {
    await updateConversation(db, params.id, userId, body);
    const conversation = await getConversation(db, userId, params.id);
    const event = {
      type: "conversation.updated",
      conversation: SharedConversation.parse(conversation),
    } as const;
    await announce({ event, audience: everyoneIn(params.id) });
    return ok(conversation);
  },
  listParticipants: async ({ userId, params, query }) =>
    ok(await listParticipants(db, params.id, userId, query.limit ?? limits.page.default, query.cursor)),
  addParticipants: async ({ userId, params, body }) => {
    const participants = await addParticipants(
      db,
      params.id,
      userId,
      body.participantIds,
      limits.groupSize.max,
    );
    const conversation = await getConversation(db, userId, params.id);
    const { id: conversationId, participantCount, lastSeq } = conversation;
    const asSeenByNew: Conversation = {
      ...conversation,
      lastReadSeq: lastSeq,
      unreadCount: 0,
      mentionCount: 0,
      role: "member",
      settings: { notify: "all", isPinned: false, isArchived: false, unreadFrom: null },
    };
    if (participants.length > 0) {
      await announce(
        {
          event: { type: "conversation.created", conversation: asSeenByNew },
          audience: { of: "people", userIds: participants.map(({ user }) => user.id) },
        },
        {
          event: { type: "participant.added", conversationId, participants, participantCount },
          audience: everyoneIn(conversationId),
        },
      );
    }
    return ok(conversation);
  },
  updateParticipant: async ({ userId, params, body }) => {
    await announceRoles(params.id, await changeRole(db, params.id, userId, params.userId, body.role));
    return { status: 204 };
  },
  removeParticipant: async ({ userId, params }) => {
    const { id: conversationId, userId: removed } = params;
    const { remaining, newOwnerId } = await removeParticipant(db, conversationId, userId, removed);
    await announceRemoval(conversationId, removed, remaining, newOwnerId);
    return { status: 204 };
  },
  updateSettings: async ({ userId, params, body }) => {
    const changed = await updateSettings(db, params.id, userId, body);
    const event = { type: "settings.updated", conversationId: params.id, ...changed } as const;
    await announce({ event, audience: { of: "people", userIds: [userId] } });
    return ok(changed.settings);
  },

  listMessages: async ({ userId, params, query }) => ok(await listMessages(db, params.id, userId, query)),
  sendMessage: async ({ userId, params, body }) => {
    // Whom to push to is found by the delivery function.
    const { message, isNew } = await sendMessage(db, params.id, userId, body, rates.user, 0);
    await announce({ event: { type: "message.created", message }, audience: everyoneIn(params.id) });
    return { status: isNew ? 201 : 200, body: message };
  },
  getMessage: async ({ userId, params }) => ok(await getMessage(db, params.id, userId, params.messageId)),
  editMessage: async ({ userId, params, body }) => {
    const change = changeOf(params, userId);
    const { message, isChanged } = await editMessage(db, change, body.content, rates.user);
    if (isChanged) {
      await announce({ event: { type: "message.updated", message }, audience: everyoneIn(params.id) });
    }
    return ok(message);
  },
  deleteMessage: async ({ userId, params }) => {
    const { message, isChanged } = await deleteMessage(db, changeOf(params, userId));
    if (isChanged) {
      await announce({ event: { type: "message.deleted", message }, audience: everyoneIn(params.id) });
    }
    return { status: 204 };
  },
  addReaction: async ({ userId, params }) => ok(await react(changeOf(params, userId), params.emoji, true)),
  removeReaction: async ({ userId, params }) =>
    ok(await react(changeOf(params, userId), params.emoji, false)),
  addAttachment: async ({ userId, params, body }) => ({
    status: 201,
    body: await addAttachment(db, objects, params.id, userId, body),
  }),
  getAttachment: async ({ userId, params }) =>
    ok(await downloadAttachment(db, objects, params.id, userId, params.attachmentId)),
  markRead: async ({ userId, params, body }) => {
    const position = await markRead(db, params.id, userId, body.seq);
    const seq = position.lastReadSeq;
    const event = { type: "read.updated", conversationId: params.id, userId, seq } as const;
    await announce({ event, audience: everyoneIn(params.id) });
    return ok(position);
  },

  search: async ({ userId, query }) => ok(await searchMessages(db, userId, query)),

  openapi: () => ok(openApiDocument()),
  docs: () => ({ status: 200, body: docsPage(), headers: { "content-type": "text/html; charset=utf-8" } }),
});
