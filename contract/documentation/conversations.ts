import type { attachmentRoutes } from "../attachments.ts";
import type { channelRoutes } from "../channels.ts";
import type { settingsRoutes } from "../conversation-settings.ts";
import type { conversationRoutes } from "../conversations.ts";
import type { fileListRoutes } from "../file-lists.ts";
import type { versionRoutes } from "../message-versions.ts";
import type { messageRoutes } from "../messages.ts";
import type { participantRoutes } from "../participants.ts";
import type { pinRoutes } from "../pins.ts";
import type { readPositionRoutes } from "../read-positions.ts";
import type { searchRoutes } from "../search.ts";
import type { Concept, RouteDocumentation } from "./concept.ts";
import {
  channel,
  conversation,
  message,
  messageId,
  newAttachment,
  newConversation,
  upload,
} from "./examples.ts";
import { pageSize, paging } from "./paging.ts";

type Documented<Routes> = Record<keyof Routes, RouteDocumentation>;

export const conversations: Concept = {
  title: "Conversations",
  introduction:
    "A conversation is direct, between two users, a private group, or a channel that everyone except guests can join. Callers who do not take part get 404, as if it did not exist.",
  routes: {
    createConversation: {
      summary: "Start a conversation",
      description:
        "Two users share one direct conversation. Starting it again returns the existing one with 200. Every call for a group creates a new one.",
      example: { request: newConversation, answer: conversation },
    },
    listConversations: {
      summary: "List your conversations, latest activity first",
      parameters: {
        query: "Any part of a conversation's name or, if it has none, of another participant's name.",
        ...paging,
      },
      example: { answer: { items: [conversation], nextCursor: null } },
    },
    getConversation: { summary: "Get a conversation" },
    updateConversation: {
      summary: "Change a group or channel",
      description:
        "Changes only the fields that the body names. With `adminsOnly`, only the owner and admins may do this. Only they may change `adminsOnly` and `postingRule`, archive and restore. Only the owner may make a group a channel, which cannot be undone. Only the workspace's owners and admins may change `isDefault`.",
    },
    updateSettings: {
      summary: "Mute, pin, archive, put into a section or mark a conversation as unread",
      description: "Applies only to you. Changes only the settings that the body names.",
      example: {
        request: { isPinned: true },
        answer: { ...conversation.settings, isPinned: true, changedAt: "2026-11-24T09:12:05.118Z" },
      },
    },
    markRead: {
      summary: "Mark messages as read up to a sequence number",
      description: "The position never moves back. A smaller number returns the current position.",
      example: { request: { seq: 42 }, answer: { lastReadSeq: 42, unreadCount: 0 } },
    },
  } satisfies Documented<
    Omit<typeof conversationRoutes, "addParticipants"> & typeof settingsRoutes & typeof readPositionRoutes
  >,
  fields: {
    Conversation: {
      name: "`null` for a direct conversation.",
      version: "Grows with each change that all participants share. The higher version is newer.",
      kind: "`direct`, `group` or `channel`.",
      isGroupChat: "True for groups and channels.",
      topic: "One line of text. Absent if the conversation has no topic.",
      description: "Absent if the conversation has no description.",
      postingRule: "The participants who may send: all, or only the owner and admins.",
      isDefault: "Whether new members of the workspace join this channel automatically.",
      archivedAt:
        "When the conversation was archived, and became read-only for all. Your own archive is in `settings`.",
      adminsOnly: "Whether only the owner and admins may change the group and add people.",
      lastSeq: "The sequence number of the last message, or 0 without messages.",
      lastRevision: "The revision of the last change to any of its messages.",
      lastReadSeq: "Your own read position.",
      mentionCount: "The number of unread messages that mention you.",
      role: "Your own role.",
      participants: "The first eight, earliest first. `listParticipants` returns all.",
    },
    NewConversation: {
      participantIds: "The ids of the other participants. Leave out your own.",
      name: "For groups. A channel needs one that no other channel has, regardless of case.",
      isGroupChat: "By default, true if there is a name or more than one other participant.",
      kind: "Takes precedence over `isGroupChat`.",
    },
    ConversationSettings: {
      notify: "The messages that notify you: all, those that mention you, or none.",
      isArchived: "The next message unarchives the conversation, unless you have muted it.",
      unreadFrom: "The first message that you marked as unread. Reading further clears it.",
    },
    ReadUpTo: { seq: "The sequence number of the last message that you have read." },
  },
};

export const channels: Concept = {
  title: "Channels",
  introduction:
    "Everyone except guests can find, read and join a channel. The routes below work whether or not you have joined. After joining, all routes of conversations work as well.",
  routes: {
    listChannels: {
      summary: "Find channels by any part of their name or topic",
      description: "In the order of their names. Without a query, lists all.",
      parameters: {
        query: "A part of the name or topic, regardless of case and accents.",
        archived: "`true` lists archived channels instead of active ones.",
        ...paging,
      },
      example: { answer: { items: [channel], nextCursor: null } },
    },
    getChannel: { summary: "Get a channel" },
    listChannelMessages: {
      summary: "Read a channel's history without joining it",
      description: "Like the history of a conversation.",
      parameters: {
        before: "A sequence number. The page ends before it.",
        after: "A sequence number. The page starts after it. Excludes `before`.",
        ...pageSize,
      },
    },
  } satisfies Documented<typeof channelRoutes>,
  fields: {
    Channel: { isJoined: "Whether you are a participant." },
  },
};

export const participants: Concept = {
  title: "Participants",
  introduction: "The users in a conversation, each with the role owner, admin or member.",
  routes: {
    listParticipants: {
      summary: "List a conversation's participants",
      description:
        "With `hasRead`, lists who has seen a message. Only conversations of up to eight people push their participants' read positions to each other.",
      parameters: {
        ...paging,
        order: "By default, the order of the users' ids. A cursor continues the order of its page.",
        hasRead: "Lists only participants who have read up to this sequence number.",
        query: "Lists only participants whose names contain all of these words.",
      },
    },
    addParticipants: {
      summary: "Add up to 100 users to a group, or join a channel",
      description:
        "If you name only your own id, you join a channel. In channels of more than 100 people, the other participants receive no event. Skips users who already take part. New participants see the history, and all of it counts as read.",
      example: {
        request: { participantIds: newConversation.participantIds },
        answer: conversation,
      },
    },
    updateParticipant: {
      summary: "Change a participant's role",
      description:
        "Only the owner may do this. Making another participant the owner makes the caller an admin.",
    },
    removeParticipant: {
      summary: "Leave a group, or remove a participant from it",
      description:
        "Everyone may leave. The owner may remove everyone, and admins may remove members. When the owner leaves, the longest-standing admin becomes the owner, or else the longest-standing member.",
    },
  } satisfies Documented<typeof participantRoutes & Pick<typeof conversationRoutes, "addParticipants">>,
  fields: {
    Participant: {
      lastReadSeq: "The participant has read all messages up to this one.",
      online: "Whether any of the user's devices is connected, or was a moment ago.",
      lastSeenAt:
        "When the user was last online. Absent while the user is online, and if the user never was.",
    },
  },
};

const forwarded = {
  senderId: message.senderId,
  conversationId: message.conversationId,
  messageId: message.id,
  createdAt: message.createdAt,
};

export const messages: Concept = {
  title: "Messages",
  introduction:
    "A conversation numbers its messages 1, 2, 3 … without gaps, in the order of acceptance. It numbers changes to them in the same way.",
  routes: {
    listMessages: {
      summary: "List a conversation's history",
      description:
        "With `after`, oldest first from there. Otherwise newest first, from `before` or from the end. `nextCursor` is the next value of the same parameter.",
      parameters: {
        before: "A sequence number. The page ends before it.",
        after: "A sequence number. The page starts after it. Excludes `before`.",
        threadId: "Only the replies in the thread of this message.",
        ...pageSize,
      },
      example: { answer: { items: [message], nextCursor: "42" } },
    },
    sendMessage: {
      summary: "Send a message",
      description:
        "`id` is a UUID that you choose, preferably of version 7. Sending the same id again returns the first message with 200, so you can safely repeat a request that got no answer.",
      example: { request: { id: messageId, content: message.content }, answer: message },
    },
    forwardMessage: {
      summary: "Forward a message to another conversation",
      description:
        "Sends a copy of a message that you may read, with its files. `forwarded` names the author and the original. The copy mentions no user and cannot be edited. Sending the same id again returns the first copy with 200.",
      example: { answer: { ...message, forwarded } },
    },
    getMessage: { summary: "Get a message" },
    editMessage: {
      summary: "Edit your own message",
      description:
        "`listVersions` returns the earlier text. Neither a forwarded message nor a poll can be edited.",
    },
    deleteMessage: {
      summary: "Delete a message",
      description:
        "Authors may delete their own messages. A group's owner and admins may delete any message. The message keeps its place and loses its content, files and reactions.",
    },
    addReaction: {
      summary: "Add a reaction to a message",
      description:
        "Adding the same reaction again changes nothing. An emoji of the workspace is named as `:name:`. Percent-encode the emoji.",
    },
    removePreview: {
      summary: "Remove a link's preview from your message",
      description:
        "The preview does not return as long as the text has the link. Removing one that does not exist changes nothing.",
      parameters: { url: "The address in the preview." },
    },
    removeReaction: {
      summary: "Remove your reaction from a message",
      description:
        "Removing a reaction that does not exist changes nothing. Also works if the workspace no longer has the emoji.",
    },
  } satisfies Documented<typeof messageRoutes>,
  fields: {
    Message: {
      seq: "The sequence number: 1, 2, 3 … within the conversation, without gaps.",
      content: "Empty after deletion.",
      replyTo: "The message that this one quotes.",
      threadId: "The root of the thread that this message replies in.",
      alsoInConversation: "Set if the conversation shows the reply as well. Otherwise, only its thread does.",
      replyNumber: "The reply's place in its thread: 1, 2, 3 … without gaps.",
      replyCount: "The number of replies, deleted ones included. Absent if there are none.",
      replierIds: "The first authors of replies.",
      mentions:
        "The mentions that have an effect, as the server decided when it stored the text. `wide` is set if `@channel` mentions all participants, or `@here` those who were online, and the rule of the workspace allows it. `groups` has the handles of user groups. `users` has the participants whom the text mentions by name, the author included. Text with an `@` that is in none of them mentions nobody.",
      attachments: "Absent if the message has no files.",
      previews:
        "Descriptions of the pages behind its first three links. They arrive after the message, with `message.updated` and `sync`. Code has no links.",
      forwarded:
        "Set if the message is a copy of another one. Names the first author, who need not take part here.",
      system:
        "Set if the message reports a change of its channel, which `content` states in English. It does not count as unread, and cannot be edited or deleted. `userIds` are the people whom `text` names, so that you can show their present names. Only additions and removals have it. `text` may end with the number of further people, such as `+3`.",
      poll: "Set if the message asks a question. `content` contains the question and the options as well.",
      pinnedAt: "When a participant pinned the message for all. Absent if it is not pinned.",
      revision: "The number of the last change. Absent until the first change. The higher revision is newer.",
    },
    NewMessage: {
      id: "A UUID that you choose. Repeat it when you repeat the request.",
      content: "May be empty only if there are attachments or a poll.",
      poll: "Asks a question. The server writes the text of the message from it, in place of `content`.",
      replyTo: "A message of the same conversation to quote.",
      threadId:
        "The message whose thread the reply joins. The id of a reply selects the thread of that reply.",
      alsoInConversation: "Shows a reply in the conversation as well.",
      attachmentIds: "Files that you have uploaded to this conversation, each for one message.",
    },
    MessagePage: { nextCursor: "The `before` or `after` of the next page. `null` on the last page." },
  },
};

export const messageVersions: Concept = {
  title: "Earlier versions of messages",
  introduction:
    "The workspace keeps the first version of an edited message and the newest 49 others, unless an owner has decided otherwise. Everyone who may read the message may read them. Deleting a message deletes its versions.",
  routes: {
    listVersions: {
      summary: "List the earlier versions of a message",
      description: "The newest comes first. The current text is not among them.",
      parameters: { ...paging },
      example: {
        answer: {
          items: [{ number: 1, content: "Lunch at one?", createdAt: message.createdAt }],
          nextCursor: null,
        },
      },
    },
  } satisfies Documented<typeof versionRoutes>,
  fields: {},
};

export const attachments: Concept = {
  title: "Attachments",
  introduction: "Files travel directly to and from the bucket. The API returns their addresses.",
  routes: {
    addAttachment: {
      summary: "Announce a file and get its upload form",
      description:
        "Post the form with the file, then send a message with the attachment's id. The form accepts only the announced type and size, and only the first upload counts.",
      example: { request: newAttachment, answer: upload },
    },
    getAttachment: {
      summary: "Get a temporary address of a file",
      description:
        "The first request for a picture checks the upload. A picture with more than 67,108,864 pixels, or of no known format, becomes a file of the type `application/octet-stream`. The answer is then `file-not-found`, everyone receives `message.updated`, and later requests return an address.",
    },
    listFiles: {
      summary: "List the files of a conversation",
      description:
        "The most recently uploaded file comes first. Each item names the message that shows the file.",
      parameters: { ...paging },
    },
  } satisfies Documented<typeof attachmentRoutes & typeof fileListRoutes>,
  fields: {
    Attachment: {
      width: "In pixels, for pictures.",
      height: "In pixels, for pictures.",
    },
    NewAttachment: {
      contentType: "A media type without parameters.",
      width: "In pixels, for pictures.",
      height: "In pixels, for pictures.",
    },
    Upload: {
      url: "Post the form here, as `multipart/form-data`. Relative to the origin.",
      fields: "The form's fields. Send them before the field `file`.",
    },
  },
};

export const pins: Concept = {
  title: "Pins",
  introduction:
    "Participants pin messages for all. If only the owner and admins may post in a conversation or change a channel, only they may pin there. A pin is a change of its message, which `message.updated` announces and `sync` returns.",
  routes: {
    listPins: {
      summary: "List pinned messages",
      description: "The most recently pinned message comes first.",
      parameters: { ...paging },
    },
    pinMessage: {
      summary: "Pin a message",
      description: "Pinning it again changes nothing. A channel reports the pin in its timeline.",
    },
    unpinMessage: { summary: "Unpin a message", description: "Unpinning it again changes nothing." },
  } satisfies Documented<typeof pinRoutes>,
  fields: {},
};

export const search: Concept = {
  title: "Search",
  introduction: "Full-text search over all messages that you may read.",
  routes: {
    search: {
      summary: "Find messages by their words",
      description:
        'All words must occur, and the last one may be incomplete. `"two words"` finds a phrase, and `-word` excludes a word. The newest messages come first, unless `sort` is `relevance`.',
      parameters: {
        query:
          "The words to find, and operators: `from:` a username, a full name in quotes or `me`; `in:` the name of a conversation, or `@` and a username; `has:` `link`, `code`, `file`, `image`, `video` or `audio`; `is:thread` only replies in threads; `before:` and `after:` a day in UTC, which `after:` includes. Several of `from:` or of `in:` mean any of them. The parameters below limit the search further, and their times replace those of the operators.",
        conversationId: "Only messages in this conversation.",
        from: "Only messages by this user.",
        before: "Only messages before this date or time.",
        after: "Only messages after this date or time.",
        sort: "`newest` or `relevance`.",
        ...paging,
      },
      example: {
        answer: {
          items: [
            {
              message,
              excerpt: [
                { text: "Lunch", isMatch: true },
                { text: " at noon, @grace?", isMatch: false },
              ],
            },
          ],
          nextCursor: null,
        },
      },
    },
  } satisfies Documented<typeof searchRoutes>,
  fields: {
    SearchHit: { excerpt: "The part of the text that matches, in pieces." },
  },
};
