import * as z from "zod/mini";
import { ConversationId, PictureId, UserId } from "./ids.ts";
import { limits } from "./limits.ts";
import { Message, Revision, Seq } from "./messages.ts";
import { Cursor, queryInteger, text } from "./text.ts";
import { User } from "./users.ts";

export const GroupName = text(limits.groupName.min, limits.groupName.max);

export const ParticipantRole = z.enum(["owner", "admin", "member"]);
export type ParticipantRole = z.infer<typeof ParticipantRole>;

export const Participant = z
  .object({
    user: User,
    role: ParticipantRole,
    joinedAt: z.iso.datetime(),
    /** Everything up to here was read. */
    lastReadSeq: Seq,
    /** Whether any of their devices is connected, or was a moment ago. */
    online: z.boolean(),
    /** When they were last online, if they are not and ever were. */
    lastSeenAt: z.optional(z.iso.datetime()),
  })
  .register(z.globalRegistry, { id: "Participant" });
export type Participant = z.infer<typeof Participant>;

/** What one is told of: every message, or only those that mention one, or nothing (muted). */
export const Notify = z.enum(["all", "mentions", "nothing"]);
export type Notify = z.infer<typeof Notify>;

/** What somebody has set for themselves in a conversation. */
export const ConversationSettings = z
  .object({
    notify: Notify,
    isPinned: z.boolean(),
    /** Ends by itself with the next message, unless it is muted. */
    isArchived: z.boolean(),
    /** The message from which on they want to read again; ends by reading on. */
    unreadFrom: z.nullable(Seq.check(z.minimum(1, "must be at least 1"))),
  })
  .register(z.globalRegistry, { id: "ConversationSettings" });
export type ConversationSettings = z.infer<typeof ConversationSettings>;

export const UpdateSettings = z
  .partial(ConversationSettings)
  .check(z.refine((change) => Object.keys(change).length > 0, "name at least one setting to change"))
  .register(z.globalRegistry, { id: "UpdateSettings" });
export type UpdateSettings = z.infer<typeof UpdateSettings>;

export const Conversation = z
  .object({
    id: ConversationId,
    name: z.nullable(z.string()),
    isGroupChat: z.boolean(),
    createdAt: z.iso.datetime(),
    /** Counts the changes of what it has in common for all: of two, the higher one is newer. */
    version: z.int(),
    /** Whether only owner and admins may rename it and add people. */
    adminsOnly: z.boolean(),
    pictureId: z.optional(PictureId),
    lastSeq: Seq,
    /** The number of the last change of one of its messages. */
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
    /** The first few, the earliest members first; all of them are a page of their own. */
    participants: z.array(Participant).check(z.maxLength(limits.inlineParticipants)),
    participantCount: z.int(),
  })
  .register(z.globalRegistry, { id: "Conversation" });
export type Conversation = z.infer<typeof Conversation>;

const withoutRepeats = (ids: UserId[]) => [...new Set(ids)];

/** Without `isGroupChat`, one other person makes a direct conversation unless it has a name. */
export const NewConversation = z
  .object({
    participantIds: z.pipe(
      z
        .array(UserId)
        .check(z.maxLength(limits.groupSize.max - 1, `must have at most ${limits.groupSize.max - 1} people`)),
      z.transform(withoutRepeats),
    ),
    name: z.optional(GroupName),
    isGroupChat: z.optional(z.boolean()),
  })
  .register(z.globalRegistry, { id: "NewConversation" });
export type NewConversation = z.infer<typeof NewConversation>;

export const UpdateConversation = z
  .partial(z.object({ name: GroupName, adminsOnly: z.boolean(), pictureId: z.nullable(PictureId) }))
  .check(z.refine((change) => Object.keys(change).length > 0, "name at least one field to change"))
  .register(z.globalRegistry, { id: "UpdateConversation" });
export type UpdateConversation = z.infer<typeof UpdateConversation>;

export const UpdateParticipant = z
  .object({ role: ParticipantRole })
  .register(z.globalRegistry, { id: "UpdateParticipant" });

export const AddParticipants = z
  .object({
    participantIds: z.pipe(
      z
        .array(UserId)
        .check(
          z.minLength(1, "must name at least one person"),
          z.maxLength(100, "must name at most 100 people a call"),
        ),
      z.transform(withoutRepeats),
    ),
  })
  .register(z.globalRegistry, { id: "AddParticipants" });

export const ConversationPageQuery = z.object({
  cursor: z.optional(Cursor),
  limit: z.optional(queryInteger(limits.page.min, limits.page.max)),
});
export type ConversationPageQuery = z.infer<typeof ConversationPageQuery>;

export const ConversationPage = z
  .object({ items: z.array(Conversation), nextCursor: z.nullable(z.string()) })
  .register(z.globalRegistry, { id: "ConversationPage" });
export type ConversationPage = z.infer<typeof ConversationPage>;

export const ParticipantPage = z
  .object({ items: z.array(Participant), nextCursor: z.nullable(z.string()) })
  .register(z.globalRegistry, { id: "ParticipantPage" });
export type ParticipantPage = z.infer<typeof ParticipantPage>;
