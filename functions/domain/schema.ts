import type { ColumnType, Generated } from "kysely";
import type { Attachment } from "../../contract/attachments.ts";
import type { Availability } from "../../contract/availability.ts";
import type { ConversationKind, PostingRule } from "../../contract/channels.ts";
import type { Notify } from "../../contract/conversation-settings.ts";
import type { Forwarded } from "../../contract/forwarding.ts";
import type {
  AttachmentId,
  ConnectionId,
  ConversationId,
  EmojiId,
  InvitationId,
  MessageId,
  PictureId,
  SectionId,
  SessionId,
  TextReminderId,
  UserId,
} from "../../contract/ids.ts";
import type { LinkPreview } from "../../contract/link-previews.ts";
import type { ListSections } from "../../contract/list-sections.ts";
import type { Mentions, Reaction } from "../../contract/messages.ts";
import type { MissedMailRule } from "../../contract/missed-mails.ts";
import type { ParticipantRole } from "../../contract/participants.ts";
import type { Poll } from "../../contract/polls.ts";
import type { SystemEvent } from "../../contract/system-messages.ts";
import type { EmojiRule, SignUpRule, WideMentionRule } from "../../contract/workspace.ts";
import type { AssignableRole, WorkspaceRole } from "../../contract/workspace-roles.ts";

/** The purpose of the link in an e-mail. */
export type MailPurpose = "verify" | "reset";

/**
 * How an invitation reaches people: as a link or an e-mail from an owner or admin, as the setup link, or as the e-mail
 * that confirms the address of a new account.
 */
export type InvitationKind = "link" | "email" | "setup" | "sign-up";

/** A preview of a link, or the mark that the author has removed it. */
export type StoredPreview = LinkPreview | { url: string; isRemoved: true };

type Timestamp = ColumnType<Date, Date | undefined, Date>;

/** The tables that `migrations/` creates. Columns are in camel case here and in snake case there. */
export interface Schema {
  users: {
    id: UserId;
    username: string;
    email: string;
    fullName: string | null;
    /** The username that the full name reads like, for people who want to register it. */
    fullNameAsUsername: ColumnType<string | null, never, never>;
    passwordHash: string;
    createdAt: Timestamp;
    updatedAt: Timestamp;
    deletedAt: Date | null;
    pictureId: PictureId | null;
    emailVerifiedAt: Date | null;
    /** A new address that the user has not confirmed yet. */
    pendingEmail: string | null;
    workspaceRole: Generated<WorkspaceRole>;
    deactivatedAt: Date | null;
    availability: Generated<Availability>;
    keywords: Generated<string[]>;
    sections: Generated<ListSections>;
    groupHandles: Generated<string[]>;
    /** Whether the user gets e-mails about missed messages. */
    missedMails: Generated<boolean>;
    /** The language of the user's page, for e-mails. Null until the page has refreshed its session. */
    language: string | null;
    /** `updatedAt` at the last announcement of the availability. */
    announcedAt: Date | null;
  };
  workspace: {
    isOnly: Generated<boolean>;
    name: Generated<string>;
    signUpRule: SignUpRule;
    signUpDomains: Generated<string[]>;
    /** Whether earlier versions of edited messages are kept and shown. */
    keepsVersions: Generated<boolean>;
    setUpAt: Date | null;
    wideMentionRule: Generated<WideMentionRule>;
    wideMentionsAbove: Generated<number>;
    linkPreviews: Generated<boolean>;
    emojiRule: Generated<EmojiRule>;
    emojiRevision: Generated<number>;
    missedMails: Generated<MissedMailRule>;
    /** When a migration made the words of all messages outdated. Null once they count as not indexed. */
    wordsOutdatedSince: Date | null;
    /** Signs the links that unsubscribe. */
    mailKey: Generated<string>;
    createdAt: Timestamp;
  };
  invitations: {
    id: InvitationId;
    codeHash: string | null;
    kind: InvitationKind;
    role: AssignableRole;
    email: string | null;
    conversationIds: Generated<ConversationId[]>;
    createdBy: UserId | null;
    createdAt: Timestamp;
    expiresAt: Timestamp;
    maxUses: number;
    uses: Generated<number>;
    revokedAt: Date | null;
  };
  /** Users who wait for an e-mail about missed messages, or have waited for one. */
  missedMails: {
    userId: UserId;
    /** Null if none waits. */
    dueAt: Date | null;
    sentAt: Date | null;
  };
  mailTokens: {
    tokenHash: string;
    userId: UserId;
    purpose: MailPurpose;
    email: string;
    createdAt: Timestamp;
    expiresAt: Timestamp;
    usedAt: Date | null;
  };
  sessions: {
    id: string;
    userId: UserId;
    userAgent: string | null;
    /** The hash of the cookie that recognizes the browser after a sign-out. */
    deviceHash: string | null;
    createdAt: Timestamp;
    lastUsedAt: Timestamp;
    /** When the user last confirmed a sensitive change within this session. */
    authenticatedAt: Date | null;
    endedAt: Date | null;
  };
  refreshTokens: {
    tokenHash: string;
    /** The session. */
    familyId: string;
    userId: UserId;
    /** Unused since sessions have a table. */
    userAgent: string | null;
    createdAt: Timestamp;
    expiresAt: Timestamp;
    usedAt: Date | null;
    revokedAt: Date | null;
  };
  conversations: {
    id: ConversationId;
    name: string | null;
    isGroupChat: boolean;
    kind: Generated<ConversationKind>;
    topic: Generated<string>;
    description: Generated<string>;
    postingRule: Generated<PostingRule>;
    isDefault: Generated<boolean>;
    archivedAt: Date | null;
    /** Maintained by a trigger. */
    participantCount: Generated<number>;
    directKey: string | null;
    createdBy: UserId;
    createdAt: Timestamp;
    lastSeq: Generated<number>;
    lastRevision: Generated<number>;
    version: Generated<number>;
    adminsOnly: Generated<boolean>;
    pictureId: PictureId | null;
    lastActivityAt: Timestamp;
  };
  participants: {
    conversationId: ConversationId;
    userId: UserId;
    role: ParticipantRole;
    joinedAt: Timestamp;
    lastReadSeq: Generated<number>;
    notify: Generated<Notify>;
    isPinned: Generated<boolean>;
    archivedSeq: number | null;
    unreadFrom: number | null;
    sectionId: SectionId | null;
  };
  messages: {
    conversationId: ConversationId;
    seq: number;
    id: MessageId;
    senderId: UserId;
    content: string;
    replyTo: MessageId | null;
    createdAt: Date;
    editedAt: Date | null;
    deletedAt: Date | null;
    revision: Generated<number>;
    reactions: Generated<Reaction[]>;
    attachments: Generated<Attachment[]>;
    /** Set if the message is a copy of another one. */
    forwarded: Forwarded | null;
    /** Set if the message reports a change. */
    system: SystemEvent | null;
    pinnedAt: Date | null;
    pinnedBy: UserId | null;
    /** The root, if the message is a reply in a thread. */
    threadId: MessageId | null;
    alsoInConversation: Generated<boolean>;
    replyNumber: number | null;
    replyCount: Generated<number>;
    lastReplyAt: Date | null;
    replierIds: Generated<UserId[]>;
    /** The mentions of many people. */
    mentions: Pick<Mentions, "wide" | "groups"> | null;
    /** The participants whom the text mentions by name. NULL if it has no mention, or was stored by an earlier release. */
    mentionedUsers: Mentions["users"] | null;
    previews: StoredPreview[] | null;
    /** The poll as it was last announced. */
    poll: Poll | null;
  };
  polls: {
    conversationId: ConversationId;
    messageId: MessageId;
    poll: Poll;
    announcingAt: Date | null;
  };
  pollVotes: {
    conversationId: ConversationId;
    messageId: MessageId;
    userId: UserId;
    option: number;
    votedAt: Date;
  };
  /** Pages that were fetched for previews. */
  linkPages: {
    addressHash: string;
    /** Null if the page has no preview. */
    page: Omit<LinkPreview, "url"> | null;
    /** A function fetches the page until then, and others wait. */
    claimedUntil: Date;
    expiresAt: Date;
  };
  /** Earlier texts of edited messages. */
  messageVersions: {
    conversationId: ConversationId;
    messageId: MessageId;
    number: number;
    content: string;
    writtenAt: Date;
  };
  /** Messages that a user has saved. Only the user sees them. */
  savedMessages: {
    userId: UserId;
    conversationId: ConversationId;
    messageId: MessageId;
    savedAt: Timestamp;
  };
  scheduledMessages: {
    /** The id of the message once it is sent. */
    id: MessageId;
    userId: UserId;
    conversationId: ConversationId;
    content: string;
    replyTo: MessageId | null;
    threadId: MessageId | null;
    alsoInConversation: Generated<boolean>;
    attachmentIds: Generated<AttachmentId[]>;
    sendAt: Timestamp;
    /** Set while the server sends it. */
    sendingAt: Date | null;
    /** The code of the problem that kept the server from sending it. */
    failure: string | null;
  };
  drafts: {
    userId: UserId;
    conversationId: ConversationId;
    /** The root of a thread, or the conversation. */
    place: string;
    content: string;
    revision: number;
    updatedAt: Timestamp;
  };
  reminders: {
    userId: UserId;
    conversationId: ConversationId;
    messageId: MessageId;
    remindAt: Timestamp;
    notifiedAt: Date | null;
  };
  textReminders: {
    userId: UserId;
    id: TextReminderId;
    content: string;
    remindAt: Timestamp;
    notifiedAt: Date | null;
  };
  attachments: {
    id: AttachmentId;
    conversationId: ConversationId;
    uploaderId: UserId;
    /** Null until a message has the file, and again after that message is deleted. */
    messageId: MessageId | null;
    fileName: string;
    contentType: string;
    sizeBytes: number;
    width: number | null;
    height: number | null;
    objectKey: string;
    createdAt: Timestamp;
    /** The version in the bucket that is the file. Null until the first download. */
    versionId: string | null;
    /** Whether the cleanup has removed all other versions. */
    isSealed: Generated<boolean>;
    /** Whether the size of a picture in pixels has been checked. */
    isChecked: Generated<boolean>;
  };
  customEmoji: {
    id: EmojiId;
    name: string;
    createdBy: UserId;
    objectKey: string;
    versionId: string;
    isSealed: Generated<boolean>;
    createdAt: Timestamp;
  };
  pictures: {
    id: PictureId;
    ownerId: UserId;
    objectKey: string;
    createdAt: Timestamp;
    versionId: string | null;
    isSealed: Generated<boolean>;
    /** Null for pictures of older releases. */
    sizeBytes: number | null;
  };
  pushSubscriptions: {
    endpoint: string;
    userId: UserId;
    /** Null for subscriptions of releases before sessions were rows. They get no pushes. */
    sessionId: SessionId | null;
    p256dh: string;
    auth: string;
    createdAt: Timestamp;
    /** Pushes that failed in a row, and the end of the pause that they caused. */
    failures: number;
    pausedUntil: Timestamp | null;
  };
  presence: {
    userId: UserId;
    isOnline: boolean;
    changedAt: Timestamp;
  };
  connections: {
    connectionId: ConnectionId;
    userId: UserId;
    /** Null if a release before 0.2 opened the connection. */
    sessionId: SessionId | null;
    connectedAt: Timestamp;
    expiresAt: Timestamp;
  };
}
