import { type Conversation, kindOf, SharedConversation } from "../../../contract/conversations.ts";
import type { UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { Participant } from "../../../contract/participants.ts";
import { getChannel, listChannels } from "../../domain/conversations/channels.ts";
import { createConversation } from "../../domain/conversations/create.ts";
import { announcesParticipants } from "../../domain/conversations/group-size.ts";
import {
  addParticipants,
  changeRole,
  listParticipants,
  removeParticipant,
} from "../../domain/conversations/participants.ts";
import { updateSettings } from "../../domain/conversations/settings.ts";
import { updateConversation } from "../../domain/conversations/update.ts";
import { getConversation, listConversations } from "../../domain/conversations/views.ts";
import { everyoneIn } from "../../domain/events/announcements.ts";
import { listChannelMessages } from "../../domain/messages/history.ts";
import { changeOfPeople, type SystemChange } from "../../domain/messages/system-messages.ts";
import { keepUploadedVersion } from "../../domain/pictures/pictures.ts";
import { getUser } from "../../domain/users/users.ts";
import { type Handlers, ok } from "../../platform/http/rest-function.ts";
import { announcements, db, objects } from "./context.ts";
import { reportChanges } from "./report-changes.ts";

/** Returns the report of new participants in a channel. A large channel reports none, because it announces none. */
function addedTo(
  conversation: Conversation,
  added: readonly Participant[],
  callerId: UserId,
): SystemChange[] {
  const { participantCount } = conversation;
  const kind = kindOf(conversation);
  if (added.length === 0 || kind !== "channel" || !announcesParticipants({ kind, participantCount }))
    return [];
  if (added.every(({ user }) => user.id === callerId)) return [{ event: "joined" }];
  return [
    changeOfPeople(
      "added",
      added.map(({ user }) => user),
    ),
  ];
}

/** The routes of conversations, their participants and their settings. */
export const conversationRoutes: Handlers<
  | "createConversation"
  | "listConversations"
  | "getConversation"
  | "updateConversation"
  | "listChannels"
  | "getChannel"
  | "listChannelMessages"
  | "listParticipants"
  | "addParticipants"
  | "updateParticipant"
  | "removeParticipant"
  | "updateSettings"
> = {
  createConversation: async ({ userId, body }) => {
    const { conversation, isNew } = await createConversation(db, userId, body);
    if (isNew) {
      // All participants receive the same event, which shows the role `member`. The creator's own devices learn the
      // real role.
      const { id: conversationId, role, version } = conversation;
      const event = {
        type: "conversation.created",
        conversation: { ...conversation, role: "member" },
      } as const;
      await announcements.announce({ event, audience: everyoneIn(conversationId) });
      if (role !== "member")
        await announcements.announceRoles(conversationId, [{ userId, role, version }], {
          of: "people",
          userIds: [userId],
        });
      if (conversation.kind === "channel")
        await reportChanges(conversationId, userId, [{ event: "created" }]);
    }
    return { status: isNew ? 201 : 200, body: conversation };
  },
  listConversations: async ({ userId, query, since }) =>
    ok(await db.read(since, (from) => listConversations(from, userId, query))),
  getConversation: async ({ userId, params }) => ok(await getConversation(db, userId, params.id)),
  updateConversation: async ({ userId, params, body }) => {
    if (body.pictureId) await keepUploadedVersion(db, objects, userId, body.pictureId);
    await reportChanges(params.id, userId, await updateConversation(db, params.id, userId, body));
    const conversation = await getConversation(db, userId, params.id);
    const event = {
      type: "conversation.updated",
      conversation: SharedConversation.parse(conversation),
    } as const;
    await announcements.announce({ event, audience: everyoneIn(params.id) });
    return ok(conversation);
  },
  listChannels: async ({ userId, query }) => ok(await listChannels(db, userId, query)),
  getChannel: async ({ userId, params }) => ok(await getChannel(db, userId, params.id)),
  listChannelMessages: async ({ userId, params, query }) =>
    ok(await listChannelMessages(db, params.id, userId, query)),
  listParticipants: async ({ userId, params, query }) =>
    ok(await listParticipants(db, params.id, userId, query)),
  addParticipants: async ({ userId, params, body }) => {
    const participants = await addParticipants(
      db,
      params.id,
      userId,
      body.participantIds,
      limits.groupSize.max,
    );
    const conversation = await getConversation(db, userId, params.id);
    if (participants.length > 0) await announcements.announceAdded(conversation, participants, userId);
    await reportChanges(params.id, userId, addedTo(conversation, participants, userId));
    return ok(conversation);
  },
  updateParticipant: async ({ userId, params, body }) => {
    await announcements.announceRoles(
      params.id,
      await changeRole(db, params.id, { callerId: userId, userId: params.userId, role: body.role }),
    );
    return { status: 204 };
  },
  removeParticipant: async ({ userId, params }) => {
    const { id: conversationId, userId: removed } = params;
    const removal = await removeParticipant(db, conversationId, { callerId: userId, userId: removed });
    const { kind } = removal;
    if (kind === "channel" && announcesParticipants(removal)) {
      const change: SystemChange =
        removed === userId ? { event: "left" } : changeOfPeople("removed", [await getUser(db, removed)]);
      await reportChanges(conversationId, userId, [change]);
    }
    await announcements.announceRemoval({ conversationId, userId: removed, ...removal });
    return { status: 204 };
  },
  updateSettings: async ({ userId, params, body }) => {
    const changed = await updateSettings(db, params.id, userId, body);
    const event = { type: "settings.updated", conversationId: params.id, ...changed } as const;
    await announcements.announce({ event, audience: { of: "people", userIds: [userId] } });
    return ok({ ...changed.settings, changedAt: changed.changedAt });
  },
};
