import { account, ada, ben, conversation, message, written } from "../../client/testing/examples.ts";
import type { Attachment } from "../../contract/attachments.ts";
import type { Conversation } from "../../contract/conversations.ts";
import { AttachmentId, ConversationId } from "../../contract/ids.ts";
import type { Message } from "../../contract/messages.ts";
import type { Poll } from "../../contract/polls.ts";
import type { User } from "../../contract/users.ts";

const { createdAt } = account;

export const adaAsUser: User = { ...account, fullName: "Ada Lovelace" };

export const benAsUser: User = {
  id: ben,
  username: "ben",
  fullName: "Ben Okafor",
  createdAt,
  status: { emoji: "🏖️", text: "On holiday" },
  pausedUntil: "2099-01-01T00:00:00.000Z",
};

export const people = new Map([adaAsUser, benAsUser].map((user) => [user.id, user]));

const file = (number: number, change: Partial<Attachment>): Attachment => ({
  id: AttachmentId.parse(`00000005-0000-4000-8000-00000000000${number}`),
  fileName: "Report.pdf",
  contentType: "application/pdf",
  sizeBytes: 148_000,
  ...change,
});

export const report = file(2, {});

const poll: Poll = {
  question: "Where do we meet?",
  options: [
    { text: "In the office", votes: 2 },
    { text: "In the park", votes: 5 },
  ],
  voterCount: 7,
  isMultiple: false,
  isAnonymous: false,
  version: 1,
};

const formatted = [
  "**Bold**, _italic_, ~~struck~~, `code`, @ada and https://example.com",
  "> A quote",
  "- A list\n- with two items",
  "```ts\nconst answer = 42;\n```",
].join("\n\n");

/** A message in each state that the server knows. */
export const messages: readonly Message[] = [
  message(1, {
    content: "Ben created the group",
    system: { event: "renamed", text: "Design" },
  }),
  message(2, { content: formatted, mentions: { users: [{ id: ada, username: "ada" }] } }),
  message(3, { content: "A follow-up without a header" }),
  message(4, { senderId: ada, content: "An edited message", editedAt: createdAt }),
  message(5, { content: "", deletedAt: createdAt }),
  message(6, {
    senderId: ada,
    content: "Reactions, and a thread",
    reactions: [
      { emoji: "👍", userIds: [ada, ben] },
      { emoji: "🎉", userIds: [ben] },
    ],
    replyCount: 4,
    lastReplyAt: createdAt,
    replierIds: [ada, ben],
  }),
  message(7, { content: "A pinned message", pinnedAt: createdAt, pinnedBy: ada }),
  message(8, { content: "A reply that quotes a message", replyTo: message(3).id }),
  message(9, {
    content: "A forwarded message",
    forwarded: {
      senderId: ben,
      conversationId: message(3).conversationId,
      messageId: message(3).id,
      createdAt,
    },
  }),
  message(10, {
    content: "Files",
    attachments: [
      file(1, { fileName: "Sketch.png", contentType: "image/png", width: 320, height: 200 }),
      report,
    ],
  }),
  message(11, {
    senderId: ada,
    content: "A link: https://example.com/design",
    previews: [
      {
        url: "https://example.com/design",
        title: "Design notes",
        description: "What the page looks like, and why",
        site: "Example",
      },
    ],
  }),
  message(12, { content: poll.question, poll }),
  message(13, {
    content: "A closed poll",
    poll: { ...poll, isMultiple: true, isAnonymous: true, closedAt: createdAt },
  }),
  message(14, { content: "🎉" }),
  message(15, { content: "The first unread message" }),
  message(16, { content: "The message that a link leads to" }),
  message(17, { content: "رسالة من اليمين إلى اليسار" }),
  message(18, { senderId: ada, content: "A message that Ben has seen" }),
];

export const firstUnread = message(15).id;
export const focused = message(16).id;

/** The messages of the outbox: one is on its way, and the server has refused the other one. */
export const pending = [
  written(19, { content: "On its way" }),
  written(20, { content: "Not sent", failure: "Too many", failureCode: "rate-limited" }),
];

/** A refused edit of the message that `messages` shows as edited. */
export const refusedEdit = {
  id: "00000006-0000-4000-8000-000000000001",
  conversationId: message(4).conversationId,
  messageId: message(4).id,
  createdAt,
  change: { kind: "edit", content: "The text that was not saved" },
  failure: "Archived",
  failureCode: "rate-limited",
} as const;

const last = messages.at(-1) ?? null;

const participants = conversation(18).participants.map((participant) => ({
  ...participant,
  user: people.get(participant.user.id) ?? participant.user,
  lastReadSeq: 18,
  online: true,
}));

/** The conversation of the messages. */
export const group = conversation(18, { participants, lastMessage: last, unreadCount: 0 });

const row = (number: number, change: Partial<Conversation>): Conversation => ({
  ...group,
  id: ConversationId.parse(`00000007-0000-4000-8000-00000000000${number}`),
  lastMessage: message(3),
  ...change,
});

const direct = { name: null, isGroupChat: false, kind: "direct" } as const;
const { settings } = group;

/** A conversation in each state of its row. */
export const rows: readonly Conversation[] = [
  row(1, { name: "Read channel", kind: "channel" }),
  row(2, { name: "Unread private group", kind: "group", unreadCount: 3 }),
  row(3, { name: "Mention", kind: "channel", unreadCount: 120, mentionCount: 1 }),
  row(4, { name: "Muted", kind: "channel", unreadCount: 2, settings: { ...settings, notify: "nothing" } }),
  row(5, { ...direct }),
  row(6, { ...direct, participants: participants.map((each) => ({ ...each, online: false })) }),
  row(7, { name: "Empty", lastMessage: null }),
];
