import * as z from "zod/mini";
import { ConversationId, UserId } from "./ids.ts";
import { limits } from "./limits.ts";
import { Seq, seqQuery } from "./messages.ts";
import { idInCursor, pageOf, pageQuery } from "./pages.ts";
import type { Routes } from "./route.ts";
import { text } from "./text.ts";
import { User, usernameInCursor } from "./users.ts";

export const ParticipantRole = z.enum(["owner", "admin", "member"]);
export type ParticipantRole = z.infer<typeof ParticipantRole>;

export const Participant = z
  .object({
    user: User,
    role: ParticipantRole,
    joinedAt: z.iso.datetime(),
    /** The participant has read all messages up to this one. */
    lastReadSeq: Seq,
    /** Whether any of the user's devices is connected, or was a moment ago. */
    online: z.boolean(),
    /** When the user was last online. Absent while they are, and if they never were. */
    lastSeenAt: z.optional(z.iso.datetime()),
  })
  .register(z.globalRegistry, { id: "Participant" });
export type Participant = z.infer<typeof Participant>;

export const ParticipantPage = pageOf(Participant).register(z.globalRegistry, { id: "ParticipantPage" });
export type ParticipantPage = z.infer<typeof ParticipantPage>;

/** User ids without repetitions. */
export const distinctUserIds = (ids: z.ZodMiniArray<typeof UserId>) =>
  z.pipe(
    ids,
    z.transform((all) => [...new Set(all)]),
  );

/** The body of the route `addParticipants` in `conversations.ts`, which answers with the conversation. */
export const AddParticipants = z
  .object({
    participantIds: distinctUserIds(z.array(UserId).check(z.minLength(1), z.maxLength(100))),
  })
  .register(z.globalRegistry, { id: "AddParticipants" });

export const UpdateParticipant = z
  .object({ role: ParticipantRole })
  .register(z.globalRegistry, { id: "UpdateParticipant" });

/**
 * The version of the conversation that an event about participants belongs to. A client that knows a higher one ignores
 * the event, because events may overtake each other. Functions of older releases send none.
 */
const version = z.optional(z.int());

export const ParticipantAdded = z.object({
  type: z.literal("participant.added"),
  conversationId: ConversationId,
  participants: z.array(Participant),
  participantCount: z.int(),
  version,
});

/** A participant has a new role. */
export const ParticipantUpdated = z.object({
  type: z.literal("participant.updated"),
  conversationId: ConversationId,
  userId: UserId,
  role: ParticipantRole,
  version,
});

/** A participant left or was removed. Goes to them too, as the last event of the conversation that reaches them. */
export const ParticipantRemoved = z.object({
  type: z.literal("participant.removed"),
  conversationId: ConversationId,
  userId: UserId,
  participantCount: z.int(),
  version,
});

const conversation = z.object({ id: ConversationId });
const participant = z.object({ id: ConversationId, userId: UserId });

/** The sign before a username in a cursor, which no id has. */
export const usernameMark = "@";

/** The query of `listParticipants`. The cursor continues after a user, in the order of the page that returned it. */
export const ParticipantsQuery = z.extend(
  pageQuery(new RegExp(`^(?:${idInCursor}|${usernameMark}${usernameInCursor})$`)),
  {
    /** The order of the users. By default, the order of their ids. */
    order: z.optional(z.enum(["username"])),
    /** Leaves out participants who have not read up to this sequence number. */
    hasRead: z.optional(seqQuery),
    /** Leaves out participants whose username and full name do not contain all of its words. */
    query: z.optional(text(1, limits.fullName.max)),
  },
);
export type ParticipantsQuery = z.infer<typeof ParticipantsQuery>;

export const participantRoutes = {
  listParticipants: {
    method: "GET",
    path: "/conversations/{id}/participants",
    access: "signed-in",
    params: conversation,
    query: ParticipantsQuery,
    answers: { 200: ParticipantPage },
  },
  updateParticipant: {
    method: "PATCH",
    path: "/conversations/{id}/participants/{userId}",
    access: "signed-in",
    params: participant,
    body: UpdateParticipant,
    answers: { 204: null },
  },
  removeParticipant: {
    method: "DELETE",
    path: "/conversations/{id}/participants/{userId}",
    access: "signed-in",
    params: participant,
    answers: { 204: null },
  },
} as const satisfies Routes;
