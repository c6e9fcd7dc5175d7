import { SharedConversation } from "../../contract/frames.ts";
import type { ConversationId } from "../../contract/ids.ts";
import { limits } from "../../contract/limits.ts";
import { openApiDocument } from "../../contract/openapi.ts";
import type { RouteName } from "../../contract/routes.ts";
import { databaseSettings, deliveryQueueUrl, sendLimits } from "../configuration.ts";
import { createConversation } from "../conversations/create.ts";
import { addParticipants, listParticipants, removeParticipant } from "../conversations/participants.ts";
import { renameConversation } from "../conversations/rename.ts";
import { getConversation, listConversations } from "../conversations/views.ts";
import { connect } from "../database/database.ts";
import type { Announcement } from "../events/delivery-job.ts";
import { DeliveryQueue } from "../events/delivery-queue.ts";
import { enqueue } from "../events/fan-out.ts";
import { restFunction } from "../http/rest-function.ts";
import { listMessages } from "../messages/history.ts";
import { markRead } from "../messages/read.ts";
import { sendMessage } from "../messages/send.ts";
import { getAccount, updateAccount } from "../users/accounts.ts";
import { findUsers, getUser } from "../users/users.ts";
import { docsPage } from "./docs-page.ts";

const db = connect(databaseSettings());
const queue = new DeliveryQueue(deliveryQueueUrl());
const rates = sendLimits();

/** Tells people of what a call has done, by the delivery function: this one may not push. */
const announce = (...announcements: Announcement[]) =>
  enqueue(
    queue,
    announcements.map((announcement) => ({ task: "announce", ...announcement })),
  );
const everyoneIn = (conversationId: ConversationId) => ({ of: "conversation", conversationId }) as const;

const ok = (body: unknown) => ({ status: 200, body });

type Served = Exclude<RouteName, "register" | "login" | "refresh" | "logout" | "jwks">;

/** Every call that neither signs nor holds connections. */
export const handler = restFunction<Served>({
  getMe: async ({ userId }) => ok(await getAccount(db, userId)),
  updateMe: async ({ userId, body }) => ok(await updateAccount(db, userId, body)),
  getUser: async ({ params }) => ok(await getUser(db, params.id)),
  findUsers: async ({ query }) =>
    ok({ items: await findUsers(db, query.query, query.limit ?? limits.page.default), nextCursor: null }),

  createConversation: async ({ userId, body }) => {
    const { conversation, isNew } = await createConversation(db, userId, body);
    if (isNew) {
      const event = { type: "conversation.created", conversation } as const;
      await announce({ event, audience: everyoneIn(conversation.id) });
    }
    return { status: isNew ? 201 : 200, body: conversation };
  },
  listConversations: async ({ userId, query }) => ok(await listConversations(db, userId, query)),
  getConversation: async ({ userId, params }) => ok(await getConversation(db, userId, params.id)),
  updateConversation: async ({ userId, params, body }) => {
    await renameConversation(db, params.id, userId, body.name);
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
    const asSeenByNew = { ...conversation, lastReadSeq: lastSeq, unreadCount: 0 };
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
  removeParticipant: async ({ userId, params }) => {
    const { id: conversationId, userId: removed } = params;
    const participantCount = await removeParticipant(db, conversationId, userId, removed);
    const event = {
      type: "participant.removed",
      conversationId,
      userId: removed,
      participantCount,
    } as const;
    await announce(
      { event, audience: everyoneIn(conversationId) },
      { event, audience: { of: "people", userIds: [removed] } },
    );
    return { status: 204 };
  },

  listMessages: async ({ userId, params, query }) => ok(await listMessages(db, params.id, userId, query)),
  sendMessage: async ({ userId, params, body }) => {
    // Whom to push to is found by the delivery function.
    const { message, isNew } = await sendMessage(db, params.id, userId, body, rates.user, 0);
    await announce({ event: { type: "message.created", message }, audience: everyoneIn(params.id) });
    return { status: isNew ? 201 : 200, body: message };
  },
  markRead: async ({ userId, params, body }) => {
    const position = await markRead(db, params.id, userId, body.seq);
    const seq = position.lastReadSeq;
    const event = { type: "read.updated", conversationId: params.id, userId, seq } as const;
    await announce({ event, audience: everyoneIn(params.id) });
    return ok(position);
  },

  openapi: () => ok(openApiDocument()),
  docs: () => ({ status: 200, body: docsPage(), headers: { "content-type": "text/html; charset=utf-8" } }),
});
