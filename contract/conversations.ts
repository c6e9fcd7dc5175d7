import * as z from "zod/mini";
import { ConversationKind, Description, PostingRule, Topic } from "./channels.ts";
import { ConversationSettings } from "./conversation-settings.ts";
import { oneOfThese } from "./documented-limits.ts";
import { ConversationId, PictureId, UserId } from "./ids.ts";
import { limits } from "./limits.ts";
import { Message, Revision, Seq } from "./messages.ts";
import { DisplayedName, displayName } from "./names.ts";
import { pageOf, pageQuery, timeCursor } from "./pages.ts";
import { AddParticipants, distinctUserIds, Participant, ParticipantRole } from "./participants.ts";
import type { Routes } from "./route.ts";
import { text } from "./text.ts";

export const GroupName = displayName(limits.groupName.min, limits.groupName.max);

export const Conversation = z
  .object({
    id: ConversationId,
    name: z.nullable(DisplayedName),
    /** True for groups and channels. */
    isGroupChat: z.boolean(),
    /** Functions of older releases send neither this nor the rules of channels. `kindOf` fills it in. */
    kind: z.optional(ConversationKind),
    /** Absent if the conversation has no topic. */
    topic: z.optional(DisplayedName),
    description: z.optional(z.string()),
    /** Absent means everyone. */
    postingRule: z.optional(PostingRule),
    /** Whether newcomers join this channel. */
    isDefault: z.optional(z.boolean()),
    /** When the conversation was archived. Since then, it is read-only for all participants. */
    archivedAt: z.optional(z.iso.datetime()),
    createdAt: z.iso.datetime(),
    /**
     * Counts changes to what all participants share, including the participants. Of two versions, the higher one is
     * newer.
     */
    version: z.int(),
    /** Whether only the owner and admins may rename the group and add people. */
    adminsOnly: z.boolean(),
    pictureId: z.optional(PictureId),
    lastSeq: Seq,
    /** The revision of the last change to any of its messages. */
    lastRevision: Revision,
    lastMessage: z.nullable(Message),
    /** The caller's own. */
    lastReadSeq: Seq,
    unreadCount: z.int(),
    /** Unread messages that mention the caller. */
    mentionCount: z.int(),
    /** The caller's own. */
    role: ParticipantRole,
    settings: ConversationSettings,
    /** The first few, earliest members first. `listParticipants` pages through all of them. */
    participants: z.array(Participant).check(z.maxLength(limits.inlineParticipants)),
    participantCount: z.int(),
  })
  .register(z.globalRegistry, { id: "Conversation" });
export type Conversation = z.infer<typeof Conversation>;

/** Returns a conversation's kind, even if an older server without channels sent the conversation. */
export const kindOf = ({ kind, isGroupChat }: Pick<Conversation, "kind" | "isGroupChat">): ConversationKind =>
  kind ?? (isGroupChat ? "group" : "direct");

/** The part of a conversation that is the same for all participants. */
export const SharedConversation = z.pick(Conversation, {
  id: true,
  name: true,
  isGroupChat: true,
  kind: true,
  topic: true,
  description: true,
  postingRule: true,
  isDefault: true,
  archivedAt: true,
  createdAt: true,
  version: true,
  adminsOnly: true,
  pictureId: true,
  participantCount: true,
});

/** Without `kind` and `isGroupChat`, one other person makes a direct conversation, and a name makes a group. */
export const NewConversation = z
  .object({
    participantIds: distinctUserIds(z.array(UserId).check(z.maxLength(limits.groupSize.max - 1))),
    name: z.optional(GroupName),
    isGroupChat: z.optional(z.boolean()),
    /** Takes precedence over `isGroupChat`. */
    kind: z.optional(ConversationKind),
    topic: z.optional(Topic),
    description: z.optional(Description),
  })
  .register(z.globalRegistry, { id: "NewConversation" });
export type NewConversation = z.infer<typeof NewConversation>;

export const UpdateConversation = z
  .partial(
    z.object({
      name: GroupName,
      adminsOnly: z.boolean(),
      pictureId: z.nullable(PictureId),
      topic: z.nullable(Topic),
      description: z.nullable(Description),
      postingRule: PostingRule,
      isArchived: z.boolean(),
      isDefault: z.boolean(),
      /** A group can become a channel, and never the other way round. */
      kind: z.literal("channel"),
    }),
  )
  .check(z.refine((change) => Object.keys(change).length > 0, "nothing-to-change"))
  .register(z.globalRegistry, {
    id: "UpdateConversation",
    ...oneOfThese(
      "name",
      "adminsOnly",
      "pictureId",
      "topic",
      "description",
      "postingRule",
      "isArchived",
      "isDefault",
      "kind",
    ),
  });
export type UpdateConversation = z.infer<typeof UpdateConversation>;

export const ConversationPage = pageOf(Conversation).register(z.globalRegistry, { id: "ConversationPage" });
export type ConversationPage = z.infer<typeof ConversationPage>;

/** A conversation that is new to the recipient: it was started, or the recipient was added to it. */
export const ConversationCreated = z.object({
  type: z.literal("conversation.created"),
  conversation: Conversation,
});

export const ConversationUpdated = z.object({
  type: z.literal("conversation.updated"),
  conversation: SharedConversation,
});

const conversation = z.object({ id: ConversationId });

/** Continues after a conversation: its last activity in milliseconds, up to the year 5138, and its id. */
const ConversationsQuery = z.extend(pageQuery(timeCursor), {
  /** Any part of the conversation's name. If it has none, any part of another participant's name. */
  query: z.optional(text(1, limits.searchQuery)),
});
export type ConversationsQuery = z.infer<typeof ConversationsQuery>;

export const conversationRoutes = {
  createConversation: {
    method: "POST",
    path: "/conversations",
    access: "signed-in",
    body: NewConversation,
    answers: { 201: Conversation, 200: Conversation },
  },
  listConversations: {
    method: "GET",
    path: "/conversations",
    access: "signed-in",
    query: ConversationsQuery,
    isByPosition: true,
    answers: { 200: ConversationPage },
  },
  getConversation: {
    method: "GET",
    path: "/conversations/{id}",
    access: "signed-in",
    params: conversation,
    answers: { 200: Conversation },
  },
  updateConversation: {
    method: "PATCH",
    path: "/conversations/{id}",
    access: "signed-in",
    params: conversation,
    body: UpdateConversation,
    answers: { 200: Conversation },
  },
  addParticipants: {
    method: "POST",
    path: "/conversations/{id}/participants",
    access: "signed-in",
    params: conversation,
    body: AddParticipants,
    answers: { 200: Conversation },
  },
} as const satisfies Routes;
