// functions/conversations/create.ts
import { sql as sql7 } from "kysely";
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

// functions/database/id-list.ts
import { sql } from "kysely";
function idList(ids) {
  return sql`(SELECT value::uuid AS id, ordinality AS position
    FROM json_array_elements_text(${JSON.stringify(ids)}::json) WITH ORDINALITY)`;
}

// functions/refusals.ts
var Refusal = class extends Error {
  errors = [];
  get name() {
    return this.constructor.name;
  }
};
var Invalid = class extends Refusal {
  constructor(errors, message = "The request does not fit the contract.") {
    super(message);
    this.errors = errors;
  }
  errors;
  status = 400;
};
var NotSignedIn = class extends Refusal {
  status = 401;
  constructor(message = "A valid access token is needed.") {
    super(message);
  }
};
var NotAllowed = class extends Refusal {
  status = 403;
};
var NotFound = class extends Refusal {
  status = 404;
  constructor(thing) {
    super(`There is no such ${thing}.`);
  }
};
var Conflict = class extends Refusal {
  constructor(errors, message) {
    super(message);
    this.errors = errors;
  }
  errors;
  status = 409;
};
var TooFast = class extends Refusal {
  status = 429;
  /** Whole seconds, as in the header of the same name (RFC 9110, 10.2.3). */
  retryAfter;
  constructor(seconds) {
    super("You are sending too fast. Please wait a moment.");
    this.retryAfter = Math.max(1, Math.ceil(seconds));
  }
};

// functions/conversations/participants.ts
import { sql as sql3 } from "kysely";

// functions/users/users.ts
import { sql as sql2 } from "kysely";
var userColumns = ["id", "username", "fullName", "createdAt", "pictureId"];
function toUser(row) {
  return {
    id: row.id,
    username: row.username,
    fullName: row.fullName,
    createdAt: row.createdAt.toISOString(),
    ...row.pictureId && { pictureId: row.pictureId }
  };
}
async function findUsers(db, prefix, limit) {
  const pattern = `${prefix.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  const { rows } = await sql2`
    SELECT found.* FROM (
      (SELECT id, username, full_name, created_at, picture_id FROM users WHERE username LIKE ${pattern} AND deleted_at IS NULL
        ORDER BY username USING ~<~ LIMIT ${limit})
      UNION
      (SELECT id, username, full_name, created_at, picture_id FROM users WHERE lower(full_name) LIKE lower(${pattern}) AND deleted_at IS NULL
        ORDER BY lower(full_name) USING ~<~ LIMIT ${limit})
    ) found ORDER BY found.username LIMIT ${limit}`.execute(db.repeatable);
  return rows.map(toUser);
}

// functions/conversations/participants.ts
var participantColumns = sql3`u.id, u.username, u.full_name, u.created_at, u.picture_id, p.role, p.joined_at, p.last_read_seq,
  coalesce((SELECT presence.is_online FROM presence WHERE presence.user_id = u.id), false) AS online,
  (SELECT presence.changed_at FROM presence WHERE presence.user_id = u.id AND NOT presence.is_online) AS last_seen_at`;
function toParticipant(row) {
  return {
    user: toUser(row),
    role: row.role,
    joinedAt: row.joinedAt.toISOString(),
    lastReadSeq: row.lastReadSeq,
    online: row.online,
    ...row.lastSeenAt && { lastSeenAt: row.lastSeenAt.toISOString() }
  };
}
async function membership(db, id, userId) {
  const row = await db.repeatable.selectFrom("participants as p").innerJoin("conversations as c", "c.id", "p.conversationId").select(["p.role", "c.isGroupChat", "c.adminsOnly"]).where("p.conversationId", "=", sql3`${id}::uuid`).where("p.userId", "=", sql3`${userId}::uuid`).executeTakeFirst();
  if (!row) throw new NotFound("conversation");
  return row;
}
function requireMayChange({ isGroupChat, adminsOnly, role }) {
  if (!isGroupChat) throw new NotAllowed("A direct conversation stays as it is, between two people.");
  if (adminsOnly && role === "member") {
    throw new NotAllowed("Only the owner and the admins of this group may do that.");
  }
}
async function listParticipants(db, id, callerId, limit, cursor) {
  const after = cursor === void 0 ? void 0 : UserId.safeParse(cursor);
  if (after && !after.success) {
    throw new Invalid([{ path: "cursor", message: "is not a cursor of this list" }]);
  }
  await membership(db, id, callerId);
  const { rows } = await sql3`
    SELECT ${participantColumns} FROM participants p JOIN users u ON u.id = p.user_id
    WHERE p.conversation_id = ${id}::uuid AND ${after ? sql3`p.user_id > ${after.data}::uuid` : sql3`true`}
    ORDER BY p.user_id LIMIT ${limit + 1}`.execute(db.repeatable);
  const page = rows.slice(0, limit);
  return {
    items: page.map(toParticipant),
    nextCursor: rows.length > limit ? page.at(-1)?.id ?? null : null
  };
}
async function requirePeople(db, ids) {
  const { rows } = await sql3`
    SELECT listed.position FROM ${idList(ids)} listed
    WHERE (SELECT u.id FROM users u WHERE u.id = listed.id) IS NULL ORDER BY listed.position LIMIT 100`.execute(
    db.repeatable
  );
  if (rows.length > 0) {
    throw new Invalid(
      rows.map(({ position }) => ({ path: `participantIds.${position - 1}`, message: "is nobody's id" }))
    );
  }
}
async function addParticipants(db, id, callerId, ids, maximum) {
  requireMayChange(await membership(db, id, callerId));
  await requirePeople(db, ids);
  const { rows } = await sql3`
    WITH conversation AS (
      SELECT c.id, c.last_seq FROM conversations c WHERE c.id = ${id}::uuid FOR NO KEY UPDATE
    ), room AS (
      SELECT ${maximum} - count(*) >= ${ids.length} AS enough FROM participants p WHERE p.conversation_id = ${id}::uuid
    ), added AS (
      INSERT INTO participants (conversation_id, user_id, role, last_read_seq)
      SELECT conversation.id, listed.id, 'member', conversation.last_seq
      FROM conversation, room, ${idList(ids)} listed WHERE room.enough
      ON CONFLICT DO NOTHING
    )
    SELECT NOT room.enough AS is_full FROM room`.execute(db.repeatable);
  if (rows[0]?.isFull) {
    throw new Invalid([{ path: "participantIds", message: `a group has at most ${maximum} people` }]);
  }
  const added = await sql3`
    SELECT ${participantColumns} FROM ${idList(ids)} listed
    JOIN participants p ON p.conversation_id = ${id}::uuid AND p.user_id = listed.id
    JOIN users u ON u.id = p.user_id`.execute(db.repeatable);
  return added.rows.map(toParticipant);
}
async function removeParticipant(db, id, callerId, userId) {
  const { isGroupChat, role } = await membership(db, id, callerId);
  if (!isGroupChat) throw new NotAllowed("A direct conversation stays between two people.");
  const removable = { owner: ["owner", "admin", "member"], admin: ["member"], member: [] }[role];
  const isAllowed = userId === callerId ? sql3`true` : sql3`p.role = ANY (string_to_array(${removable.join()}, ','))`;
  const { rows } = await sql3`
    WITH conversation AS (
      SELECT c.id FROM conversations c WHERE c.id = ${id}::uuid FOR NO KEY UPDATE
    ), removed AS (
      DELETE FROM participants p USING conversation
      WHERE p.conversation_id = conversation.id AND p.user_id = ${userId}::uuid AND ${isAllowed}
      RETURNING p.role
    ), successor AS (
      UPDATE participants p SET role = 'owner'
      WHERE p.conversation_id = ${id}::uuid AND p.user_id = (
        SELECT o.user_id FROM participants o, removed
        WHERE removed.role = 'owner' AND o.conversation_id = ${id}::uuid AND o.user_id <> ${userId}::uuid
        ORDER BY o.role = 'admin' DESC, o.joined_at, o.user_id LIMIT 1
      )
      RETURNING p.user_id
    )
    SELECT EXISTS (SELECT FROM removed) AS is_removed, (SELECT user_id FROM successor) AS new_owner_id,
      (SELECT count(*) - 1 FROM participants o WHERE o.conversation_id = ${id}::uuid) AS remaining
    FROM participants p WHERE p.conversation_id = ${id}::uuid AND p.user_id = ${userId}::uuid`.execute(
    db.once
  );
  const [removal] = rows;
  if (!removal) throw new NotFound("participant");
  if (!removal.isRemoved) {
    throw new NotAllowed("Only the owner of a group may remove everyone, and its admins may remove members.");
  }
  return removal;
}

// functions/conversations/views.ts
import { sql as sql6 } from "kysely";

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

// functions/messages/page-bytes.ts
import { sql as sql4 } from "kysely";
var pageBytes = 160 * 1024;
var rowBytes = (alias) => sql4`(octet_length(${alias}.content) + octet_length(${alias}.reactions::text)
    + octet_length(${alias}.attachments::text))`;

// functions/messages/rows.ts
function toMessage(row) {
  return {
    id: row.id,
    conversationId: row.conversationId,
    seq: row.seq,
    senderId: row.senderId,
    content: row.content,
    createdAt: row.createdAt.toISOString(),
    ...row.editedAt && { editedAt: row.editedAt.toISOString() },
    ...row.deletedAt && { deletedAt: row.deletedAt.toISOString() },
    ...row.replyTo && { replyTo: row.replyTo },
    reactions: row.reactions,
    ...row.attachments.length > 0 && { attachments: row.attachments },
    ...row.revision > 0 && { revision: row.revision }
  };
}

// functions/conversations/settings.ts
import { sql as sql5 } from "kysely";
var settingsColumns = sql5`p.notify, p.is_pinned, p.unread_from,
  p.archived_seq IS NOT NULL AND (p.notify = 'nothing' OR p.archived_seq >= c.last_seq) AS is_archived,
  greatest(0, c.last_seq - coalesce(p.unread_from - 1, p.last_read_seq)) AS unread_count,
  (
    SELECT count(*) FROM mentions m WHERE m.user_id = p.user_id AND m.conversation_id = p.conversation_id
      AND m.seq > coalesce(p.unread_from - 1, p.last_read_seq)
  ) AS mention_count`;

// functions/conversations/views.ts
function toConversation(row, participants) {
  return {
    id: row.id,
    name: row.name,
    isGroupChat: row.isGroupChat,
    createdAt: row.createdAt.toISOString(),
    version: row.version,
    adminsOnly: row.adminsOnly,
    ...row.pictureId && { pictureId: row.pictureId },
    lastSeq: row.lastSeq,
    lastRevision: row.lastRevision,
    lastMessage: row.messageId ? toMessage({
      ...row,
      id: row.messageId,
      conversationId: row.id,
      seq: row.lastSeq,
      createdAt: row.messageCreatedAt
    }) : null,
    lastReadSeq: row.lastReadSeq,
    unreadCount: row.unreadCount,
    mentionCount: row.mentionCount,
    role: row.role,
    settings: {
      notify: row.notify,
      isPinned: row.isPinned,
      isArchived: row.isArchived,
      unreadFrom: row.unreadFrom
    },
    participants,
    participantCount: row.participantCount
  };
}
async function select(db, userId, condition, limit) {
  const { rows } = await sql6`
    SELECT * FROM (
      SELECT page.*, m.id AS message_id, m.sender_id, m.content, m.reply_to, m.created_at AS message_created_at,
        m.edited_at, m.deleted_at, m.revision, m.reactions, m.attachments,
        (SELECT count(*) FROM participants p WHERE p.conversation_id = page.id) AS participant_count,
        count(*) OVER () AS candidates,
        row_number() OVER newest AS position,
        sum(${rowBytes(sql6`m`)}) OVER newest AS bytes
      FROM (
        SELECT c.id, c.name, c.is_group_chat, c.created_at, c.last_activity_at, c.last_seq, c.last_revision, c.version, c.admins_only, c.picture_id,
          p.last_read_seq, p.role, ${settingsColumns}
        FROM participants p JOIN conversations c ON c.id = p.conversation_id
        WHERE p.user_id = ${userId}::uuid AND ${condition}
        ORDER BY c.last_activity_at DESC, c.id DESC LIMIT ${limit}
      ) page
      LEFT JOIN LATERAL (
        SELECT * FROM messages WHERE conversation_id = page.id AND seq = page.last_seq LIMIT 1
      ) m ON true
      WINDOW newest AS (ORDER BY page.last_activity_at DESC, page.id DESC)
    ) bounded
    WHERE bounded.position = 1 OR bounded.bytes IS NULL OR bounded.bytes <= ${pageBytes}
    ORDER BY bounded.position`.execute(db.repeatable);
  return rows;
}
async function firstParticipants(db, ids) {
  const { rows } = await sql6`
    SELECT listed.id AS conversation_id, p.*
    FROM ${idList(ids)} listed
    CROSS JOIN LATERAL (
      SELECT ${participantColumns}
      FROM participants p JOIN users u ON u.id = p.user_id
      WHERE p.conversation_id = listed.id
      ORDER BY p.joined_at, p.user_id LIMIT ${limits.inlineParticipants}
    ) p`.execute(db.repeatable);
  const byConversation = /* @__PURE__ */ new Map();
  for (const row of rows) {
    const list = byConversation.get(row.conversationId) ?? [];
    byConversation.set(row.conversationId, [...list, toParticipant(row)]);
  }
  return byConversation;
}
async function withParticipants(db, rows) {
  if (rows.length === 0) return [];
  const participants = await firstParticipants(
    db,
    rows.map((row) => row.id)
  );
  return rows.map((row) => toConversation(row, participants.get(row.id) ?? []));
}
async function getConversation(db, userId, id) {
  const rows = await select(db, userId, sql6`p.conversation_id = ${id}::uuid`, 1);
  const [conversation] = await withParticipants(db, rows);
  if (!conversation) throw new NotFound("conversation");
  return conversation;
}
async function listConversations(db, userId, { cursor, limit = limits.page.default }) {
  const rows = await select(db, userId, cursor ? afterCursor(cursor) : sql6`true`, limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const more = last && last.candidates > page.length;
  return {
    items: await withParticipants(db, page),
    nextCursor: more ? cursorAt(last) : null
  };
}
var cursorAt = (row) => `${row.lastActivityAt.getTime()}_${row.id}`;
function afterCursor(cursor) {
  const [milliseconds = "", id] = cursor.split("_");
  const conversationId = ConversationId.safeParse(id);
  if (!/^\d{1,15}$/.test(milliseconds) || !conversationId.success) {
    throw new Invalid([{ path: "cursor", message: "is not a cursor of this list" }]);
  }
  const at = new Date(Number(milliseconds)).toISOString();
  return sql6`(c.last_activity_at, c.id) < (${at}::timestamptz, ${conversationId.data}::uuid)`;
}

// functions/conversations/create.ts
var directKeyOf = (pair) => [...pair].sort().join(":");
async function createConversation(db, creatorId, request) {
  const others = request.participantIds.filter((id2) => id2 !== creatorId);
  const isGroup = request.isGroupChat ?? (others.length > 1 || request.name !== void 0);
  if (!isGroup && others.length !== 1) {
    throw new Invalid([{ path: "participantIds", message: "must name one other person" }]);
  }
  if (!isGroup && request.name !== void 0) {
    throw new Invalid([{ path: "name", message: "is for groups only" }]);
  }
  await requirePeople(db, request.participantIds);
  const id = ConversationId.parse(uuidv7());
  const members = [creatorId, ...others];
  const directKey = isGroup ? null : directKeyOf(members);
  await sql7`
    WITH conversation AS (
      INSERT INTO conversations (id, name, is_group_chat, direct_key, created_by)
      VALUES (${id}::uuid, ${request.name ?? null}, ${isGroup}, ${directKey}, ${creatorId}::uuid)
      ON CONFLICT DO NOTHING
      RETURNING id
    )
    INSERT INTO participants (conversation_id, user_id, role)
    SELECT conversation.id, listed.id, CASE WHEN ${isGroup} AND listed.position = 1 THEN 'owner' ELSE 'member' END
    FROM conversation, ${idList(members)} listed`.execute(db.repeatable);
  const actualId = directKey === null ? id : await findDirect(db, directKey);
  return { conversation: await getConversation(db, creatorId, actualId), isNew: actualId === id };
}
async function findDirect(db, directKey) {
  const { id } = await db.repeatable.selectFrom("conversations").select("id").where("directKey", "=", directKey).executeTakeFirstOrThrow();
  return id;
}

// functions/connections/connections.ts
import { sql as sql8 } from "kysely";
var lifeMinutes = 2 * 60 + 5;
async function addConnection(db, connectionId, userId) {
  const { rows } = await sql8`
    SELECT open_connection(${connectionId}, ${userId}::uuid, ${lifeMinutes}) AS came_online`.execute(
    db.repeatable
  );
  return rows[0]?.cameOnline === true;
}
async function removeConnection(db, connectionId) {
  const row = await db.repeatable.deleteFrom("connections").where("connectionId", "=", connectionId).returning("userId").executeTakeFirst();
  return row?.userId;
}
async function settlePresence(db, userId) {
  const { rows } = await sql8`
    SELECT settle_presence(${userId}::uuid) AS online`.execute(db.repeatable);
  return rows[0]?.online === true;
}

// functions/identity/devices.ts
import { sql as sql9 } from "kysely";
async function listDevices(db, userId, currentId) {
  const { rows } = await sql9`
    SELECT family_id AS id, max(user_agent) AS user_agent, min(created_at) AS signed_in_at, max(created_at) AS last_used_at
    FROM refresh_tokens WHERE user_id = ${userId}::uuid
    GROUP BY family_id
    HAVING bool_or(used_at IS NULL AND revoked_at IS NULL AND expires_at > now())
    ORDER BY last_used_at DESC LIMIT 100`.execute(db.repeatable);
  return rows.map(({ id, userAgent, signedInAt, lastUsedAt }) => ({
    id,
    userAgent,
    signedInAt: signedInAt.toISOString(),
    lastUsedAt: lastUsedAt.toISOString(),
    isCurrent: id === currentId
  }));
}
async function signOutAll(db, userId, keptId) {
  const { rows } = await sql9`
    UPDATE refresh_tokens SET revoked_at = now()
    WHERE user_id = ${userId}::uuid AND family_id IS DISTINCT FROM ${keptId}::uuid AND revoked_at IS NULL
    RETURNING family_id`.execute(db.repeatable);
  return [...new Set(rows.map(({ familyId }) => familyId))];
}

// functions/identity/refresh-tokens.ts
import { sql as sql10 } from "kysely";
import { v7 as uuidv72 } from "uuid";

// functions/identity/random-token.ts
import { createHash, randomBytes } from "node:crypto";
var randomToken = () => randomBytes(32).toString("base64url");
var hashOf = (token) => createHash("sha256").update(token).digest("hex");

// functions/identity/refresh-tokens.ts
var expiry = sql10`now() + ${limits.refreshTokenDays} * interval '1 day'`;
async function startFamily(db, userId, userAgent) {
  return insert(db, userId, uuidv72(), userAgent?.slice(0, 300) ?? null);
}
async function insert(db, userId, sessionId, userAgent) {
  const token = randomToken();
  await db.once.insertInto("refreshTokens").values({
    tokenHash: hashOf(token),
    familyId: sql10`${sessionId}::uuid`,
    userId: sql10`${userId}::uuid`,
    userAgent,
    expiresAt: expiry
  }).execute();
  return { token, sessionId, userId };
}
async function rotate(db, token) {
  const tokenHash = hashOf(token);
  const [used] = await db.once.updateTable("refreshTokens").set({ usedAt: sql10`now()` }).where("tokenHash", "=", tokenHash).where("usedAt", "is", null).where("revokedAt", "is", null).where("expiresAt", ">", sql10`now()`).returning(["userId", "familyId", "userAgent"]).execute();
  if (!used) {
    await revokeFamily(db, token);
    throw new NotSignedIn("The session has ended. Please sign in again.");
  }
  return insert(db, used.userId, used.familyId, used.userAgent);
}
async function revokeFamily(db, token) {
  await db.repeatable.updateTable("refreshTokens").set({ revokedAt: sql10`now()` }).where(
    "familyId",
    "in",
    (query) => query.selectFrom("refreshTokens").select("familyId").where("tokenHash", "=", hashOf(token))
  ).where("revokedAt", "is", null).execute();
}

// functions/messages/change.ts
import { sql as sql11 } from "kysely";

// contract/mentions.ts
var mention = /(?<![\p{L}\p{N}_@./-])@([a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?)/giu;
var code = /```[\s\S]*?(?:```|$)|`[^`\n]*`/g;
function mentionsIn(text) {
  const prose = text.replace(code, (match) => " ".repeat(match.length));
  return [...prose.matchAll(mention)].flatMap((match) => {
    const username = match[1] ?? "";
    const { min, max } = limits.username;
    if (username.length < min || username.length > max) return [];
    return [{ start: match.index, end: match.index + match[0].length, username: username.toLowerCase() }];
  });
}
function mentionedUsernames(text) {
  return [...new Set(mentionsIn(text).map(({ username }) => username))].slice(0, limits.mentions);
}

// functions/messages/change.ts
function outcomeOf(rows, notTheAuthor = "") {
  const [row] = rows;
  if (!row) throw new NotFound("conversation");
  switch (row.outcome) {
    case "no such message":
      throw new NotFound("message");
    case "not the author":
      throw new NotAllowed(notTheAuthor);
    case "deleted":
      throw new Conflict([], "The message has been deleted.");
    case "empty":
      throw new Invalid([{ path: "content", message: "must not be empty" }]);
    case "too many":
      throw new Conflict(
        [
          {
            path: "emoji",
            message: `at most ${limits.reactions.kinds} kinds, and ${limits.reactions.total} in all`
          }
        ],
        "The message has as many reactions as it can have."
      );
    case "too fast":
      throw new TooFast(row.retryAfter ?? 1);
    default:
      return toMessage(row);
  }
}
async function editMessage(db, { conversationId, messageId, callerId }, content, limit) {
  const { rows } = await sql11`
    SELECT outcome, retry_after, (message).* FROM edit_message(
      ${conversationId}::uuid, ${callerId}::uuid, ${messageId}::uuid, ${content},
      ${JSON.stringify(mentionedUsernames(content))}, ${limit.burst}::float8, ${limit.perSecond}::float8
    )`.execute(db.repeatable);
  return outcomeOf(rows, "Only who wrote a message can edit it.");
}
async function deleteMessage(db, { conversationId, messageId, callerId }) {
  const { rows } = await sql11`
    SELECT outcome, (message).* FROM delete_message(
      ${conversationId}::uuid, ${callerId}::uuid, ${messageId}::uuid
    )`.execute(db.repeatable);
  return outcomeOf(rows, "Only who wrote a message, or runs the group, can delete it.");
}
async function setReaction(db, { conversationId, messageId, callerId }, emoji, isSet, limit) {
  const { kinds, total } = limits.reactions;
  const { rows } = await sql11`
    SELECT outcome, retry_after, (message).* FROM set_reaction(
      ${conversationId}::uuid, ${callerId}::uuid, ${messageId}::uuid, ${emoji}, ${isSet}, ${kinds}, ${total},
      ${limit.burst}::float8, ${limit.perSecond}::float8
    )`.execute(db.repeatable);
  return outcomeOf(rows);
}

// functions/messages/history.ts
import { sql as sql12 } from "kysely";
var isMessage = (row) => row.id !== null;
async function listMessages(db, conversationId, readerId, { before, after, limit = limits.page.default }) {
  const forward = after !== void 0;
  const direction = forward ? sql12`ASC` : sql12`DESC`;
  const bound = forward ? sql12`m.seq > ${after}` : sql12`m.seq < ${before ?? Number.MAX_SAFE_INTEGER}`;
  const { rows } = await sql12`
    SELECT c.last_seq, page.id, page.conversation_id, page.seq, page.sender_id, page.content, page.reply_to,
      page.created_at, page.edited_at, page.deleted_at, page.revision, page.reactions,
      page.attachments
    FROM participants p
    JOIN conversations c ON c.id = p.conversation_id
    LEFT JOIN LATERAL (
      SELECT newest.*, sum(${rowBytes(sql12`newest`)}) OVER (ORDER BY newest.seq ${direction}) AS bytes
      FROM (
        SELECT m.* FROM messages m WHERE m.conversation_id = ${conversationId}::uuid AND ${bound}
        ORDER BY m.seq ${direction} LIMIT ${limit}
      ) newest
    ) page ON page.bytes <= ${pageBytes} OR page.bytes = ${rowBytes(sql12`page`)}
    WHERE p.conversation_id = ${conversationId}::uuid AND p.user_id = ${readerId}::uuid
    ORDER BY page.seq ${direction}`.execute(db.repeatable);
  const [first] = rows;
  if (!first) throw new NotFound("conversation");
  const items = rows.filter(isMessage).map(toMessage);
  const last = items.at(-1);
  const more = last && (forward ? last.seq < first.lastSeq : last.seq > 1);
  return { items, nextCursor: more ? String(last.seq) : null };
}

// functions/messages/read.ts
import { sql as sql13 } from "kysely";
async function markRead(db, conversationId, readerId, seq) {
  const { rows } = await sql13`
    UPDATE participants p SET last_read_seq = greatest(p.last_read_seq, least(${seq}, c.last_seq)), unread_from = NULL
    FROM conversations c
    WHERE c.id = p.conversation_id
      AND p.conversation_id = ${conversationId}::uuid AND p.user_id = ${readerId}::uuid
    RETURNING p.last_read_seq, c.last_seq`.execute(db.repeatable);
  const [position] = rows;
  if (!position) throw new NotFound("conversation");
  return {
    lastReadSeq: position.lastReadSeq,
    unreadCount: Math.max(0, position.lastSeq - position.lastReadSeq)
  };
}

// functions/messages/send.ts
import { sql as sql14 } from "kysely";
async function sendMessage(db, conversationId, senderId, { id, content, replyTo, attachmentIds = [] }, limit, maxConnections) {
  const { rows } = await sql14`
    SELECT * FROM send_message(
      ${conversationId}::uuid, ${senderId}::uuid, ${id}::uuid, ${content}, ${replyTo ?? null}::uuid,
      ${maxConnections}, ${limit.burst}::float8, ${limit.perSecond}::float8,
      ${JSON.stringify(mentionedUsernames(content))}, ${JSON.stringify(attachmentIds)}
    )`.execute(db.repeatable);
  const [first, ...connections] = rows;
  if (!first) throw new NotFound("conversation");
  if (first.outcome === "id taken") {
    throw new Conflict([{ path: "id", message: "is already in use" }], "Another message has this id.");
  }
  if (first.outcome === "reply to nothing") {
    throw new Invalid([{ path: "replyTo", message: "is not a message of this conversation" }]);
  }
  if (first.outcome === "no such attachment") {
    throw new Invalid([
      { path: "attachmentIds", message: "must name files that you uploaded here, each for one message" }
    ]);
  }
  if (first.outcome === "too fast") throw new TooFast(first.retryAfter);
  return {
    message: toMessage({ ...first, id, conversationId, senderId }),
    isNew: first.outcome === "created",
    connectionIds: connections.map((row) => row.connectionId),
    isForAbsent: first.isForAbsent === true
  };
}

// functions/messages/sync.ts
import { sql as sql15 } from "kysely";
var frameBytes = 120 * 1024;
function fitting(messages) {
  let bytes = 0;
  const end = messages.findIndex((message, at) => {
    bytes += Buffer.byteLength(JSON.stringify(message)) + 1;
    return at > 0 && bytes > frameBytes;
  });
  return end < 0 ? [...messages] : messages.slice(0, end);
}
async function missed(db, readerId, { conversations, revisions }) {
  const added = await missedMessages(db, readerId, conversations);
  if (added.messages.length > 0 || !revisions) return added;
  return { messages: [], ...await missedChanges(db, readerId, conversations, revisions) };
}
async function missedMessages(db, readerId, known) {
  const { rows } = await sql15`
    SELECT * FROM (
      SELECT m.*, count(*) OVER () AS candidates, row_number() OVER page AS position,
        sum(${rowBytes(sql15`m`)}) OVER page AS bytes
      FROM json_each_text(${JSON.stringify(known)}::json) asked
      JOIN participants p ON p.conversation_id = asked.key::uuid AND p.user_id = ${readerId}::uuid
      CROSS JOIN LATERAL (
        SELECT * FROM messages
        WHERE conversation_id = p.conversation_id AND seq > asked.value::bigint
        ORDER BY seq LIMIT ${limits.page.max}
      ) m
      WINDOW page AS (ORDER BY m.conversation_id, m.seq)
    ) missed
    WHERE missed.position = 1 OR (missed.position <= ${limits.page.max} AND missed.bytes <= ${pageBytes})
    ORDER BY missed.position`.execute(db.repeatable);
  const messages = fitting(rows.map(toMessage));
  const candidates = rows[0]?.candidates ?? 0;
  return { messages, more: candidates > messages.length || messages.length === limits.page.max };
}
var isMessage2 = (row) => row.id !== null;
async function missedChanges(db, readerId, known, revisions) {
  const { rows } = await sql15`
    SELECT * FROM (
      SELECT c.id AS asked_id, c.last_revision, count(m.id) OVER (PARTITION BY c.id) AS change_count, m.*,
        row_number() OVER page AS position, sum(${rowBytes(sql15`m`)}) OVER page AS bytes
      FROM json_each_text(${JSON.stringify(revisions)}::json) asked
      JOIN participants p ON p.conversation_id = asked.key::uuid AND p.user_id = ${readerId}::uuid
      JOIN conversations c ON c.id = p.conversation_id AND c.last_revision > asked.value::bigint
      LEFT JOIN LATERAL (
        SELECT * FROM messages
        WHERE conversation_id = c.id AND revision > asked.value::bigint AND revision > 0
          AND seq <= coalesce((${JSON.stringify(known)}::json ->> asked.key)::bigint, 0)
        ORDER BY revision LIMIT ${limits.page.max}
      ) m ON true
      WINDOW page AS (ORDER BY c.id, m.revision)
    ) missed
    WHERE missed.position = 1 OR (missed.position <= ${limits.page.max} AND coalesce(missed.bytes, 0) <= ${pageBytes})
    ORDER BY missed.position`.execute(db.repeatable);
  const changes = fitting(rows.filter(isMessage2).map(toMessage));
  const upTo = {};
  let more = rows.length === limits.page.max || changes.length < rows.filter(isMessage2).length;
  for (const { askedId, lastRevision, changeCount } of rows) {
    const told = changes.filter(({ conversationId }) => conversationId === askedId);
    const isAll = told.length === changeCount && changeCount < limits.page.max;
    if (isAll) upTo[askedId] = lastRevision;
    else if (told.length > 0) upTo[askedId] = told.at(-1)?.revision ?? 0;
    more ||= !isAll;
  }
  return { changes, revisions: upTo, more };
}

// functions/search/search.ts
import { sql as sql16 } from "kysely";
var mark = { start: "", end: "" };
function tsQuery(text) {
  const [, head = "", last] = /^(.*?)([\p{L}\p{N}]+)$/su.exec(text) ?? [];
  const isQuoted = (text.match(/"/g)?.length ?? 0) % 2 === 1;
  if (last === void 0 || isQuoted || head.endsWith("-"))
    return sql16`websearch_to_tsquery('simple', ${text})`;
  const beginning = sql16`to_tsquery('simple', ${`${last}:*`})`;
  return head.trim() === "" ? beginning : sql16`websearch_to_tsquery('simple', ${head}) && ${beginning}`;
}
function piecesOf(excerpt) {
  return excerpt.split(new RegExp(`(${mark.start}[^${mark.end}]*${mark.end})`)).filter((piece) => piece !== "").map((piece) => ({
    text: piece.replaceAll(mark.start, "").replaceAll(mark.end, ""),
    isMatch: piece.startsWith(mark.start)
  }));
}
async function searchMessages(db, readerId, {
  query,
  conversationId,
  from,
  before,
  after,
  sort = "newest",
  cursor = "0",
  limit = limits.page.default
}) {
  if (!/^\d{1,6}$/.test(cursor)) {
    throw new Invalid([{ path: "cursor", message: "is not a cursor of this list" }]);
  }
  const offset = Number(cursor);
  const words = tsQuery(query);
  const vector = sql16`to_tsvector('simple'::regconfig, m.content)`;
  const rank = sort === "relevance" ? sql16`ts_rank_cd(${vector}, words.query) DESC,` : sql16``;
  const options = `StartSel=${mark.start}, StopSel=${mark.end}, MaxWords=40, MinWords=15, ShortWord=0, MaxFragments=1`;
  const { rows } = await sql16`
    SELECT bounded.*, ts_headline('simple', bounded.content, bounded.query, ${options}) AS excerpt FROM (
      SELECT found.*, count(*) OVER () AS candidates, row_number() OVER (ORDER BY found.place) AS position,
        sum(${rowBytes(sql16`found`)}) OVER (ORDER BY found.place) AS bytes
      FROM (
        SELECT m.*, words.query, row_number() OVER (ORDER BY ${rank} m.created_at DESC, m.id DESC) AS place
        FROM (SELECT ${words} AS query) words, participants p
        JOIN messages m ON m.conversation_id = p.conversation_id
        WHERE p.user_id = ${readerId}::uuid AND ${vector} @@ words.query AND m.deleted_at IS NULL
          AND ${conversationId ? sql16`p.conversation_id = ${conversationId}::uuid` : sql16`true`}
          AND ${from ? sql16`m.sender_id = ${from}::uuid` : sql16`true`}
          AND ${before ? sql16`m.created_at < ${before}::timestamptz` : sql16`true`}
          AND ${after ? sql16`m.created_at >= ${after}::timestamptz` : sql16`true`}
        ORDER BY place LIMIT ${limit + 1} OFFSET ${offset}
      ) found
    ) bounded
    WHERE bounded.position = 1 OR bounded.bytes <= ${pageBytes}
    ORDER BY bounded.position`.execute(db.repeatable);
  const page = rows.slice(0, limit);
  const more = page.length > 0 && (rows[0]?.candidates ?? 0) > page.length;
  return {
    items: page.map((row) => ({ message: toMessage(row), excerpt: piecesOf(row.excerpt) })),
    nextCursor: more ? String(offset + page.length) : null
  };
}

// functions/users/accounts.ts
import { sql as sql18 } from "kysely";
import { v7 as uuidv74 } from "uuid";

// functions/pictures/pictures.ts
import { sql as sql17 } from "kysely";
import { v7 as uuidv73 } from "uuid";
async function requireOwnPicture(db, ownerId, id) {
  const { rows } = await sql17`
    SELECT 1 FROM pictures WHERE id = ${id}::uuid AND owner_id = ${ownerId}::uuid`.execute(db.repeatable);
  if (rows.length === 0)
    throw new Invalid([{ path: "pictureId", message: "must name a picture that you uploaded" }]);
}

// functions/users/accounts.ts
var accountColumns = [...userColumns, "email", "emailVerifiedAt"];
function toAccount(row) {
  return { ...toUser(row), email: row.email, isEmailVerified: row.emailVerifiedAt !== null };
}
var emailTaken = () => new Conflict(
  [{ path: "email", message: "is already in use" }],
  "Somebody has an account with this e-mail."
);
async function createAccount(db, account) {
  const id = UserId.parse(uuidv74());
  const row = await db.once.insertInto("users").values({
    id: sql18`${id}::uuid`,
    username: account.username,
    email: account.email,
    fullName: account.fullName ?? null,
    passwordHash: account.passwordHash
  }).onConflict((conflict) => conflict.doNothing()).returning(accountColumns).executeTakeFirst();
  if (row) return toAccount(row);
  const sameName = await db.repeatable.selectFrom("users").select("id").where("username", "=", account.username).executeTakeFirst();
  if (!sameName) throw emailTaken();
  throw new Conflict([{ path: "username", message: "is already in use" }], "Somebody has this username.");
}
async function findCredentials(db, login) {
  const row = await db.repeatable.selectFrom("users").select([...accountColumns, "passwordHash"]).where(
    (where) => where.or([
      where("username", "=", login.toLowerCase()),
      where(sql18`lower(email)`, "=", login.toLowerCase())
    ])
  ).executeTakeFirst();
  return row && { account: toAccount(row), passwordHash: row.passwordHash };
}
async function getAccount(db, id) {
  const row = await db.repeatable.selectFrom("users").select(accountColumns).where("id", "=", sql18`${id}::uuid`).where("deletedAt", "is", null).executeTakeFirst();
  if (!row) throw new NotSignedIn("The account is gone.");
  return toAccount(row);
}
async function updateAccount(db, id, change) {
  if (change.pictureId) await requireOwnPicture(db, id, change.pictureId);
  const row = await db.repeatable.updateTable("users").set({
    ...change.fullName !== void 0 && { fullName: change.fullName },
    ...change.email !== void 0 && {
      email: change.email,
      // Another address is one that they have yet to show to be theirs.
      emailVerifiedAt: sql18`CASE WHEN lower(email) = lower(${change.email}) THEN email_verified_at END`
    },
    ...change.pictureId !== void 0 && { pictureId: sql18`${change.pictureId}::uuid` },
    updatedAt: sql18`now()`
  }).where("id", "=", sql18`${id}::uuid`).returning(accountColumns).executeTakeFirst().catch((error) => {
    if (error instanceof Error && error.message.includes("users_email")) throw emailTaken();
    throw error;
  });
  if (!row) throw new NotSignedIn("The account is gone.");
  return toAccount(row);
}

// functions/users/deletion.ts
import { sql as sql19 } from "kysely";
async function deleteAccount(db, userId) {
  await sql19`UPDATE refresh_tokens SET revoked_at = now() WHERE user_id = ${userId}::uuid AND revoked_at IS NULL`.execute(
    db.repeatable
  );
  await sql19`
    UPDATE users SET username = 'deleted-' || right(replace(id::text, '-', ''), 16), full_name = NULL,
      email = 'deleted-' || id || '@invalid', email_verified_at = NULL, password_hash = '', picture_id = NULL, deleted_at = now(), updated_at = now()
    WHERE id = ${userId}::uuid`.execute(db.repeatable);
  await sql19`DELETE FROM mail_tokens WHERE user_id = ${userId}::uuid`.execute(db.repeatable);
  const { rows } = await sql19`
    SELECT p.conversation_id FROM participants p JOIN conversations c ON c.id = p.conversation_id
    WHERE p.user_id = ${userId}::uuid AND c.is_group_chat`.execute(db.repeatable);
  const left = [];
  for (const { conversationId } of rows) {
    left.push({ conversationId, ...await removeParticipant(db, conversationId, userId, userId) });
  }
  await sql19`DELETE FROM connections WHERE user_id = ${userId}::uuid`.execute(db.repeatable);
  return left;
}
export {
  addConnection,
  addParticipants,
  createAccount,
  createConversation,
  deleteAccount,
  deleteMessage,
  editMessage,
  findCredentials,
  findUsers,
  getAccount,
  getConversation,
  listConversations,
  listDevices,
  listMessages,
  listParticipants,
  markRead,
  missed,
  removeConnection,
  removeParticipant,
  rotate,
  searchMessages,
  sendMessage,
  setReaction,
  settlePresence,
  signOutAll,
  startFamily,
  updateAccount
};
