// The chat client of release 65548a0, bundled as README.md describes.
// web/src/client/bot.ts
import { WebSocket as NodeWebSocket } from "ws";

// web/src/client/chat-client.ts
import { v7 as uuidv7 } from "uuid";

// contract/ids.ts
import * as z from "zod/mini";
var uuid = z.guid("must be a UUID").check(z.toLowerCase());
var UserId = uuid.brand();
var ConversationId = uuid.brand();
var MessageId = uuid.brand();
var ConnectionId = z.string().check(z.minLength(1)).brand();
var AttachmentId = uuid.brand();
var PictureId = uuid.brand();

// contract/limits.ts
var limits = {
  username: { min: 3, max: 32 },
  password: { min: 10, max: 128 },
  fullName: { max: 100 },
  email: { max: 254 },
  /** Characters of a message. */
  message: { min: 1, max: 8e3 },
  /** Files of a message: bytes of each, how many, and the characters of a name. */
  attachment: { bytes: 25 * 1024 * 1024, perMessage: 10, fileName: 200 },
  /** Bytes of a picture of somebody or of a group. */
  pictureBytes: 1024 * 1024,
  /** People that one message can mention. */
  mentions: 50,
  /** Different emoji on one message, and reactions to it in all: it has them inline, in a row of 64 KB. */
  reactions: { kinds: 20, total: 500 },
  groupName: { min: 1, max: 100 },
  /** People in a group, its creator included. */
  groupSize: { max: 1e4 },
  page: { min: 1, max: 100, default: 50 },
  /** Characters of a search. */
  searchQuery: 200,
  /** Conversations that one `sync` may ask for: what fits into a frame. */
  syncConversations: 500,
  /** Participants that a conversation carries inline; the rest are a page of their own. */
  inlineParticipants: 8,
  /** Without being said again for this long, typing has ended. Clients say it again every half of it. */
  typingMs: 6e3,
  /** Who is gone for longer is offline; a shorter gap is a reconnect, which nobody needs to see. */
  offlineAfterMs: 15e3,
  /** Life of an access token, seconds. */
  accessTokenSeconds: 15 * 60,
  /** Life of a refresh token since it was last rotated, days. */
  refreshTokenDays: 30,
  /** Life of the links in mails: the one that confirms an address, hours; the one that sets a new password, minutes. */
  mailLink: { verifyHours: 72, resetMinutes: 60 },
  /** Mails of one kind that one account gets within an hour. */
  mailsPerHour: 5
};
var webSocketLimits = {
  /** Bytes of a message, all its frames together. */
  messageBytes: 128 * 1024,
  /** Bytes of one frame's payload. */
  frameBytes: 32 * 1024,
  idleMs: 10 * 6e4,
  connectionMs: 2 * 60 * 6e4,
  integrationMs: 29e3
};

// contract/mentions.ts
var mention = /(?<![\p{L}\p{N}_@./-])@([a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?)/giu;
var code = /```[\s\S]*?(?:```|$)|`[^`\n]*`/g;
function mentionsIn(text2) {
  const prose = text2.replace(code, (match) => " ".repeat(match.length));
  return [...prose.matchAll(mention)].flatMap((match) => {
    const username = match[1] ?? "";
    const { min, max } = limits.username;
    if (username.length < min || username.length > max) return [];
    return [{ start: match.index, end: match.index + match[0].length, username: username.toLowerCase() }];
  });
}
function mentionedUsernames(text2) {
  return [...new Set(mentionsIn(text2).map(({ username }) => username))].slice(0, limits.mentions);
}

// web/src/client/chat-state.ts
var initialState = {
  status: "connecting",
  conversations: /* @__PURE__ */ new Map(),
  conversationsCursor: void 0,
  timelines: /* @__PURE__ */ new Map(),
  typing: /* @__PURE__ */ new Map()
};
var activityOf = (conversation2) => conversation2.lastMessage?.createdAt ?? conversation2.createdAt;
function sortedConversations(conversations) {
  const sorted = [...conversations.values()].sort(
    (a, b) => Number(b.settings.isPinned) - Number(a.settings.isPinned) || activityOf(b).localeCompare(activityOf(a))
  );
  return {
    active: sorted.filter(({ settings }) => !settings.isArchived),
    archived: sorted.filter(({ settings }) => settings.isArchived)
  };
}
function withUnread(conversation2) {
  const { lastSeq: lastSeq2, lastReadSeq, settings } = conversation2;
  const unreadCount = Math.max(
    0,
    lastSeq2 - (settings.unreadFrom === null ? lastReadSeq : settings.unreadFrom - 1)
  );
  return { ...conversation2, unreadCount, mentionCount: unreadCount === 0 ? 0 : conversation2.mentionCount };
}
var withoutUnreadFrom = (conversation2) => conversation2.settings.unreadFrom === null ? conversation2 : { ...conversation2, settings: { ...conversation2.settings, unreadFrom: null } };
function refreshed(known, fresh) {
  if (!known) return fresh;
  const newest = known.lastSeq > fresh.lastSeq ? known : fresh;
  const readUpTo = new Map(known.participants.map(({ user, lastReadSeq }) => [user.id, lastReadSeq]));
  const { name, adminsOnly, pictureId, version } = known.version > fresh.version ? known : fresh;
  return withUnread({
    ...fresh,
    name,
    adminsOnly,
    pictureId,
    version,
    lastSeq: newest.lastSeq,
    lastRevision: Math.max(known.lastRevision, fresh.lastRevision),
    lastMessage: newest.lastMessage,
    lastReadSeq: Math.max(known.lastReadSeq, fresh.lastReadSeq),
    participants: fresh.participants.map((participant2) => ({
      ...participant2,
      lastReadSeq: Math.max(participant2.lastReadSeq, readUpTo.get(participant2.user.id) ?? 0)
    }))
  });
}
function withMessage(conversation2, message2, me) {
  if (message2.seq <= conversation2.lastSeq) return conversation2;
  const isOwn = message2.senderId === me.id;
  const known = isOwn ? withoutUnreadFrom(conversation2) : conversation2;
  const isMention = !isOwn && mentionedUsernames(message2.content).includes(me.username);
  const isMuted = known.settings.notify === "nothing";
  return withUnread({
    ...known,
    lastSeq: message2.seq,
    lastMessage: message2,
    lastReadSeq: isOwn ? message2.seq : known.lastReadSeq,
    mentionCount: known.mentionCount + (isMention ? 1 : 0),
    settings: { ...known.settings, isArchived: known.settings.isArchived && isMuted }
  });
}
function withChange(conversation2, revision, seq, change) {
  const last = conversation2.lastMessage;
  const isNewer = last?.seq === seq && (last.revision ?? 0) < revision;
  return {
    ...conversation2,
    lastRevision: Math.max(conversation2.lastRevision, revision),
    ...isNewer && { lastMessage: change(last) }
  };
}
var withReadHere = (conversation2, seq) => withUnread({
  ...withoutUnreadFrom(conversation2),
  lastReadSeq: Math.max(conversation2.lastReadSeq, seq)
});
function withRead(conversation2, reader, seq, me) {
  const participants = conversation2.participants.map(
    (participant2) => participant2.user.id === reader && participant2.lastReadSeq < seq ? { ...participant2, lastReadSeq: seq } : participant2
  );
  const known = { ...conversation2, participants };
  return reader === me && conversation2.lastReadSeq < seq ? withReadHere(known, seq) : known;
}
function withEvent(conversation2, event, me) {
  switch (event.type) {
    case "conversation.updated":
      return event.conversation.version < conversation2.version ? conversation2 : (
        // What it has no more is not in the event, either.
        { ...conversation2, pictureId: void 0, ...event.conversation }
      );
    case "settings.updated": {
      const { settings, unreadCount, mentionCount } = event;
      return { ...conversation2, settings, unreadCount, mentionCount };
    }
    case "participant.updated":
      return {
        ...conversation2,
        ...event.userId === me && { role: event.role },
        participants: conversation2.participants.map(
          (participant2) => participant2.user.id === event.userId ? { ...participant2, role: event.role } : participant2
        )
      };
    case "participant.added": {
      const known = new Set(conversation2.participants.map(({ user }) => user.id));
      const added = event.participants.filter(({ user }) => !known.has(user.id));
      return {
        ...conversation2,
        participants: [...conversation2.participants, ...added].slice(0, limits.inlineParticipants),
        participantCount: event.participantCount
      };
    }
    case "participant.removed":
      return {
        ...conversation2,
        participants: conversation2.participants.filter(({ user }) => user.id !== event.userId),
        participantCount: event.participantCount
      };
  }
}
function withParticipant(conversations, userId, change) {
  return new Map(
    [...conversations].map(([id, conversation2]) => {
      if (!conversation2.participants.some(({ user }) => user.id === userId)) return [id, conversation2];
      const participants = conversation2.participants.map(
        (participant2) => participant2.user.id === userId ? change(participant2) : participant2
      );
      return [id, { ...conversation2, participants }];
    })
  );
}
var withPresence = (conversations, { userId, online, lastSeenAt }) => withParticipant(conversations, userId, (known) => ({
  ...known,
  online,
  ...lastSeenAt !== void 0 && { lastSeenAt }
}));
var withUser = (conversations, { user }) => withParticipant(conversations, user.id, (known) => ({ ...known, user }));

// web/src/client/live-socket.ts
import * as z12 from "zod/mini";

// contract/frames.ts
import * as z10 from "zod/mini";

// contract/accounts.ts
import * as z5 from "zod/mini";

// contract/sessions.ts
import * as z4 from "zod/mini";

// contract/text.ts
import * as z2 from "zod/mini";
function countCharacters(text2) {
  let count = 0;
  for (const _ of text2) count++;
  return count;
}
function isStorableText(text2) {
  return !text2.includes("\0") && !/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text2);
}
function text(min, max) {
  return z2.string().check((context) => {
    const value = context.value;
    const length = value.length > max * 2 ? value.length : countCharacters(value);
    if (length < min)
      context.issues.push({
        code: "too_small",
        origin: "string",
        minimum: min,
        inclusive: true,
        input: value,
        message: min === 1 ? "must not be empty" : `must have at least ${min} characters`
      });
    else if (length > max)
      context.issues.push({
        code: "too_big",
        origin: "string",
        maximum: max,
        inclusive: true,
        input: value,
        message: `must have at most ${max} characters`
      });
    else if (!isStorableText(value))
      context.issues.push({
        code: "custom",
        input: value,
        message: "must be valid Unicode without NUL characters"
      });
  }).register(z2.globalRegistry, { minLength: min, maxLength: max });
}
var Cursor = z2.string().check(z2.maxLength(200, "must have at most 200 characters"));
function queryInteger(min, max) {
  return z2.pipe(
    z2.pipe(z2.string().check(z2.regex(/^\d{1,15}$/, "must be a whole number")), z2.transform(Number)),
    z2.number().check(z2.minimum(min, `must be at least ${min}`), z2.maximum(max, `must be at most ${max}`))
  );
}

// contract/users.ts
import * as z3 from "zod/mini";
var Username = z3.string().check(
  z3.minLength(limits.username.min, `must have at least ${limits.username.min} characters`),
  z3.maxLength(limits.username.max, `must have at most ${limits.username.max} characters`),
  z3.regex(/^[A-Za-z0-9_.-]*$/, "may only have the letters a-z, digits, and _ . -"),
  z3.toLowerCase()
);
var Email = z3.email("must be an e-mail address").check(z3.maxLength(limits.email.max, `must have at most ${limits.email.max} characters`));
var FullName = text(1, limits.fullName.max);
var User = z3.object({
  id: UserId,
  username: z3.string(),
  fullName: z3.nullable(z3.string()),
  createdAt: z3.iso.datetime(),
  pictureId: z3.optional(PictureId)
}).register(z3.globalRegistry, { id: "User" });
var Account = z3.extend(User, {
  email: z3.string(),
  /** They have followed a link that was sent there. */
  isEmailVerified: z3.boolean()
}).register(z3.globalRegistry, { id: "Account" });
var UpdateMe = z3.object({
  fullName: z3.optional(z3.nullable(FullName)),
  email: z3.optional(Email),
  /** One that the caller has uploaded, or none. */
  pictureId: z3.optional(z3.nullable(PictureId))
}).check(z3.refine((change) => Object.keys(change).length > 0, "name at least one field to change")).register(z3.globalRegistry, { id: "UpdateMe" });
var UserLookup = z3.object({
  query: text(1, limits.fullName.max),
  limit: z3.optional(queryInteger(limits.page.min, limits.page.max))
});
var UserPage = z3.object({ items: z3.array(User), nextCursor: z3.nullable(z3.string()) }).register(z3.globalRegistry, { id: "UserPage" });

// contract/sessions.ts
var Registration = z4.object({
  username: Username,
  email: Email,
  password: text(limits.password.min, limits.password.max),
  fullName: z4.optional(FullName)
}).register(z4.globalRegistry, { id: "Registration" });
var Login = z4.object({ login: text(1, limits.email.max), password: text(1, limits.password.max) }).register(z4.globalRegistry, { id: "Login" });
var Session = z4.object({
  user: Account,
  accessToken: z4.string(),
  /** Seconds until the access token expires. */
  expiresIn: z4.int()
}).register(z4.globalRegistry, { id: "Session" });
var Jwks = z4.object({
  keys: z4.array(
    z4.object({
      kty: z4.literal("EC"),
      crv: z4.literal("P-256"),
      x: z4.string(),
      y: z4.string(),
      kid: z4.string(),
      alg: z4.literal("ES256"),
      use: z4.literal("sig")
    })
  )
}).register(z4.globalRegistry, { id: "Jwks" });

// contract/accounts.ts
var DeviceId = z5.guid("must be a UUID").check(z5.toLowerCase());
var Device = z5.object({
  id: DeviceId,
  /** What its browser calls itself (RFC 9110, 10.1.5). */
  userAgent: z5.nullable(z5.string()),
  signedInAt: z5.iso.datetime(),
  lastUsedAt: z5.iso.datetime(),
  /** It is the one that asks. */
  isCurrent: z5.boolean()
}).register(z5.globalRegistry, { id: "Device" });
var DeviceList = z5.object({ items: z5.array(Device), nextCursor: z5.null() }).register(z5.globalRegistry, { id: "DeviceList" });
var password = text(1, limits.password.max);
var ChangePassword = z5.object({ currentPassword: password, newPassword: text(limits.password.min, limits.password.max) }).register(z5.globalRegistry, { id: "ChangePassword" });
var token = text(1, 100);
var RequestPasswordReset = z5.pick(Login, { login: true }).register(z5.globalRegistry, { id: "RequestPasswordReset" });
var ResetPassword = z5.object({ token, password: text(limits.password.min, limits.password.max) }).register(z5.globalRegistry, { id: "ResetPassword" });
var VerifyEmail = z5.object({ token }).register(z5.globalRegistry, { id: "VerifyEmail" });
var DeleteAccount = z5.object({ password }).register(z5.globalRegistry, { id: "DeleteAccount" });
var OwnMessagesQuery = z5.object({
  cursor: z5.optional(Cursor)
});

// contract/conversations.ts
import * as z8 from "zod/mini";

// contract/messages.ts
import * as z7 from "zod/mini";

// contract/attachments.ts
import * as z6 from "zod/mini";
var ContentType = z6.string().check(
  z6.maxLength(100, "must have at most 100 characters"),
  z6.regex(/^[a-z0-9][a-z0-9.+-]*\/[a-z0-9][a-z0-9.+-]*$/i, "must be a media type, such as image/png"),
  z6.toLowerCase()
);
var fileSize = (max) => z6.int("must be a whole number").check(z6.minimum(1, "must not be empty"), z6.maximum(max, `must be at most ${max} bytes`));
var pixels = z6.optional(z6.int().check(z6.minimum(1), z6.maximum(1e5)));
var Attachment = z6.object({
  id: AttachmentId,
  fileName: z6.string(),
  contentType: z6.string(),
  sizeBytes: z6.int(),
  width: pixels,
  height: pixels
}).register(z6.globalRegistry, { id: "Attachment" });
var NewAttachment = z6.object({
  fileName: text(1, limits.attachment.fileName).check(
    z6.refine((name) => !/[\p{Cc}/\\]/u.test(name), "must have no slashes and no control characters")
  ),
  contentType: ContentType,
  sizeBytes: fileSize(limits.attachment.bytes),
  width: pixels,
  height: pixels
}).register(z6.globalRegistry, { id: "NewAttachment" });
var UploadForm = z6.object({ url: z6.string(), fields: z6.record(z6.string(), z6.string()) });
var Upload = z6.extend(UploadForm, { attachment: Attachment }).register(z6.globalRegistry, { id: "Upload" });
var Download = z6.object({ url: z6.string(), expiresIn: z6.number() }).register(z6.globalRegistry, { id: "Download" });
var pictureTypes = /* @__PURE__ */ new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/avif"
]);

// contract/messages.ts
var MessageContent = text(0, limits.message.max);
var Seq = z7.int().check(z7.minimum(0), z7.maximum(Number.MAX_SAFE_INTEGER));
var Revision = z7.int().check(z7.minimum(0), z7.maximum(Number.MAX_SAFE_INTEGER));
var Reaction = z7.object({ emoji: z7.string(), userIds: z7.array(UserId) });
var Message = z7.object({
  id: MessageId,
  conversationId: ConversationId,
  /** Counts 1, 2, 3 … in its conversation, with no hole, in the order of acceptance. */
  seq: Seq,
  senderId: UserId,
  /** Empty once it is deleted. */
  content: z7.string(),
  createdAt: z7.iso.datetime(),
  editedAt: z7.optional(z7.iso.datetime()),
  deletedAt: z7.optional(z7.iso.datetime()),
  replyTo: z7.optional(MessageId),
  reactions: z7.array(Reaction),
  /** Absent when there are none. */
  attachments: z7.optional(z7.array(Attachment)),
  /** The number of its last change, counted in its conversation; absent as it was sent. The higher one is newer. */
  revision: z7.optional(Revision)
}).register(z7.globalRegistry, { id: "Message" });
var NewMessage = z7.object({
  id: MessageId,
  content: MessageContent,
  replyTo: z7.optional(MessageId),
  /** Files that the sender has uploaded for this message. */
  attachmentIds: z7.optional(
    z7.array(AttachmentId).check(
      z7.maxLength(
        limits.attachment.perMessage,
        `must name at most ${limits.attachment.perMessage} files`
      )
    )
  )
}).check(
  z7.refine(({ content, attachmentIds = [] }) => content !== "" || attachmentIds.length > 0, {
    path: ["content"],
    message: "must not be empty"
  })
).register(z7.globalRegistry, { id: "NewMessage" });
var EditMessage = z7.object({ content: MessageContent }).register(z7.globalRegistry, { id: "EditMessage" });
var seqQuery = queryInteger(0, Number.MAX_SAFE_INTEGER);
var HistoryQuery = z7.object({
  before: z7.optional(seqQuery),
  after: z7.optional(seqQuery),
  limit: z7.optional(queryInteger(limits.page.min, limits.page.max))
}).check(
  z7.refine((query) => query.before === void 0 || query.after === void 0, {
    path: ["after"],
    message: "cannot be combined with before"
  })
);
var MessagePage = z7.object({
  items: z7.array(Message),
  /** The seq to pass as `before` (or `after`) for the next page; null when there is none. */
  nextCursor: z7.nullable(z7.string())
}).register(z7.globalRegistry, { id: "MessagePage" });
var ReadUpTo = z7.object({ seq: Seq }).register(z7.globalRegistry, { id: "ReadUpTo" });
var ReadPosition = z7.object({ lastReadSeq: Seq, unreadCount: z7.int() }).register(z7.globalRegistry, { id: "ReadPosition" });

// contract/conversations.ts
var GroupName = text(limits.groupName.min, limits.groupName.max);
var ParticipantRole = z8.enum(["owner", "admin", "member"]);
var Participant = z8.object({
  user: User,
  role: ParticipantRole,
  joinedAt: z8.iso.datetime(),
  /** Everything up to here was read. */
  lastReadSeq: Seq,
  /** Whether any of their devices is connected, or was a moment ago. */
  online: z8.boolean(),
  /** When they were last online, if they are not and ever were. */
  lastSeenAt: z8.optional(z8.iso.datetime())
}).register(z8.globalRegistry, { id: "Participant" });
var Notify = z8.enum(["all", "mentions", "nothing"]);
var ConversationSettings = z8.object({
  notify: Notify,
  isPinned: z8.boolean(),
  /** Ends by itself with the next message, unless it is muted. */
  isArchived: z8.boolean(),
  /** The message from which on they want to read again; ends by reading on. */
  unreadFrom: z8.nullable(Seq.check(z8.minimum(1, "must be at least 1")))
}).register(z8.globalRegistry, { id: "ConversationSettings" });
var UpdateSettings = z8.partial(ConversationSettings).check(z8.refine((change) => Object.keys(change).length > 0, "name at least one setting to change")).register(z8.globalRegistry, { id: "UpdateSettings" });
var Conversation = z8.object({
  id: ConversationId,
  name: z8.nullable(z8.string()),
  isGroupChat: z8.boolean(),
  createdAt: z8.iso.datetime(),
  /** Counts the changes of what it has in common for all: of two, the higher one is newer. */
  version: z8.int(),
  /** Whether only owner and admins may rename it and add people. */
  adminsOnly: z8.boolean(),
  pictureId: z8.optional(PictureId),
  lastSeq: Seq,
  /** The number of the last change of one of its messages. */
  lastRevision: Revision,
  lastMessage: z8.nullable(Message),
  /** The caller's own. */
  lastReadSeq: Seq,
  unreadCount: z8.int(),
  /** Unread messages that mention the caller. */
  mentionCount: z8.int(),
  /** The caller's own. */
  role: ParticipantRole,
  settings: ConversationSettings,
  /** The first few, the earliest members first; all of them are a page of their own. */
  participants: z8.array(Participant).check(z8.maxLength(limits.inlineParticipants)),
  participantCount: z8.int()
}).register(z8.globalRegistry, { id: "Conversation" });
var withoutRepeats = (ids) => [...new Set(ids)];
var NewConversation = z8.object({
  participantIds: z8.pipe(
    z8.array(UserId).check(z8.maxLength(limits.groupSize.max - 1, `must have at most ${limits.groupSize.max - 1} people`)),
    z8.transform(withoutRepeats)
  ),
  name: z8.optional(GroupName),
  isGroupChat: z8.optional(z8.boolean())
}).register(z8.globalRegistry, { id: "NewConversation" });
var UpdateConversation = z8.partial(z8.object({ name: GroupName, adminsOnly: z8.boolean(), pictureId: z8.nullable(PictureId) })).check(z8.refine((change) => Object.keys(change).length > 0, "name at least one field to change")).register(z8.globalRegistry, { id: "UpdateConversation" });
var UpdateParticipant = z8.object({ role: ParticipantRole }).register(z8.globalRegistry, { id: "UpdateParticipant" });
var AddParticipants = z8.object({
  participantIds: z8.pipe(
    z8.array(UserId).check(
      z8.minLength(1, "must name at least one person"),
      z8.maxLength(100, "must name at most 100 people a call")
    ),
    z8.transform(withoutRepeats)
  )
}).register(z8.globalRegistry, { id: "AddParticipants" });
var ConversationPageQuery = z8.object({
  cursor: z8.optional(Cursor),
  limit: z8.optional(queryInteger(limits.page.min, limits.page.max))
});
var ConversationPage = z8.object({ items: z8.array(Conversation), nextCursor: z8.nullable(z8.string()) }).register(z8.globalRegistry, { id: "ConversationPage" });
var ParticipantPage = z8.object({ items: z8.array(Participant), nextCursor: z8.nullable(z8.string()) }).register(z8.globalRegistry, { id: "ParticipantPage" });

// contract/problem.ts
import * as z9 from "zod/mini";
var FieldError = z9.object({ path: z9.string(), message: z9.string() });
var Problem = z9.object({
  type: z9.string(),
  title: z9.string(),
  status: z9.int(),
  detail: z9.string(),
  errors: z9.optional(z9.array(FieldError)),
  /** What the logs call this request, where it failed by our fault. */
  instance: z9.optional(z9.string()),
  /** Seconds after which another try makes sense. */
  retryAfter: z9.optional(z9.number())
}).register(z9.globalRegistry, { id: "Problem" });

// contract/frames.ts
var subprotocol = "chatflow.v1";
var requestId = z10.string().check(z10.maxLength(128, "must have at most 128 characters"));
var SendMessageFrame = z10.safeExtend(NewMessage, {
  action: z10.literal("message.send"),
  requestId,
  conversationId: ConversationId
});
var ReadFrame = z10.object({
  action: z10.literal("read"),
  requestId,
  conversationId: ConversationId,
  seq: Seq
});
var perConversation = (position) => z10.record(ConversationId, position).check(
  z10.refine(
    (conversations) => Object.keys(conversations).length <= limits.syncConversations,
    `must name at most ${limits.syncConversations} conversations`
  )
);
var SyncFrame = z10.object({
  action: z10.literal("sync"),
  requestId,
  conversations: perConversation(Seq),
  revisions: z10.optional(perConversation(Revision))
});
var TypingFrame = z10.object({
  action: z10.literal("typing"),
  conversationId: ConversationId,
  isTyping: z10.boolean()
});
var PingFrame = z10.object({ action: z10.literal("ping") });
var ClientFrame = z10.discriminatedUnion("action", [
  SendMessageFrame,
  ReadFrame,
  SyncFrame,
  TypingFrame,
  PingFrame
]);
var MessageCreated = z10.object({ type: z10.literal("message.created"), message: Message });
var MessageUpdated = z10.object({ type: z10.literal("message.updated"), message: Message });
var MessageDeleted = z10.object({ type: z10.literal("message.deleted"), message: Message });
var ReactionUpdated = z10.object({
  type: z10.literal("reaction.updated"),
  conversationId: ConversationId,
  messageId: MessageId,
  seq: Seq,
  revision: Revision,
  reactions: Message.shape.reactions
});
var ReadUpdated = z10.object({
  type: z10.literal("read.updated"),
  conversationId: ConversationId,
  userId: UserId,
  seq: Seq
});
var Typing = z10.object({
  type: z10.literal("typing"),
  conversationId: ConversationId,
  userId: UserId,
  isTyping: z10.boolean()
});
var Presence = z10.object({
  type: z10.literal("presence"),
  userId: UserId,
  online: z10.boolean(),
  lastSeenAt: z10.optional(z10.iso.datetime())
});
var UserUpdated = z10.object({ type: z10.literal("user.updated"), user: User });
var ConversationCreated = z10.object({
  type: z10.literal("conversation.created"),
  conversation: Conversation
});
var SharedConversation = z10.pick(Conversation, {
  id: true,
  name: true,
  isGroupChat: true,
  createdAt: true,
  version: true,
  adminsOnly: true,
  pictureId: true,
  participantCount: true
});
var ConversationUpdated = z10.object({
  type: z10.literal("conversation.updated"),
  conversation: SharedConversation
});
var ParticipantAdded = z10.object({
  type: z10.literal("participant.added"),
  conversationId: ConversationId,
  participants: z10.array(Participant),
  participantCount: z10.int()
});
var ParticipantUpdated = z10.object({
  type: z10.literal("participant.updated"),
  conversationId: ConversationId,
  userId: UserId,
  role: ParticipantRole
});
var SettingsUpdated = z10.object({
  type: z10.literal("settings.updated"),
  conversationId: ConversationId,
  settings: ConversationSettings,
  unreadCount: z10.int(),
  mentionCount: z10.int()
});
var SessionsEnded = z10.object({ type: z10.literal("sessions.ended"), deviceIds: z10.array(DeviceId) });
var ParticipantRemoved = z10.object({
  type: z10.literal("participant.removed"),
  conversationId: ConversationId,
  userId: UserId,
  participantCount: z10.int()
});
var ServerEvent = z10.discriminatedUnion("type", [
  MessageCreated,
  MessageUpdated,
  MessageDeleted,
  ReactionUpdated,
  ReadUpdated,
  Typing,
  Presence,
  UserUpdated,
  ConversationCreated,
  ConversationUpdated,
  ParticipantAdded,
  ParticipantUpdated,
  ParticipantRemoved,
  SettingsUpdated,
  SessionsEnded
]);
var MessageAck = z10.object({ type: z10.literal("ack"), requestId: z10.string(), message: Message });
var ReadAck = z10.extend(ReadPosition, { type: z10.literal("ack"), requestId: z10.string() });
var SyncAnswer = z10.object({
  type: z10.literal("sync"),
  requestId: z10.string(),
  messages: z10.array(Message),
  changes: z10.optional(z10.array(Message)),
  revisions: z10.optional(z10.record(ConversationId, Revision)),
  more: z10.boolean()
});
var ErrorFrame = z10.object({
  type: z10.literal("error"),
  requestId: z10.optional(z10.string()),
  problem: Problem
});
var Pong = z10.object({ type: z10.literal("pong") });
var ServerFrame = z10.union([ServerEvent, MessageAck, ReadAck, SyncAnswer, ErrorFrame, Pong]);

// contract/position.ts
import * as z11 from "zod/mini";
var Position = z11.string().check(z11.regex(/^\d{1,19}$/, "must be a position that the server gave"));
var positionHeader = "chatflow-position";
var Positioned = z11.object({ position: z11.optional(Position) });

// web/src/client/problem-error.ts
var ProblemError = class extends Error {
  status;
  errors;
  /** Seconds after which another try makes sense, if the server said so. */
  retryAfter;
  constructor(problem) {
    super(problem.detail);
    this.name = "ProblemError";
    this.status = problem.status;
    this.errors = problem.errors ?? [];
    this.retryAfter = problem.retryAfter;
  }
  /** Trying the same again may help: it did not arrive, or the fault was the server's. */
  get isTemporary() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
  /** What was wrong with one field, for showing beside it. */
  messageFor(path) {
    return this.errors.find((error) => error.path === path)?.message;
  }
};
var unreachable = () => new ProblemError({ status: 0, detail: "The server could not be reached. Please check your connection." });
async function problemOf(response) {
  const body = await response.json().catch(() => void 0);
  const problem = Problem.safeParse(body);
  return new ProblemError(
    problem.success ? problem.data : { status: response.status, detail: `The server answered with status ${response.status}.` }
  );
}

// web/src/client/live-socket.ts
var GatewayFrame = z12.object({ message: z12.string(), connectionId: z12.string() });
var LiveSocket = class {
  #options;
  #socket;
  #waiting = /* @__PURE__ */ new Map();
  #requests = 0;
  #ended = false;
  #retired = false;
  /** Set when the socket opens, and left set when it has ended. */
  #pings;
  #pongDue;
  constructor(options) {
    this.#options = options;
    this.#socket = options.openSocket(options.url, [subprotocol, options.token]);
    this.#socket.onopen = () => {
      if (this.#ended) return;
      this.#pings = setInterval(() => this.ping(), options.times.ping);
      options.onOpen();
    };
    this.#socket.onmessage = ({ data }) => this.#receive(String(data));
    this.#socket.onclose = () => this.close();
    this.#socket.onerror = () => {
    };
  }
  get isOpen() {
    return !this.#ended && this.#socket.readyState === 1;
  }
  /** Whether it has ever been open. */
  get wasOpen() {
    return this.#pings !== void 0;
  }
  /** Sends a frame and waits for its answer. @throws ProblemError  refused; or status 0 when no answer came */
  request(frame) {
    if (!this.isOpen) return Promise.reject(unreachable());
    const requestId2 = String(++this.#requests);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#take(requestId2);
        this.#options.position.changed(void 0);
        reject(unreachable());
      }, this.#options.times.ack);
      this.#waiting.set(requestId2, { resolve, reject, timer });
      this.#socket.send(JSON.stringify({ ...frame, requestId: requestId2 }));
    });
  }
  /** Sends a frame that is not answered; without a connection, it is not sent. */
  notify(frame) {
    if (this.isOpen) this.#socket.send(JSON.stringify(frame));
  }
  /** Asks whether the other side is still there; closes if it does not answer. */
  ping() {
    if (!this.isOpen || this.#pongDue !== void 0) return;
    this.notify({ action: "ping" });
    this.#pongDue = setTimeout(() => this.close(), this.#options.times.pong);
  }
  /** Closes as soon as what was asked is answered: another socket has taken over. */
  retire() {
    this.#retired = true;
    if (this.#waiting.size === 0) this.close();
  }
  /** Lets go at once, closed or not, and fails what waits for an answer. */
  close() {
    if (this.#ended) return;
    this.#ended = true;
    clearInterval(this.#pings);
    clearTimeout(this.#pongDue);
    this.#socket.close();
    this.#failWaiting();
    this.#options.onClose();
  }
  #receive(data) {
    if (this.#ended) return;
    const json = JSON.parse(data);
    const frame = ServerFrame.safeParse(json);
    if (!frame.success) {
      if (GatewayFrame.safeParse(json).success) this.#failWaiting();
      return;
    }
    const { position } = this.#options;
    const told = Positioned.safeParse(json).data?.position;
    switch (frame.data.type) {
      case "pong":
        clearTimeout(this.#pongDue);
        this.#pongDue = void 0;
        return;
      case "ack":
        position.changed(told);
        this.#take(frame.data.requestId)?.resolve(frame.data);
        return;
      case "sync":
        position.seen(told);
        this.#take(frame.data.requestId)?.resolve(frame.data);
        return;
      case "error":
        position.changed(told);
        this.#take(frame.data.requestId)?.reject(new ProblemError(frame.data.problem));
        return;
      default:
        position.seen(told);
        this.#options.onEvent(frame.data);
    }
  }
  #take(requestId2) {
    if (requestId2 === void 0) return void 0;
    const waiting = this.#waiting.get(requestId2);
    this.#waiting.delete(requestId2);
    clearTimeout(waiting?.timer);
    if (this.#retired && this.#waiting.size === 0) this.close();
    return waiting;
  }
  #failWaiting() {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    if (waiting.length > 0) this.#options.position.changed(void 0);
    for (const { reject, timer } of waiting) {
      clearTimeout(timer);
      reject(unreachable());
    }
  }
};

// web/src/client/connection.ts
var connectionTimes = {
  ack: webSocketLimits.integrationMs + 1e3,
  ping: 4 * 6e4,
  pong: 1e4,
  // API Gateway ends each connection after two hours.
  renew: webSocketLimits.connectionMs - 10 * 6e4,
  backoff: { first: 300, most: 2e4 }
};
var Connection = class {
  #options;
  #times;
  /** Those who wait for a socket to open. */
  #forOpen = /* @__PURE__ */ new Set();
  /** The socket that is used, or the one that is being opened when there is none. */
  #current;
  /** The one that will take over. */
  #next;
  #stopped = true;
  #failures = 0;
  /**
   * A browser does not say why a socket did not open. It may be the token, by a clock that was set back: after the
   * first such attempt, and only then, the next one takes a new token.
   */
  #token = "as usual";
  /** Counts starts and stops: what was begun before the last of them is out of date. */
  #era = 0;
  #reconnect;
  #renewal;
  constructor(options) {
    this.#options = options;
    this.#times = options.times ?? connectionTimes;
  }
  get isOpen() {
    return this.#current?.isOpen === true;
  }
  start() {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#failures = 0;
    this.#era++;
    void this.#open();
  }
  /** Closes for good. */
  stop() {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#era++;
    clearTimeout(this.#reconnect);
    clearTimeout(this.#renewal);
    const sockets = [this.#next, this.#current];
    this.#next = void 0;
    for (const socket of sockets) socket?.close();
    for (const { reject } of this.#forOpen) reject(unreachable());
    this.#forOpen.clear();
  }
  /** Tries at once instead of waiting: the network came back, or somebody looks at the page again. */
  retryNow() {
    if (this.#stopped) return;
    if (this.isOpen) this.#current?.ping();
    if (this.#reconnect === void 0) return;
    clearTimeout(this.#reconnect);
    void this.#open();
  }
  /** Waits until the connection is open. @throws ProblemError  status 0 when it is stopped */
  whenOpen() {
    if (this.isOpen) return Promise.resolve();
    return new Promise((resolve, reject) => this.#forOpen.add({ resolve, reject }));
  }
  /** Sends a frame and waits for its answer. @throws ProblemError  refused; or status 0 when no answer came */
  request(frame) {
    return this.#current?.request(frame) ?? Promise.reject(unreachable());
  }
  /** Sends a frame that is not answered; without a connection, it is not sent. */
  notify(frame) {
    this.#current?.notify(frame);
  }
  /** Opens a socket: the one that there is none of, or the successor of the one there is. */
  async #open() {
    this.#reconnect = void 0;
    const era = this.#era;
    let token2;
    try {
      token2 = await this.#options.accessToken(this.#token === "to be renewed");
      if (this.#token === "to be renewed") this.#token = "renewed";
    } catch (error) {
      const isOver = error instanceof ProblemError && error.status === 401;
      if (isOver || era !== this.#era) return;
      if (!this.#current) this.#options.onLost();
      this.#scheduleOpen();
      return;
    }
    if (era !== this.#era) return;
    const socket = new LiveSocket({
      url: this.#options.url,
      token: token2,
      times: this.#times,
      openSocket: this.#options.openSocket ?? ((url2, protocols) => new WebSocket(url2, protocols)),
      position: this.#options.position,
      onEvent: this.#options.onEvent,
      onOpen: () => this.#opened(socket),
      onClose: () => this.#closed(socket)
    });
    if (this.#current) this.#next = socket;
    else this.#current = socket;
  }
  #opened(socket) {
    if (socket === this.#next) {
      const previous = this.#current;
      this.#current = socket;
      this.#next = void 0;
      previous?.retire();
    }
    this.#failures = 0;
    this.#token = "as usual";
    clearTimeout(this.#renewal);
    this.#renewal = setTimeout(() => void this.#open(), this.#times.renew);
    for (const { resolve } of this.#forOpen) resolve();
    this.#forOpen.clear();
    this.#options.onOpen();
  }
  #closed(socket) {
    if (!socket.wasOpen && this.#token === "as usual") this.#token = "to be renewed";
    if (socket === this.#next) {
      this.#next = void 0;
      if (!this.#stopped) this.#scheduleOpen();
    }
    if (socket !== this.#current) return;
    this.#current = this.#next;
    this.#next = void 0;
    clearTimeout(this.#renewal);
    this.#options.onLost();
    if (!this.#stopped && !this.#current && this.#reconnect === void 0) this.#scheduleOpen();
  }
  #scheduleOpen() {
    const { first, most: most2 } = this.#times.backoff;
    const ceiling = Math.min(most2, first * 2 ** this.#failures++);
    this.#reconnect = setTimeout(() => void this.#open(), ceiling / 2 + Math.random() * ceiling / 2);
  }
};

// web/src/client/message-actions.ts
function withReaction(message2, emoji, userId, isSet) {
  const others = message2.reactions.map(
    (reaction2) => reaction2.emoji === emoji ? { emoji, userIds: reaction2.userIds.filter((id) => id !== userId).concat(isSet ? [userId] : []) } : reaction2
  );
  const isNew = isSet && !message2.reactions.some((reaction2) => reaction2.emoji === emoji);
  const reactions = isNew ? [...others, { emoji, userIds: [userId] }] : others;
  return { ...message2, reactions: reactions.filter(({ userIds }) => userIds.length > 0) };
}
var MessageActions = class {
  #session;
  #timelines;
  constructor(session, timelines) {
    this.#session = session;
    this.#timelines = timelines;
  }
  /** @throws ProblemError */
  edit(id, messageId, content) {
    const editedAt = (/* @__PURE__ */ new Date()).toISOString();
    return this.#change(
      id,
      messageId,
      (message2) => ({ ...message2, content, editedAt }),
      () => this.#session.call("editMessage", { params: { id, messageId }, body: { content } })
    );
  }
  /** @throws ProblemError */
  remove(id, messageId) {
    const deletedAt = (/* @__PURE__ */ new Date()).toISOString();
    return this.#change(
      id,
      messageId,
      (message2) => ({ ...message2, content: "", reactions: [], attachments: [], deletedAt }),
      () => this.#session.call("deleteMessage", { params: { id, messageId } })
    );
  }
  /** Reacts to a message, or takes it back. @throws ProblemError */
  react(id, messageId, emoji, userId, isSet) {
    return this.#change(
      id,
      messageId,
      (message2) => withReaction(message2, emoji, userId, isSet),
      () => this.#session.call(isSet ? "addReaction" : "removeReaction", { params: { id, messageId, emoji } })
    );
  }
  async #change(id, messageId, change, call2) {
    const before = this.#timelines.find(id, messageId);
    const after = before && change(before);
    if (after) this.#timelines.replace(id, before, after);
    try {
      const answer = await call2();
      if (answer) this.#timelines.change(id, answer.revision ?? 0, answer.seq, () => answer);
    } catch (error) {
      if (after) this.#timelines.replace(id, after, before);
      throw error;
    }
  }
};

// web/src/client/once.ts
var Once = class {
  #running = /* @__PURE__ */ new Map();
  /** Starts `task`, unless one of the same name is under way: then it is that one. */
  run(name, task) {
    const running = this.#running.get(name);
    if (running) return running;
    const promise = task().finally(() => this.#running.delete(name));
    this.#running.set(name, promise);
    return promise;
  }
};

// web/src/client/outbox.ts
import * as z13 from "zod/mini";
var OutboxMessage = z13.object({
  /** Of version 7, so that ids sort in the order in which the messages were written. */
  id: MessageId,
  conversationId: ConversationId,
  content: z13.string(),
  replyTo: z13.optional(MessageId),
  /** Uploaded already. */
  attachments: z13.optional(z13.array(Attachment)),
  createdAt: z13.string(),
  /** Why it was not accepted; without it, it is on its way. */
  failure: z13.optional(z13.string())
});
var sentForm = ({ id, content, replyTo, attachments }) => ({
  id,
  content,
  replyTo,
  attachmentIds: attachments?.map((attachment) => attachment.id)
});
function memoryOutbox() {
  const messages = /* @__PURE__ */ new Map();
  return {
    load: async () => [...messages.values()],
    put: async (message2) => {
      messages.set(message2.id, message2);
    },
    remove: async (id) => {
      messages.delete(id);
    }
  };
}

// web/src/client/sender.ts
var backoff = { first: 200, most: 1e4 };
var frameBytes = webSocketLimits.frameBytes - 64;
var wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
var Sender = class {
  #options;
  /** The last send of each conversation, for the next one to wait for. */
  #lanes = /* @__PURE__ */ new Map();
  #queued = /* @__PURE__ */ new Set();
  /** Counts starts and stops: sends of an earlier run end. */
  #run = 0;
  constructor(options) {
    this.#options = options;
  }
  /** Goes on with what is in the outbox. @returns all of it, also what was refused */
  async start() {
    this.stop();
    const run = this.#run;
    const messages = await this.#options.outbox.load().catch(() => []);
    if (run !== this.#run) return [];
    for (const message2 of messages) if (message2.failure === void 0) void this.#enqueue(message2);
    return messages;
  }
  /** What is not acknowledged stays in the outbox. */
  stop() {
    this.#run++;
    this.#lanes.clear();
    this.#queued.clear();
  }
  /** Puts a message into the outbox and sends it. @returns when its fate is known, or it is stopped */
  async send(message2) {
    const kept = this.#options.outbox.put(message2).catch(() => {
    });
    const sent = this.#enqueue(message2, kept);
    await sent;
  }
  /** Forgets a message that was refused. */
  async discard(id) {
    await this.#options.outbox.remove(id).catch(() => {
    });
  }
  #enqueue(message2, kept = Promise.resolve()) {
    const { conversationId, id } = message2;
    if (this.#queued.has(id)) return Promise.resolve();
    this.#queued.add(id);
    const run = this.#run;
    const before = this.#lanes.get(conversationId) ?? Promise.resolve();
    const lane = Promise.all([before, kept]).then(() => this.#deliver(message2, run));
    this.#lanes.set(conversationId, lane);
    return lane;
  }
  async #deliver(message2, run) {
    const { connection, outbox, onSent, onRefused } = this.#options;
    const { id } = message2;
    for (let attempt = 0; run === this.#run; attempt++) {
      try {
        await connection.whenOpen();
        const sent = await this.#send(message2);
        this.#queued.delete(id);
        onSent(sent);
        await outbox.remove(id).catch(() => {
        });
        return;
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        if (run !== this.#run) return;
        if (!error.isTemporary) {
          this.#queued.delete(id);
          const refused = { ...message2, failure: error.message };
          await outbox.put(refused).catch(() => {
          });
          onRefused(refused);
          return;
        }
        const ceiling = Math.min(backoff.most, backoff.first * 2 ** attempt);
        await wait((error.retryAfter ?? 0) * 1e3 + Math.random() * ceiling / 2 + ceiling / 2);
      }
    }
  }
  /** One attempt. @throws ProblemError */
  async #send(message2) {
    const { conversationId } = message2;
    const frame = { action: "message.send", conversationId, ...sentForm(message2) };
    const bytes = new TextEncoder().encode(JSON.stringify(frame)).length;
    if (bytes > frameBytes) return this.#options.post(message2);
    const answer = await this.#options.connection.request(frame);
    if (!("message" in answer)) throw new TypeError("The ack of a send has no message");
    return answer.message;
  }
};

// web/src/client/snapshot.ts
import * as z14 from "zod/mini";

// web/src/client/timeline.ts
var emptyTimeline = {
  messages: [],
  pending: [],
  isLoaded: false,
  isAtEnd: true,
  revision: 0,
  part: 0
};
var lastSeq = (timeline) => timeline.messages.at(-1)?.seq ?? 0;
var newerOf = (known, told) => known && (known.revision ?? 0) > (told.revision ?? 0) ? known : told;
function joined(known, added) {
  const [first] = known;
  const last = known.at(-1);
  if (!first || !last || added.length === 0) return void 0;
  const sorted = [...added].sort((a, b) => a.seq - b.seq);
  const from = sorted[0]?.seq ?? 0;
  if (sorted.some(({ seq }, at) => seq !== from + at)) return void 0;
  if (from === last.seq + 1) return [...known, ...sorted];
  return from + sorted.length === first.seq ? [...sorted, ...known] : void 0;
}
function addMessages(timeline, added) {
  const whole = joined(timeline.messages, added);
  if (whole) return { timeline: withoutSent({ ...timeline, messages: whole }, added), gap: false };
  const bySeq = new Map(timeline.messages.map((message2) => [message2.seq, message2]));
  for (const message2 of added) bySeq.set(message2.seq, newerOf(bySeq.get(message2.seq), message2));
  const sorted = [...bySeq.values()].sort((a, b) => a.seq - b.seq);
  const newest = timeline.isLoaded ? 1 : sorted.at(-1)?.seq;
  const anchor = timeline.messages.at(-1)?.seq ?? newest;
  const at = sorted.findIndex((message2) => message2.seq === anchor);
  let from = at;
  let to = at;
  while (from > 0 && sorted[from - 1]?.seq === (sorted[from]?.seq ?? 0) - 1) from--;
  while (to < sorted.length - 1 && sorted[to + 1]?.seq === (sorted[to]?.seq ?? 0) + 1) to++;
  const messages = at < 0 ? [] : sorted.slice(from, to + 1);
  return {
    timeline: withoutSent({ ...timeline, messages }, messages),
    gap: to < sorted.length - 1
  };
}
function withoutSent(timeline, sent) {
  if (timeline.pending.length === 0) return timeline;
  const ids = new Set(sent.map((message2) => message2.id));
  return { ...timeline, pending: timeline.pending.filter((message2) => !ids.has(message2.id)) };
}
function withChanged(timeline, changed) {
  const at = timeline.messages.findIndex(({ seq }) => seq === changed.seq);
  const known = timeline.messages[at];
  if (!known || newerOf(known, changed) === known) return timeline;
  return { ...timeline, messages: timeline.messages.with(at, changed) };
}

// web/src/client/snapshot.ts
var Snapshot = z14.object({
  conversations: z14.array(Conversation),
  timelines: z14.array(z14.object({ messages: z14.array(Message).check(z14.minLength(1)), revision: Revision }))
});
var most = { conversations: 100, timelines: 20, messages: 50 };
function snapshotOf({ conversations, timelines }) {
  const { active, archived } = sortedConversations(conversations);
  const opened = [...timelines.values()].filter(
    ({ isLoaded, isAtEnd, messages }) => isLoaded && isAtEnd && messages.length > 0
  );
  return {
    conversations: [...active, ...archived].slice(0, most.conversations),
    timelines: opened.slice(-most.timelines).map(({ messages, revision }) => ({ messages: messages.slice(-most.messages), revision }))
  };
}
function stateOf({
  conversations,
  timelines
}) {
  const known = new Map(conversations.map((conversation2) => [conversation2.id, conversation2]));
  return {
    conversations: known,
    conversationsCursor: null,
    timelines: new Map(
      timelines.flatMap(({ messages, revision }) => {
        const id = messages[0]?.conversationId;
        return id && known.has(id) ? [[id, { ...emptyTimeline, messages, revision, isLoaded: true }]] : [];
      })
    )
  };
}

// web/src/client/snapshot-keeper.ts
var waitMs = 1e3;
var SnapshotKeeper = class {
  #store;
  #snapshots;
  /** Counts starts and stops: a snapshot that comes after its run has ended is not taken. */
  #run = 0;
  #timer;
  #unsubscribe = () => {
  };
  constructor(store, snapshots) {
    this.#store = store;
    this.#snapshots = snapshots;
  }
  async start() {
    this.stop();
    const run = this.#run;
    const snapshot = await this.#snapshots.load().catch(() => void 0);
    if (run !== this.#run) return;
    const { conversations, conversationsCursor, timelines } = this.#store.state;
    if (snapshot && conversations.size === 0 && conversationsCursor === void 0) {
      const restored = stateOf(snapshot);
      const merged = new Map(restored.timelines);
      for (const [id, known] of timelines) {
        merged.set(id, { ...merged.get(id) ?? known, pending: known.pending });
      }
      this.#store.update({ ...restored, timelines: merged });
    }
    this.#unsubscribe = this.#store.subscribe(() => {
      this.#timer ??= setTimeout(() => this.#keep(), waitMs);
    });
  }
  stop() {
    this.#run++;
    this.#unsubscribe();
    clearTimeout(this.#timer);
    this.#timer = void 0;
  }
  #keep() {
    this.#timer = void 0;
    void this.#snapshots.save(snapshotOf(this.#store.state)).catch(() => {
    });
  }
};

// web/src/client/status.ts
var statusAfter = {
  connecting: { opened: "catching up", lost: "offline" },
  "catching up": { "caught up": "live", lost: "offline" },
  live: { lost: "offline" },
  offline: { opened: "catching up" }
};

// web/src/client/store.ts
var Store = class {
  #listeners = /* @__PURE__ */ new Set();
  #state = initialState;
  get state() {
    return this.#state;
  }
  /** Calls `listener` after each change of `state`. @returns stops it */
  subscribe = (listener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  update(change) {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
  conversation(id) {
    return this.#state.conversations.get(id);
  }
  /** Changes a conversation that is known; one that is not stays unknown. */
  changeConversation(id, change) {
    const known = this.#state.conversations.get(id);
    const changed = known && change(known);
    if (changed && changed !== known) {
      this.update({ conversations: new Map([...this.#state.conversations, [id, changed]]) });
    }
  }
  /** Forgets a conversation and its messages. */
  removeConversation(id) {
    const without = (map) => new Map([...map].filter(([other]) => other !== id));
    this.update({
      conversations: without(this.#state.conversations),
      timelines: without(this.#state.timelines)
    });
  }
};

// web/src/client/timelines.ts
var pageSize = "50";
var pageAttempts = 7;
var farBehind = 300;
var gapMs = 300;
var syncAtOnce = 250;
var Timelines = class {
  #store;
  #session;
  #sync;
  #fetches = new Once();
  /** Messages that came before their predecessors. */
  #early = /* @__PURE__ */ new Map();
  #gapTimers = /* @__PURE__ */ new Map();
  constructor({ store, session, sync }) {
    this.#store = store;
    this.#session = session;
    this.#sync = sync;
  }
  stop() {
    for (const timer of this.#gapTimers.values()) clearTimeout(timer);
    this.#gapTimers.clear();
  }
  get(id) {
    return this.#store.state.timelines.get(id) ?? emptyTimeline;
  }
  /** The conversations whose messages are here; of more than one sync can ask for, the latest opened. */
  get openedIds() {
    const opened = [...this.#store.state.timelines].filter(([, timeline]) => timeline.isLoaded);
    return opened.slice(-syncAtOnce).map(([id]) => id);
  }
  /** What is here of conversations, for a sync to complete. */
  knownOf(ids) {
    const each = (position) => Object.fromEntries(ids.map((id) => [id, position(this.get(id), id)]));
    return {
      // Of a part of the past, what came after it is not missing.
      conversations: each(
        (timeline, id) => timeline.isAtEnd ? lastSeq(timeline) : this.#store.conversation(id)?.lastSeq ?? 0
      ),
      revisions: each((timeline) => timeline.revision)
    };
  }
  /** Fetches the newest messages, unless they are here. @throws ProblemError */
  open(id) {
    const timeline = this.get(id);
    if (timeline.isLoaded && timeline.isAtEnd) return Promise.resolve();
    const { lastSeq: last = 0, unreadCount = 0 } = this.#store.conversation(id) ?? {};
    if (unreadCount > Number(pageSize)) return this.show(id, last - unreadCount + 1);
    return this.showNewest(id);
  }
  /** Shows the newest messages, wherever one was reading. @throws ProblemError */
  showNewest(id) {
    const { isLoaded, isAtEnd } = this.get(id);
    if (isLoaded && isAtEnd) return Promise.resolve();
    return this.#fetches.run(`newest ${id}`, async () => {
      const revision = this.#store.conversation(id)?.lastRevision ?? 0;
      const { items } = await this.#page(id, {});
      const now = this.get(id);
      if (now.isLoaded && now.isAtEnd) this.add(id, items);
      else this.#replace(id, items, true, revision);
    });
  }
  /** Shows a message among those around it; what is here already stays. @throws ProblemError */
  show(id, seq) {
    const focus = { seq, count: (this.get(id).focus?.count ?? 0) + 1 };
    if (this.get(id).messages.some((message2) => message2.seq === seq)) {
      this.#update(id, (timeline) => ({ ...timeline, focus }));
      return Promise.resolve();
    }
    return this.#fetches.run(`around ${id}`, async () => {
      const revision = this.#store.conversation(id)?.lastRevision ?? 0;
      const [before, after] = await Promise.all([
        this.#page(id, { before: String(seq) }),
        this.#page(id, { after: String(seq - 1) })
      ]);
      this.#replace(id, [...before.items, ...after.items], after.nextCursor === null, revision, focus);
    });
  }
  /** Begins anew where more was missed than anybody would want to fetch page by page. @throws ProblemError */
  async renewFarBehind() {
    for (const id of this.openedIds) {
      const timeline = this.get(id);
      const missed = (this.#store.conversation(id)?.lastSeq ?? 0) - lastSeq(timeline);
      if (!timeline.isAtEnd || missed <= farBehind) continue;
      this.#update(id, (now) => ({ ...now, isLoaded: false }));
      await this.open(id);
    }
  }
  /** Fetches the page before the oldest message that is here. @throws ProblemError */
  loadOlder(id) {
    const oldest = this.get(id).messages[0]?.seq ?? 0;
    if (oldest <= 1) return Promise.resolve();
    return this.#fetches.run(`older ${id} ${oldest}`, async () => {
      const { items } = await this.#persistently(id, { before: String(oldest) });
      if (this.get(id).messages[0]?.seq === oldest) this.add(id, items);
    });
  }
  /** Fetches the page after the last message that is here, if that is not the newest. @throws ProblemError */
  loadNewer(id) {
    const timeline = this.get(id);
    if (timeline.isAtEnd) return Promise.resolve();
    const last = lastSeq(timeline);
    return this.#fetches.run(`newer ${id} ${last}`, async () => {
      const { items, nextCursor } = await this.#persistently(id, { after: String(last) });
      if (lastSeq(this.get(id)) !== last) return;
      this.add(id, items);
      if (nextCursor === null) this.#update(id, (now) => ({ ...now, isAtEnd: true }));
      this.watchGap(id);
    });
  }
  /** Takes a new message, pushed or acknowledged, if it belongs to what is shown. */
  receive(id, message2) {
    const { isLoaded, isAtEnd, pending } = this.get(id);
    if (isLoaded && !isAtEnd) this.#update(id, (timeline) => withoutSent(timeline, [message2]));
    else if (isLoaded || pending.length > 0) this.add(id, [message2]);
  }
  add(id, messages) {
    const early = this.#early.get(id) ?? [];
    const { timeline, gap } = addMessages(this.get(id), [...early, ...messages]);
    if (gap) this.#early.set(id, [...early, ...messages].slice(-limits.page.max));
    else this.#early.delete(id);
    this.#update(id, () => timeline);
    this.watchGap(id);
  }
  /** A message has changed, by the change of this number; whether it is here or not, that one is not missing. */
  change(id, revision, seq, change) {
    this.#update(id, (timeline) => {
      const known = timeline.messages.find((message2) => message2.seq === seq);
      const changed = known ? withChanged(timeline, change(known)) : timeline;
      return timeline.revision + 1 === revision ? { ...changed, revision } : changed;
    });
    this.watchGap(id);
  }
  /** Replaces a message by another form of it, as long as it still is `known`. @returns whether it was */
  replace(id, known, by) {
    const at = this.get(id).messages.indexOf(known);
    if (at >= 0) this.#update(id, (timeline) => ({ ...timeline, messages: timeline.messages.with(at, by) }));
    return at >= 0;
  }
  find(id, messageId) {
    return this.get(id).messages.find((message2) => message2.id === messageId);
  }
  /** Takes the changes of a sync's answer, which are all there are up to `revisions`. */
  takeChanges({ changes = [], revisions = {} }) {
    for (const message2 of changes) {
      this.#update(message2.conversationId, (timeline) => withChanged(timeline, message2));
    }
    for (const [id, timeline] of this.#store.state.timelines) {
      const revision = revisions[id];
      if (revision !== void 0 && revision > timeline.revision) {
        this.#update(id, (now) => ({ ...now, revision }));
      }
    }
  }
  /** Shows a message of ours that is not acknowledged, in its place among the others. */
  setPending(message2) {
    this.#update(message2.conversationId, (timeline) => {
      if (timeline.messages.some(({ id }) => id === message2.id)) return timeline;
      const at = timeline.pending.findIndex(({ id }) => id === message2.id);
      const pending = at < 0 ? [...timeline.pending, message2] : timeline.pending.with(at, message2);
      return { ...timeline, pending };
    });
  }
  removePending(id, messageId) {
    this.#update(id, (timeline) => ({
      ...timeline,
      pending: timeline.pending.filter((message2) => message2.id !== messageId)
    }));
  }
  forget(id) {
    this.#early.delete(id);
  }
  /** Asks for what is missing, unless it comes by itself within a moment. */
  watchGap(id) {
    if (this.#gapTimers.has(id) || !this.#hasGap(id)) return;
    const look = () => {
      this.#gapTimers.delete(id);
      if (this.#hasGap(id)) void this.#sync(id).catch(() => {
      });
    };
    this.#gapTimers.set(id, setTimeout(look, gapMs));
  }
  /** Whether something is missing of what is shown of a conversation: new messages, or changes. */
  #hasGap(id) {
    const timeline = this.get(id);
    const conversation2 = this.#store.conversation(id);
    if (!timeline.isLoaded || !conversation2) return false;
    return timeline.isAtEnd && conversation2.lastSeq > lastSeq(timeline) || conversation2.lastRevision > timeline.revision;
  }
  #page(id, query) {
    return this.#session.call("listMessages", { params: { id }, query: { limit: pageSize, ...query } });
  }
  /** A page that somebody has scrolled to, and will not ask for twice: what may help is tried again. */
  async #persistently(id, query) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#page(id, query);
      } catch (error) {
        if (!(error instanceof ProblemError && error.isTemporary) || attempt === pageAttempts) throw error;
        const ceiling = Math.min(8e3, 500 * 2 ** attempt);
        await new Promise((resolve) => setTimeout(resolve, ceiling / 2 + Math.random() * ceiling / 2));
      }
    }
  }
  /** Shows other messages than before. `revision`: the last change when they were asked for. */
  #replace(id, items, isAtEnd, revision, focus) {
    const before = this.get(id);
    const base = isAtEnd && !before.isLoaded ? before : { ...before, messages: [], isLoaded: false };
    const { timeline } = addMessages(base, [...isAtEnd ? this.#early.get(id) ?? [] : [], ...items]);
    if (!isAtEnd) this.#early.delete(id);
    this.#update(id, () => ({
      ...timeline,
      isLoaded: true,
      isAtEnd,
      part: before.part + 1,
      revision: before.isLoaded ? before.revision : revision,
      ...focus && { focus }
    }));
    this.watchGap(id);
  }
  #update(id, change) {
    const known = this.get(id);
    const changed = change(known);
    if (changed !== known) {
      this.#store.update({ timelines: new Map([...this.#store.state.timelines, [id, changed]]) });
    }
  }
};

// web/src/client/typing.ts
var TypingPeople = class {
  #timers = /* @__PURE__ */ new Map();
  #people = /* @__PURE__ */ new Map();
  #onChange;
  /** @param onChange  called with all of them after each change */
  constructor(onChange) {
    this.#onChange = onChange;
  }
  set(conversationId, userId, isTyping) {
    const key = `${conversationId} ${userId}`;
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    if (isTyping) {
      const end = () => this.set(conversationId, userId, false);
      this.#timers.set(key, setTimeout(end, limits.typingMs));
    }
    const people = this.#people.get(conversationId) ?? [];
    if (people.includes(userId) === isTyping) return;
    const now = isTyping ? [...people, userId] : people.filter((id) => id !== userId);
    if (now.length > 0) this.#people.set(conversationId, now);
    else this.#people.delete(conversationId);
    this.#onChange(new Map(this.#people));
  }
  stop() {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#people.clear();
  }
};
var TypingNotices = class {
  #send;
  #saidAt = /* @__PURE__ */ new Map();
  constructor(send) {
    this.#send = send;
  }
  /** Call it with each key that is pressed; most of the time, it has nothing to say. */
  say(conversationId, isTyping) {
    const saidAt = this.#saidAt.get(conversationId);
    if (!isTyping) {
      if (saidAt === void 0) return;
      this.#saidAt.delete(conversationId);
    } else {
      if (saidAt !== void 0 && Date.now() - saidAt < limits.typingMs / 2) return;
      this.#saidAt.set(conversationId, Date.now());
    }
    this.#send(conversationId, isTyping);
  }
};

// web/src/client/chat-client.ts
var pageSize2 = "50";
var catchUpAgainMs = 1e3;
var ChatClient = class {
  #session;
  #store = new Store();
  #timelines;
  #actions;
  #connection;
  #sender;
  #typing = new TypingPeople((typing) => this.#store.update({ typing }));
  #notices = new TypingNotices(
    (conversationId, isTyping) => this.#connection.notify({ action: "typing", conversationId, isTyping })
  );
  #fetches = new Once();
  /** How often we were told of a conversation that it is new to us. */
  #created = /* @__PURE__ */ new Map();
  #openings = 0;
  #keeper;
  #catchUpAgain;
  constructor(options) {
    const { session, socketUrl, openSocket, outbox = memoryOutbox(), times, snapshots } = options;
    this.#keeper = snapshots && new SnapshotKeeper(this.#store, snapshots);
    this.#session = session;
    this.#timelines = new Timelines({
      store: this.#store,
      session,
      sync: (id) => this.#sync([id])
    });
    this.#actions = new MessageActions(session, this.#timelines);
    this.#connection = new Connection({
      url: socketUrl,
      openSocket,
      times,
      position: session.position,
      accessToken: (renewed) => session.accessToken(renewed),
      onEvent: (event) => this.#apply(event),
      onOpen: () => {
        this.#change("opened");
        void this.#catchUp(++this.#openings);
      },
      onLost: () => this.#change("lost")
    });
    this.#sender = new Sender({
      outbox,
      connection: this.#connection,
      post: (message2) => session.call("sendMessage", { params: { id: message2.conversationId }, body: sentForm(message2) }),
      onSent: (message2) => this.#receive(message2),
      onRefused: (message2) => {
        if (this.#store.conversation(message2.conversationId)) this.#timelines.setPending(message2);
        else this.discard(message2.conversationId, message2.id);
      }
    });
  }
  get state() {
    return this.#store.state;
  }
  /** Calls `listener` after each change of `state`. @returns stops it */
  get subscribe() {
    return this.#store.subscribe;
  }
  start() {
    void this.#keeper?.start();
    this.#connection.start();
    void this.loadConversations().catch(() => {
    });
    void this.#sender.start().then((messages) => {
      for (const message2 of messages) this.#timelines.setPending(message2);
    });
  }
  stop() {
    this.#connection.stop();
    this.#sender.stop();
    this.#typing.stop();
    clearTimeout(this.#catchUpAgain);
    this.#timelines.stop();
    this.#keeper?.stop();
  }
  /** Reconnects at once if the connection is lost: the network came back, or somebody looks again. */
  retryNow() {
    this.#connection.retryNow();
  }
  /** Fetches the first page of the list, or the next one. @throws ProblemError */
  loadConversations(more = false) {
    const cursor = more ? this.state.conversationsCursor : void 0;
    if (cursor === null) return Promise.resolve();
    return this.#fetches.run(`conversations ${cursor}`, async () => {
      const page = await this.#session.call("listConversations", {
        query: { limit: pageSize2, ...cursor && { cursor } }
      });
      this.#setConversations(page.items);
      if (cursor !== void 0 || this.state.conversationsCursor === void 0) {
        this.#store.update({ conversationsCursor: page.nextCursor });
      }
    });
  }
  /**
   * Makes sure that a conversation and its newest messages are here; for who has missed more than a page, those
   * that come first. @throws ProblemError  404 when it is not ours
   */
  async open(id) {
    if (!this.#store.conversation(id)) await this.#fetchConversation(id);
    await this.#timelines.open(id);
  }
  /** Fetches the page before the oldest message that is here. @throws ProblemError */
  loadOlder(id) {
    return this.#timelines.loadOlder(id);
  }
  /** Fetches the page after the last message that is here. @throws ProblemError */
  loadNewer(id) {
    return this.#timelines.loadNewer(id);
  }
  /** Shows a message among those around it: the timeline's `focus`. @throws ProblemError */
  async show(id, seq) {
    if (!this.#store.conversation(id)) await this.#fetchConversation(id);
    await this.#timelines.show(id, seq);
  }
  /** Goes back from the past to the newest messages. @throws ProblemError */
  showNewest(id) {
    return this.#timelines.showNewest(id);
  }
  /**
   * Sends a message. It shows at once, and waits in the outbox until the server has it, however long that takes.
   * @returns when the server has taken or refused it, which shows in the timeline; nothing is thrown
   */
  send(conversationId, content, { replyTo, attachments } = {}) {
    const id = MessageId.parse(uuidv7());
    const createdAt = (/* @__PURE__ */ new Date()).toISOString();
    const message2 = { id, conversationId, content, createdAt, replyTo, attachments };
    this.#timelines.setPending(message2);
    void this.showNewest(conversationId).catch(() => {
    });
    this.#notices.say(conversationId, false);
    return this.#sender.send(message2);
  }
  /** Sends a refused message again, with the same id: if it did arrive, it is not there twice. */
  retry(conversationId, id) {
    const refused = this.#timelines.get(conversationId).pending.find((pending) => pending.id === id);
    if (!refused) return Promise.resolve();
    const { failure: _, ...message2 } = refused;
    this.#timelines.setPending(message2);
    return this.#sender.send(message2);
  }
  /** Forgets a refused message. */
  discard(conversationId, id) {
    this.#timelines.removePending(conversationId, id);
    void this.#sender.discard(id);
  }
  /** Tells the others that we write, or no longer do. Call it with each key that is pressed. */
  setTyping(conversationId, isTyping) {
    this.#notices.say(conversationId, isTyping);
  }
  /** Tells the server, and so the other devices, how far we have read. */
  async markRead(id, seq) {
    const conversation2 = this.#store.conversation(id);
    if (!conversation2 || conversation2.lastReadSeq >= seq && conversation2.settings.unreadFrom === null)
      return;
    this.#store.changeConversation(id, (known) => withReadHere(known, seq));
    await this.#connection.request({ action: "read", conversationId: id, seq }).catch(() => {
    });
  }
  /** Changes the text of a message of ours. @throws ProblemError */
  editMessage(id, messageId, content) {
    return this.#actions.edit(id, messageId, content);
  }
  /** @throws ProblemError */
  deleteMessage(id, messageId) {
    return this.#actions.remove(id, messageId);
  }
  /** Reacts to a message, or takes the reaction back. @throws ProblemError */
  react(id, messageId, emoji, isSet) {
    return this.#actions.react(id, messageId, emoji, this.#me, isSet);
  }
  /** Changes what we have set for ourselves in a conversation; shows at once. @throws ProblemError */
  async updateSettings(id, change) {
    const before = this.#store.conversation(id);
    this.#store.changeConversation(id, (known) => ({ ...known, settings: { ...known.settings, ...change } }));
    try {
      const settings = await this.#session.call("updateSettings", { params: { id }, body: change });
      this.#store.changeConversation(id, (known) => ({ ...known, settings }));
    } catch (error) {
      if (before) this.#store.changeConversation(id, (known) => ({ ...known, settings: before.settings }));
      throw error;
    }
  }
  /** Changes what a group has in common for all. @throws ProblemError */
  async updateConversation(id, change) {
    this.#setConversations([
      await this.#session.call("updateConversation", { params: { id }, body: change })
    ]);
  }
  /** @throws ProblemError */
  async addParticipants(id, participantIds) {
    const conversation2 = await this.#session.call("addParticipants", {
      params: { id },
      body: { participantIds }
    });
    this.#setConversations([conversation2]);
  }
  /** Removes somebody, or leaves. @throws ProblemError */
  async removeParticipant(id, userId) {
    await this.#session.call("removeParticipant", { params: { id, userId } });
    if (userId === this.#me) await this.#verify(id).catch(() => {
    });
  }
  /** @throws ProblemError */
  async changeRole(id, userId, role) {
    await this.#session.call("updateParticipant", { params: { id, userId }, body: { role } });
  }
  /** Starts a conversation, or finds the direct one that exists. @throws ProblemError */
  async createConversation(participantIds, name) {
    const conversation2 = await this.#session.call("createConversation", {
      // A group with nobody else is one all the same.
      body: {
        participantIds,
        ...name && { name },
        ...participantIds.length === 0 && { isGroupChat: true }
      }
    });
    this.#setConversations([conversation2]);
    return conversation2.id;
  }
  /** Nobody's id is this one, in the moment between signing out and stopping. */
  get #me() {
    return this.#session.user?.id ?? "";
  }
  #apply(event) {
    switch (event.type) {
      case "message.created":
        this.#typing.set(event.message.conversationId, event.message.senderId, false);
        this.#receive(event.message);
        return;
      case "read.updated":
        this.#setRead(event.conversationId, event.userId, event.seq);
        return;
      case "typing":
        this.#typing.set(event.conversationId, event.userId, event.isTyping);
        return;
      case "presence":
        this.#store.update({ conversations: withPresence(this.state.conversations, event) });
        return;
      case "user.updated": {
        this.#store.update({ conversations: withUser(this.state.conversations, event) });
        const { user } = this.#session;
        if (user?.id === event.user.id)
          this.#session.update({ ...user, pictureId: void 0, ...event.user });
        return;
      }
      case "message.updated":
      case "message.deleted": {
        const { message: message2 } = event;
        this.#changed(message2.conversationId, message2.revision ?? 0, message2.seq, () => message2);
        return;
      }
      case "reaction.updated": {
        const { conversationId, revision, seq, reactions } = event;
        this.#changed(conversationId, revision, seq, (known) => ({ ...known, revision, reactions }));
        return;
      }
      case "conversation.created":
        this.#welcome(event.conversation);
        return;
      case "conversation.updated":
        this.#store.changeConversation(event.conversation.id, (known) => withEvent(known, event, this.#me));
        return;
      case "participant.added":
      case "participant.updated":
      case "settings.updated":
        this.#store.changeConversation(event.conversationId, (known) => withEvent(known, event, this.#me));
        return;
      case "sessions.ended": {
        const { deviceId } = this.#session;
        if (deviceId !== void 0 && event.deviceIds.includes(deviceId)) this.#session.forget();
        return;
      }
      case "participant.removed":
        this.#typing.set(event.conversationId, event.userId, false);
        if (event.userId === this.#me) void this.#verify(event.conversationId).catch(() => {
        });
        else
          this.#store.changeConversation(event.conversationId, (known) => withEvent(known, event, this.#me));
    }
  }
  /** Takes a conversation that is new to us. If it is not, the event has been overtaken, and the server knows better. */
  #welcome(conversation2) {
    const { id } = conversation2;
    this.#created.set(id, (this.#created.get(id) ?? 0) + 1);
    if (this.state.conversations.has(id)) void this.#fetchConversation(id).catch(() => {
    });
    else this.#setConversations([conversation2]);
  }
  /** Takes a new message, pushed or acknowledged. */
  #receive(message2) {
    const id = message2.conversationId;
    const me = this.#session.user;
    if (!this.#store.conversation(id)) void this.#fetchConversation(id).catch(() => {
    });
    else if (me) this.#store.changeConversation(id, (known) => withMessage(known, message2, me));
    this.#timelines.receive(id, message2);
  }
  /** A message has changed, by the change of this number. */
  #changed(id, revision, seq, change) {
    this.#store.changeConversation(id, (known) => withChange(known, revision, seq, change));
    this.#timelines.change(id, revision, seq, change);
  }
  /** After the n-th opening of the connection: fetches what happened while there was none. */
  async #catchUp(opening) {
    const isCurrent = () => opening === this.#openings && this.#connection.isOpen;
    clearTimeout(this.#catchUpAgain);
    try {
      await this.#refreshConversations();
      await this.#timelines.renewFarBehind();
      await this.#sync(this.#timelines.openedIds);
      if (isCurrent()) this.#change("caught up");
    } catch {
      const again = () => {
        if (isCurrent()) void this.#catchUp(opening);
      };
      this.#catchUpAgain = setTimeout(again, catchUpAgainMs * (1 + Math.random()));
    }
  }
  /** Fetches as much of the list as we have, and asks for each conversation that is no longer on it. */
  async #refreshConversations() {
    const known = new Set(this.state.conversations.keys());
    const listed = /* @__PURE__ */ new Set();
    let cursor = null;
    do {
      const page = await this.#session.call(
        "listConversations",
        { query: { limit: pageSize2, ...cursor && { cursor } } }
      );
      this.#setConversations(page.items);
      for (const { id } of page.items) listed.add(id);
      cursor = page.nextCursor;
    } while (cursor !== null && listed.size < known.size);
    this.#store.update({ conversationsCursor: cursor });
    for (const id of known) if (!listed.has(id)) await this.#verify(id);
  }
  /** Asks for what came after what is known, page by page. */
  async #sync(ids) {
    for (let more = ids.length > 0; more; ) {
      const answer = await this.#connection.request({ action: "sync", ...this.#timelines.knownOf(ids) });
      if (answer.type !== "sync") return;
      for (const message2 of answer.messages) this.#receive(message2);
      this.#timelines.takeChanges(answer);
      more = answer.more;
    }
  }
  #fetchConversation(id) {
    return this.#fetches.run(`conversation ${id}`, async () => {
      this.#setConversations([await this.#session.call("getConversation", { params: { id } })]);
    });
  }
  /** Looks whether we still take part in a conversation; if not, all of it goes. */
  async #verify(id) {
    const known = this.#created.get(id);
    try {
      await this.#fetchConversation(id);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status !== 404) throw error;
      if (this.#created.get(id) !== known) return this.#verify(id);
      for (const pending of this.#timelines.get(id).pending) this.discard(id, pending.id);
      this.#timelines.forget(id);
      this.#store.removeConversation(id);
    }
  }
  #setRead(id, reader, seq) {
    this.#store.changeConversation(id, (known) => withRead(known, reader, seq, this.#me));
  }
  #setConversations(conversations) {
    const known = this.state.conversations;
    const fresh = conversations.map((item) => [item.id, refreshed(known.get(item.id), item)]);
    this.#store.update({ conversations: new Map([...known, ...fresh]) });
    for (const [id] of fresh) this.#timelines.watchGap(id);
  }
  #change(change) {
    const status = statusAfter[this.state.status][change];
    if (status) this.#store.update({ status });
  }
};

// web/src/client/cookie-fetch.ts
function cookieFetch() {
  const cookies = /* @__PURE__ */ new Map();
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    const pairs = [...cookies].map(([name, value]) => `${name}=${value}`);
    if (pairs.length > 0) headers.set("cookie", pairs.join("; "));
    const response = await fetch(input, { ...init, headers });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";");
      const at = pair.indexOf("=");
      const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
      if (value === "" || /;\s*max-age=0/i.test(cookie)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
}

// web/src/client/session.ts
import * as z20 from "zod/mini";

// web/src/client/http.ts
import { v7 as uuidv72 } from "uuid";

// contract/routes.ts
import * as z19 from "zod/mini";

// contract/emoji.ts
import * as z15 from "zod/mini";
var oneEmoji = new RegExp("^\\p{RGI_Emoji}$", "v");
var isEmoji = (text2) => oneEmoji.test(text2);
var Emoji = z15.pipe(
  z15.string().check(z15.maxLength(200, "must be one emoji")),
  z15.transform((value, context) => {
    const emoji = decoded(value);
    if (isEmoji(emoji)) return emoji;
    context.issues.push({ code: "custom", input: value, message: "must be one emoji" });
    return z15.NEVER;
  })
);
function decoded(value) {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

// contract/pictures.ts
import * as z16 from "zod/mini";
var NewPicture = z16.object({
  contentType: z16.string().check(z16.refine((type) => pictureTypes.has(type), `must be one of ${[...pictureTypes].join(", ")}`)),
  sizeBytes: fileSize(limits.pictureBytes)
}).register(z16.globalRegistry, { id: "NewPicture" });
var PictureUpload = z16.extend(UploadForm, { id: PictureId }).register(z16.globalRegistry, { id: "PictureUpload" });

// contract/push.ts
import * as z17 from "zod/mini";
var base64url = (bytes) => z17.string().check(
  z17.regex(/^[\w-]+$/, "must be base64url"),
  z17.refine((text2) => Math.floor(text2.length * 3 / 4) === bytes, `must be ${bytes} bytes as base64url`)
);
var PushSubscription = z17.object({
  endpoint: z17.url({ protocol: /^https$/, error: "must be an https address" }).check(z17.maxLength(1e3, "must have at most 1000 characters")),
  keys: z17.object({ p256dh: base64url(65), auth: base64url(16) })
}).register(z17.globalRegistry, { id: "PushSubscription" });
var PushKey = z17.object({ publicKey: z17.string() }).register(z17.globalRegistry, { id: "PushKey" });
var PushMessage = z17.object({
  conversationId: z17.string(),
  seq: z17.int(),
  title: z17.string(),
  body: z17.string()
});

// contract/search.ts
import * as z18 from "zod/mini";
var Moment = z18.pipe(
  z18.union([z18.iso.date(), z18.iso.datetime({ offset: true })], "must be a date or a time, such as 2026-11-25"),
  z18.transform((value) => new Date(value).toISOString())
);
var SearchQuery = z18.object({
  query: text(1, limits.searchQuery),
  conversationId: z18.optional(ConversationId),
  from: z18.optional(UserId),
  before: z18.optional(Moment),
  after: z18.optional(Moment),
  sort: z18.optional(z18.enum(["newest", "relevance"])),
  cursor: z18.optional(Cursor),
  limit: z18.optional(queryInteger(limits.page.min, limits.page.max))
});
var SearchHit = z18.object({
  message: Message,
  excerpt: z18.array(z18.object({ text: z18.string(), isMatch: z18.boolean() }))
}).register(z18.globalRegistry, { id: "SearchHit" });
var SearchPage = z18.object({ items: z18.array(SearchHit), nextCursor: z18.nullable(z18.string()) }).register(z18.globalRegistry, { id: "SearchPage" });

// contract/routes.ts
var conversation = z19.object({ id: ConversationId });
var participant = z19.object({ id: ConversationId, userId: UserId });
var message = z19.object({ id: ConversationId, messageId: MessageId });
var reaction = z19.extend(message, { emoji: Emoji });
var routes = {
  register: {
    method: "POST",
    path: "/auth/register",
    access: "public",
    summary: "Create an account and sign in",
    body: Registration,
    answers: { 201: Session }
  },
  login: {
    method: "POST",
    path: "/auth/login",
    access: "public",
    summary: "Sign in with a username or an e-mail",
    body: Login,
    answers: { 200: Session }
  },
  refresh: {
    method: "POST",
    path: "/auth/refresh",
    access: "public",
    summary: "Exchange the refresh cookie for a new session; using one twice ends the session",
    answers: { 200: Session }
  },
  logout: {
    method: "POST",
    path: "/auth/logout",
    access: "public",
    summary: "End the session of the refresh cookie",
    answers: { 204: null }
  },
  requestPasswordReset: {
    method: "POST",
    path: "/auth/password-reset",
    access: "public",
    summary: "Have a link to choose a new password sent to the account's e-mail, if there is such an account",
    body: RequestPasswordReset,
    answers: { 202: null }
  },
  resetPassword: {
    method: "POST",
    path: "/auth/password-reset/completion",
    access: "public",
    summary: "Choose a new password by the link that was sent; all devices are signed out",
    body: ResetPassword,
    answers: { 204: null }
  },
  verifyEmail: {
    method: "POST",
    path: "/auth/email-verification",
    access: "public",
    summary: "Confirm an e-mail by the link that was sent there",
    body: VerifyEmail,
    answers: { 204: null }
  },
  jwks: {
    method: "GET",
    path: "/.well-known/jwks.json",
    access: "public",
    summary: "The public keys that verify access tokens",
    answers: { 200: Jwks }
  },
  getMe: {
    method: "GET",
    path: "/users/me",
    access: "signed-in",
    summary: "Your account",
    answers: { 200: Account }
  },
  updateMe: {
    method: "PATCH",
    path: "/users/me",
    access: "signed-in",
    summary: "Change your name, e-mail or picture",
    body: UpdateMe,
    answers: { 200: Account }
  },
  listDevices: {
    method: "GET",
    path: "/users/me/devices",
    access: "signed-in",
    summary: "Where you are signed in",
    answers: { 200: DeviceList }
  },
  signOutOthers: {
    method: "DELETE",
    path: "/users/me/devices",
    access: "signed-in",
    summary: "Sign out all devices but this one",
    answers: { 204: null }
  },
  signOutDevice: {
    method: "DELETE",
    path: "/users/me/devices/{deviceId}",
    access: "signed-in",
    summary: "Sign out a device",
    params: z19.object({ deviceId: DeviceId }),
    answers: { 204: null }
  },
  changePassword: {
    method: "POST",
    path: "/users/me/password",
    access: "signed-in",
    summary: "Change your password; all other devices are signed out",
    body: ChangePassword,
    answers: { 204: null }
  },
  requestEmailVerification: {
    method: "POST",
    path: "/users/me/email-verification",
    access: "signed-in",
    summary: "Have a link that confirms your e-mail sent there",
    answers: { 202: null }
  },
  deleteAccount: {
    method: "POST",
    path: "/users/me/deletion",
    access: "signed-in",
    summary: "Delete your account; what you wrote stays, without your name",
    body: DeleteAccount,
    answers: { 204: null }
  },
  listOwnMessages: {
    method: "GET",
    path: "/users/me/messages",
    access: "signed-in",
    summary: "All that you have written, for you to keep",
    query: OwnMessagesQuery,
    answers: { 200: MessagePage }
  },
  pushKey: {
    method: "GET",
    path: "/push/key",
    access: "signed-in",
    summary: "The key that a browser subscribes to pushes with",
    answers: { 200: PushKey }
  },
  addPushSubscription: {
    method: "PUT",
    path: "/users/me/push-subscriptions",
    access: "signed-in",
    summary: "Be told of messages while no page is open",
    body: PushSubscription,
    answers: { 204: null }
  },
  removePushSubscription: {
    method: "DELETE",
    path: "/users/me/push-subscriptions",
    access: "signed-in",
    summary: "Be told no more",
    query: z19.pick(PushSubscription, { endpoint: true }),
    answers: { 204: null }
  },
  addPicture: {
    method: "POST",
    path: "/pictures",
    access: "signed-in",
    summary: "Announce a picture of yourself or of a group, and learn where to send it",
    body: NewPicture,
    answers: { 201: PictureUpload }
  },
  getPicture: {
    method: "GET",
    path: "/pictures/{id}",
    access: "signed-in",
    summary: "Where a picture is, for some minutes",
    params: z19.object({ id: PictureId }),
    answers: { 200: Download }
  },
  getUser: {
    method: "GET",
    path: "/users/{id}",
    access: "signed-in",
    summary: "A person",
    params: z19.object({ id: UserId }),
    answers: { 200: User }
  },
  findUsers: {
    method: "GET",
    path: "/users",
    access: "signed-in",
    summary: "Find people whose username or name begins with the query",
    query: UserLookup,
    answers: { 200: UserPage }
  },
  createConversation: {
    method: "POST",
    path: "/conversations",
    access: "signed-in",
    summary: "Start a conversation; the direct one with a person is always the same one",
    body: NewConversation,
    answers: { 201: Conversation, 200: Conversation }
  },
  listConversations: {
    method: "GET",
    path: "/conversations",
    access: "signed-in",
    summary: "Your conversations, newest activity first",
    query: ConversationPageQuery,
    isByPosition: true,
    answers: { 200: ConversationPage }
  },
  getConversation: {
    method: "GET",
    path: "/conversations/{id}",
    access: "signed-in",
    summary: "A conversation",
    params: conversation,
    answers: { 200: Conversation }
  },
  updateConversation: {
    method: "PATCH",
    path: "/conversations/{id}",
    access: "signed-in",
    summary: "Rename a group, or decide who may change it",
    params: conversation,
    body: UpdateConversation,
    answers: { 200: Conversation }
  },
  listParticipants: {
    method: "GET",
    path: "/conversations/{id}/participants",
    access: "signed-in",
    summary: "Who takes part",
    params: conversation,
    query: ConversationPageQuery,
    answers: { 200: ParticipantPage }
  },
  addParticipants: {
    method: "POST",
    path: "/conversations/{id}/participants",
    access: "signed-in",
    summary: "Add people to a group",
    params: conversation,
    body: AddParticipants,
    answers: { 200: Conversation }
  },
  updateParticipant: {
    method: "PATCH",
    path: "/conversations/{id}/participants/{userId}",
    access: "signed-in",
    summary: "Give somebody another role in a group that you own; a new owner takes your place",
    params: participant,
    body: UpdateParticipant,
    answers: { 204: null }
  },
  removeParticipant: {
    method: "DELETE",
    path: "/conversations/{id}/participants/{userId}",
    access: "signed-in",
    summary: "Leave a group, or remove somebody from a group that you run",
    params: participant,
    answers: { 204: null }
  },
  updateSettings: {
    method: "PATCH",
    path: "/conversations/{id}/settings",
    access: "signed-in",
    summary: "Mute, pin, archive or mark as unread, for yourself",
    params: conversation,
    body: UpdateSettings,
    answers: { 200: ConversationSettings }
  },
  listMessages: {
    method: "GET",
    path: "/conversations/{id}/messages",
    access: "signed-in",
    summary: "History by sequence number",
    params: conversation,
    query: HistoryQuery,
    isByPosition: true,
    answers: { 200: MessagePage }
  },
  sendMessage: {
    method: "POST",
    path: "/conversations/{id}/messages",
    access: "signed-in",
    summary: "Send a message; the same id again is the same message",
    params: conversation,
    body: NewMessage,
    answers: { 201: Message, 200: Message }
  },
  getMessage: {
    method: "GET",
    path: "/conversations/{id}/messages/{messageId}",
    access: "signed-in",
    summary: "A message",
    params: message,
    answers: { 200: Message }
  },
  editMessage: {
    method: "PATCH",
    path: "/conversations/{id}/messages/{messageId}",
    access: "signed-in",
    summary: "Change the text of a message that you wrote",
    params: message,
    body: EditMessage,
    answers: { 200: Message }
  },
  deleteMessage: {
    method: "DELETE",
    path: "/conversations/{id}/messages/{messageId}",
    access: "signed-in",
    summary: "Delete a message that you wrote, or any in a group that you run; its place stays",
    params: message,
    answers: { 204: null }
  },
  addReaction: {
    method: "PUT",
    path: "/conversations/{id}/messages/{messageId}/reactions/{emoji}",
    access: "signed-in",
    summary: "React to a message with an emoji",
    params: reaction,
    answers: { 200: Message }
  },
  removeReaction: {
    method: "DELETE",
    path: "/conversations/{id}/messages/{messageId}/reactions/{emoji}",
    access: "signed-in",
    summary: "Take a reaction back",
    params: reaction,
    answers: { 200: Message }
  },
  addAttachment: {
    method: "POST",
    path: "/conversations/{id}/attachments",
    access: "signed-in",
    summary: "Announce a file, and learn where to send it; a message can then have it",
    params: conversation,
    body: NewAttachment,
    answers: { 201: Upload }
  },
  getAttachment: {
    method: "GET",
    path: "/conversations/{id}/attachments/{attachmentId}",
    access: "signed-in",
    summary: "Where a file is, for some minutes",
    params: z19.object({ id: ConversationId, attachmentId: AttachmentId }),
    answers: { 200: Download }
  },
  markRead: {
    method: "PUT",
    path: "/conversations/{id}/read",
    access: "signed-in",
    summary: "Mark as read up to a sequence number; it never moves back",
    params: conversation,
    body: ReadUpTo,
    answers: { 200: ReadPosition }
  },
  search: {
    method: "GET",
    path: "/search",
    access: "signed-in",
    summary: "Find messages by their words, in what you may read",
    query: SearchQuery,
    isByPosition: true,
    answers: { 200: SearchPage }
  },
  openapi: {
    method: "GET",
    path: "/openapi.json",
    access: "public",
    summary: "This contract as an OpenAPI 3.1 document",
    answers: { 200: z19.unknown() }
  },
  docs: {
    method: "GET",
    path: "/docs",
    access: "public",
    summary: "This contract as a page",
    answers: { 200: z19.string() },
    mediaType: "text/html"
  }
};

// web/src/client/http.ts
function addressOf(path, { params = {}, query = {} }) {
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name] ?? ""));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== void 0) search.set(name, value);
  return search.size > 0 ? `${filled}?${search}` : filled;
}
async function call(server, name, args, accessToken) {
  const route = routes[name];
  const { body } = args;
  const response = await server.fetch(server.baseUrl + addressOf(route.path, args), {
    method: route.method,
    credentials: "same-origin",
    headers: {
      // What the server's logs call it, from here to the last push.
      "x-correlation-id": uuidv72(),
      ...route.isByPosition && server.position.headers,
      ...accessToken && { authorization: `Bearer ${accessToken}` },
      ...body !== void 0 && { "content-type": "application/json" }
    },
    ...body !== void 0 && { body: JSON.stringify(body) }
  }).catch(() => {
    server.position.unanswered(route.method);
    throw unreachable();
  });
  server.position.answered(route.method, response.headers);
  if (!response.ok) throw await problemOf(response);
  const schema = route.answers[response.status];
  return schema ? schema.parse(await response.json()) : void 0;
}

// web/src/client/seen-position.ts
var SeenPosition = class {
  #latest;
  /** What a call carries that a reader may answer. */
  get headers() {
    return this.#latest === void 0 ? {} : { [positionHeader]: String(this.#latest) };
  }
  /** Takes what an event told, if it told any. */
  seen(position) {
    if (position === void 0) return;
    const told = BigInt(position);
    if (this.#latest === void 0 || told > this.#latest) this.#latest = told;
  }
  /** Takes what the answer to a change told. */
  changed(position) {
    if (position === void 0) this.#latest = void 0;
    else this.seen(position);
  }
  /** Takes what the answer to a REST call told. */
  answered(method, headers) {
    const { data } = Positioned.safeParse({ position: headers.get(positionHeader) ?? void 0 });
    if (method === "GET") this.seen(data?.position);
    else this.changed(data?.position);
  }
  /** No answer came to a REST call. */
  unanswered(method) {
    if (method !== "GET") this.changed(void 0);
  }
};

// web/src/client/session.ts
var Stored = z20.extend(Session, { expiresAt: z20.number() });
function lastUser(browser) {
  try {
    return Account.safeParse(JSON.parse(browser?.getItem(signedInKey) ?? "null")).data;
  } catch {
    return void 0;
  }
}
var Claims = z20.object({ sid: z20.string() });
var sessionKey = "chatflow.session";
var signedInKey = "chatflow.signedIn";
var renewBeforeMs = 6e4;
async function exclusively(task) {
  if (typeof navigator === "undefined" || !navigator.locks) return task();
  return navigator.locks.request("chatflow.refresh", task);
}
var Session2 = class {
  #server;
  #stores;
  #listeners = /* @__PURE__ */ new Set();
  /** What this client has seen, by REST or otherwise. */
  position = new SeenPosition();
  #current;
  #renewal;
  /**
   * @param baseUrl  where the REST API is: `https://chat.example.com/api`, or `/api` on the same origin
   */
  constructor(baseUrl, { stores, fetch: fetcher } = {}) {
    this.#server = {
      baseUrl,
      fetch: fetcher ?? ((input, init) => fetch(input, init)),
      position: this.position
    };
    this.#stores = stores;
    const text2 = stores?.tab.getItem(sessionKey);
    if (text2) this.#current = Stored.safeParse(JSON.parse(text2)).data;
    const user = this.#current ? void 0 : lastUser(stores?.browser);
    if (user) this.#current = { user, accessToken: "", expiresIn: 0, expiresAt: 0 };
  }
  /** Undefined when nobody is signed in. */
  get user() {
    return this.#current?.user;
  }
  /** Which of the account's devices this is (the `sid` of its tokens). */
  get deviceId() {
    const [, claims = ""] = this.#current?.accessToken.split(".") ?? [];
    const text2 = atob(claims.replaceAll("-", "+").replaceAll("_", "/"));
    return text2 === "" ? void 0 : Claims.parse(JSON.parse(text2)).sid;
  }
  /** Takes what the account is now. */
  update(user) {
    if (!this.#current) return;
    this.#set({ ...this.#current, user });
    for (const listener of this.#listeners) listener();
  }
  /** Calls `listener` whenever somebody signs in or out, or their account changes. @returns stops it */
  subscribe = (listener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  /** Continues the session that the browser's cookie stands for, if there is one. */
  async resume() {
    if (this.#current && this.#current.expiresAt > Date.now()) return;
    if (!this.#stores?.browser.getItem(signedInKey)) return;
    await this.#renew().catch((error) => {
      if (!(error instanceof ProblemError && error.isTemporary)) this.#set(void 0);
    });
  }
  async register(registration) {
    this.#accept(await call(this.#server, "register", { body: registration }));
  }
  async logIn(login) {
    this.#accept(await call(this.#server, "login", { body: login }));
  }
  /** Ends the session here, and at the server as soon as it can be reached. */
  async signOut() {
    this.#set(void 0);
    await call(this.#server, "logout", {}).catch(() => {
    });
  }
  /** Ends the session in this tab only: the server knows already. */
  forget() {
    this.#set(void 0);
  }
  /**
   * A token with life left in it, as far as this machine's clock can tell.
   * @param renewed  asks for one that is new, since the one before was not taken
   * @throws ProblemError  401 when the session has ended: nobody is signed in then
   */
  async accessToken(renewed = false) {
    const current = this.#current;
    if (!current) throw new ProblemError({ status: 401, detail: "Nobody is signed in." });
    if (!renewed && current.expiresAt - renewBeforeMs > Date.now()) return current.accessToken;
    return (await this.#renew()).accessToken;
  }
  /** Makes a REST call that needs nobody to be signed in. */
  callPublic(name, args) {
    return call(this.#server, name, args);
  }
  /** Makes a REST call as whoever is signed in; renews the token once if the server does not take it. */
  async call(name, args) {
    const token2 = await this.accessToken();
    try {
      return await call(this.#server, name, args, token2);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status !== 401) throw error;
      return call(this.#server, name, args, (await this.#renew()).accessToken);
    }
  }
  #renew() {
    this.#renewal ??= exclusively(() => call(this.#server, "refresh", {})).then((answer) => this.#accept(answer)).catch((error) => {
      if (error instanceof ProblemError && error.status === 401) this.#set(void 0);
      throw error;
    }).finally(() => {
      this.#renewal = void 0;
    });
    return this.#renewal;
  }
  #accept(answer) {
    const session = { ...answer, expiresAt: Date.now() + answer.expiresIn * 1e3 };
    this.#set(session);
    return session;
  }
  #set(session) {
    const changed = this.#current?.user.id !== session?.user.id;
    this.#current = session;
    if (session) {
      this.#stores?.tab.setItem(sessionKey, JSON.stringify(session));
      this.#stores?.browser.setItem(signedInKey, JSON.stringify(session.user));
    } else {
      this.#stores?.tab.removeItem(sessionKey);
      this.#stores?.browser.removeItem(signedInKey);
    }
    if (changed) for (const listener of this.#listeners) listener();
  }
};

// web/src/client/bot.ts
var openNodeSocket = (url2, protocols) => new NodeWebSocket(url2, protocols);
function followMessages(client, onMessage) {
  const told = /* @__PURE__ */ new Map();
  const opening = /* @__PURE__ */ new Set();
  let isFirst = true;
  const look = ({ conversations, conversationsCursor, timelines }) => {
    if (conversationsCursor === void 0) return;
    for (const [id, conversation2] of conversations) {
      if (!told.has(id)) told.set(id, isFirst ? conversation2.lastSeq : conversation2.lastReadSeq);
      if (timelines.get(id)?.isLoaded || opening.has(id)) continue;
      opening.add(id);
      void client.open(id).catch(() => {
      }).finally(() => opening.delete(id));
    }
    isFirst = false;
    for (const [id, timeline] of timelines) {
      const from = told.get(id);
      if (from === void 0 || !timeline.isLoaded) continue;
      told.set(id, Math.max(from, lastSeq(timeline)));
      for (const message2 of timeline.messages) if (message2.seq > from) onMessage(message2);
    }
  };
  return client.subscribe(() => look(client.state));
}
async function startBot({ url: url2, login, onMessage, ...options }) {
  const session = new Session2(`${url2}/api`, { fetch: cookieFetch() });
  await session.logIn(login);
  const socketUrl = `${url2.replace(/^http/, "ws")}/ws`;
  const client = new ChatClient({ session, socketUrl, openSocket: openNodeSocket, ...options });
  const bot = { session, client, stop: () => client.stop() };
  if (onMessage) {
    followMessages(client, (message2) => {
      if (message2.senderId !== session.user?.id) onMessage(message2, bot);
    });
  }
  client.start();
  return bot;
}
export {
  openNodeSocket,
  startBot
};
