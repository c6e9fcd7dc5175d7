import { beforeEach, describe, expect, test } from "vitest";
import { messageKey } from "../../../client/messages/message-key.ts";
import { Store } from "../../../client/store.ts";
import { Conversation } from "../../../contract/conversations.ts";
import { Message } from "../../../contract/messages.ts";
import { keepNotification, type NotificationSource } from "./current-notification.ts";
import { isUnread } from "./still-unread.ts";

const at = "2026-11-25T09:00:00.000Z";
const id = "0192f0c3-5e21-7b90-a4c8-6d1f3b4a0020";
const message = Message.parse({
  id: "0192f0c3-5e21-7b90-a4c8-6d1f3b4a0021",
  conversationId: id,
  senderId: "0192f0c2-7b3e-7f10-9a55-000000000001",
  seq: 1,
  content: "The password is tomato",
  createdAt: at,
  reactions: [],
});
const last = Message.parse({ ...message, id: "0192f0c3-5e21-7b90-a4c8-6d1f3b4a0022", seq: 2 });
const conversation = Conversation.parse({
  id,
  name: "Design",
  isGroupChat: true,
  createdAt: at,
  version: 0,
  adminsOnly: false,
  lastSeq: 2,
  lastRevision: 0,
  lastMessage: last,
  lastReadSeq: 0,
  unreadCount: 2,
  mentionCount: 0,
  role: "member",
  settings: { notify: "all", isPinned: false, isArchived: false, unreadFrom: null },
  participants: [],
  participantCount: 2,
});

let store: Store;
let shown: string[];
let stop: () => void;
beforeEach(() => {
  store = new Store();
  store.update({ conversations: new Map([[conversation.id, conversation]]) });
  shown = [];
  const client: NotificationSource = {
    get state() {
      return store.state;
    },
    subscribe: store.subscribe,
    messages: { take: change },
  };
  stop = keepNotification(client, message, ({ content }) => {
    shown = [content];
    return { close: () => shown.splice(0) };
  });
});
function change(messages: readonly Message[]): void {
  store.update({
    fetched: new Map(messages.map((each) => [messageKey(each.conversationId, each.id), each])),
  });
}

test("A message that is deleted before its notification shows is no longer unread", () => {
  const isLastUnread = () => isUnread(store, { ...message, id: last.id, seq: 2 });
  expect(isLastUnread()).toBe(true);
  store.changeConversation(conversation.id, (known) => ({
    ...known,
    lastMessage: { ...last, content: "", deletedAt: at },
  }));
  expect(isLastUnread()).toBe(false);
});

describe("A notification of a message", () => {
  test("shows an edited text", () => {
    change([{ ...message, content: "Never mind", revision: 1 }]);
    expect(shown).toEqual(["Never mind"]);
  });

  test("closes when the message is deleted, although later ones have arrived", () => {
    change([{ ...message, content: "", deletedAt: at, revision: 1 }]);
    expect(shown).toEqual([]);
  });

  test("closes when the user has read the message, here or on another device", () => {
    store.changeConversation(conversation.id, (known) => ({ ...known, lastReadSeq: 1 }));
    expect(shown).toEqual([]);
  });

  test("stays while other messages change, and once nothing follows it", () => {
    store.changeConversation(conversation.id, (known) => ({ ...known, lastSeq: 3 }));
    expect(shown).toEqual([message.content]);
    stop();
    change([{ ...message, content: "", deletedAt: at, revision: 1 }]);
    expect(shown).toEqual([message.content]);
  });
});
