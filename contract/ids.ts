import * as z from "zod/mini";

const uuid = z.guid().check(z.toLowerCase());

/** Ids are lower-case UUIDs. Brands keep one kind from being passed for another. */
export const UserId = uuid.brand<"UserId">();
export type UserId = z.infer<typeof UserId>;

export const ConversationId = uuid.brand<"ConversationId">();
export type ConversationId = z.infer<typeof ConversationId>;

export const MessageId = uuid.brand<"MessageId">();
export type MessageId = z.infer<typeof MessageId>;

/** API Gateway's id of a connection. It is opaque. */
export const ConnectionId = z.string().check(z.minLength(1)).brand<"ConnectionId">();
export type ConnectionId = z.infer<typeof ConnectionId>;

export const CallId = uuid.brand<"CallId">();
export type CallId = z.infer<typeof CallId>;

export const SeatId = uuid.brand<"SeatId">();
export type SeatId = z.infer<typeof SeatId>;

export const AttachmentId = uuid.brand<"AttachmentId">();
export type AttachmentId = z.infer<typeof AttachmentId>;

export const UserGroupId = uuid.brand<"UserGroupId">();
export type UserGroupId = z.infer<typeof UserGroupId>;

/** The id of an emoji that a user has added. It is also the id of its picture. */
export const EmojiId = uuid.brand<"EmojiId">();
export type EmojiId = z.infer<typeof EmojiId>;

/** The id of a section that a user has added to the conversation list. */
export const SectionId = uuid.brand<"SectionId">();
export type SectionId = z.infer<typeof SectionId>;

/** The id of a reminder of a text. */
export const TextReminderId = uuid.brand<"TextReminderId">();
export type TextReminderId = z.infer<typeof TextReminderId>;

export const InvitationId = uuid.brand<"InvitationId">();
export type InvitationId = z.infer<typeof InvitationId>;

export const PictureId = uuid.brand<"PictureId">();
export type PictureId = z.infer<typeof PictureId>;

/**
 * A session lasts from signing in to signing out on one device, and the wire calls it a device. Access tokens carry its
 * id as the claim `sid`.
 */
export const SessionId = uuid.brand<"SessionId">();
export type SessionId = z.infer<typeof SessionId>;
