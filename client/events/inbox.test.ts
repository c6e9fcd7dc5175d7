import { describe, expect, test, vi } from "vitest";
import type { Conversation } from "../../contract/conversations.ts";
import type { Message } from "../../contract/messages.ts";
import { Store } from "../store.ts";
import { account, ada, conversation, conversationId, message, messageId } from "../testing/examples.ts";
import { emptyTimeline } from "../timelines/timeline.ts";
import { Inbox } from "./inbox.ts";

/** The real inbox and state, with mocks of the parts that talk to a server or keep messages. */
function inboxWith(known: Conversation | undefined, loaded: Message[] = []) {
  const store = new Store();
  if (known) store.update({ conversations: new Map([[conversationId, known]]) });
  const parts = {
    store,
    session: { user: account },
    conversations: { fetchInBackground: vi.fn(), recountInBackground: vi.fn() },
    timelines: { get: () => ({ ...emptyTimeline, messages: loaded }), receive: vi.fn(), change: vi.fn() },
    threads: { receive: vi.fn(), recount: vi.fn() },
  };
  return { ...parts, inbox: new Inbox(parts), known: () => store.conversation(conversationId) };
}

const report = (seq: number) => message(seq, { system: { event: "renamed", text: "Design" } });
const reply = (seq: number, change: Partial<Message> = {}) =>
  message(seq, { threadId: messageId(1), replyNumber: 1, ...change });

describe("A message", () => {
  test("counts in its conversation, and reaches its timeline and its thread", () => {
    const { inbox, known, timelines, threads, conversations } = inboxWith(conversation(2));
    inbox.receive(message(3));
    expect(known()).toMatchObject({ lastSeq: 3, unreadCount: 3, lastMessage: { seq: 3 } });
    expect(timelines.receive).toHaveBeenCalledWith(conversationId, message(3));
    expect(threads.receive).toHaveBeenCalledWith(message(3));
    expect(conversations.fetchInBackground).not.toHaveBeenCalled();
    expect(conversations.recountInBackground).not.toHaveBeenCalled();
  });

  test("loads its conversation if that is unknown", () => {
    const { inbox, known, timelines, conversations } = inboxWith(undefined);
    inbox.receive(message(1));
    expect(conversations.fetchInBackground).toHaveBeenCalledWith(conversationId);
    expect(timelines.receive).toHaveBeenCalledWith(conversationId, message(1));
    expect(known()).toBeUndefined();
  });
});

describe("A message that counts in another way than others, and that a later message has overtaken,", () => {
  const cases: [string, Message][] = [
    ["a report", report(2)],
    ["a reply in a thread only", reply(2)],
    ["a mention", message(2, { content: `@${account.username}`, mentions: { users: [account] } })],
  ];

  test.each(cases)("makes the client ask for the count: %s", (_, late) => {
    const { inbox, conversations } = inboxWith(conversation(3, { lastRevision: 7 }));
    inbox.receive(late);
    expect(conversations.recountInBackground).toHaveBeenCalledWith(conversationId, 7);
  });

  test.each(cases)("changes nothing if it is read, or everything is: %s", (_, late) => {
    for (const known of [conversation(3, { lastReadSeq: 2 }), conversation(3, { unreadCount: 0 })]) {
      const { inbox, conversations } = inboxWith(known);
      inbox.receive(late);
      expect(conversations.recountInBackground).not.toHaveBeenCalled();
    }
  });

  test.each(cases)("is not asked about a second time: %s", (_, late) => {
    const { inbox, conversations } = inboxWith(conversation(3), [message(1), late, message(3)]);
    inbox.receive(late);
    expect(conversations.recountInBackground).not.toHaveBeenCalled();
  });

  test.each(cases)("is asked about if only others are loaded: %s", (_, late) => {
    const { inbox, conversations } = inboxWith(conversation(3), [message(1), message(3)]);
    inbox.receive(late);
    expect(conversations.recountInBackground).toHaveBeenCalledOnce();
  });
});

test("A late message that counts does not make the client ask", () => {
  for (const late of [message(2), reply(2, { alsoInConversation: true })]) {
    const { inbox, conversations } = inboxWith(conversation(3));
    inbox.receive(late);
    expect(conversations.recountInBackground).not.toHaveBeenCalled();
  }
});

test("A report that is the newest message only moves the end of the conversation", () => {
  const { inbox, conversations, known } = inboxWith(conversation(2));
  inbox.receive(report(3));
  expect(conversations.recountInBackground).not.toHaveBeenCalled();
  expect(known()).toMatchObject({ lastSeq: 3, unreadCount: 2 });
});

describe("A change of a message", () => {
  const deleted = (seq: number, revision: number) => {
    const gone = message(seq, { content: "", deletedAt: "2026-11-25T10:00:00.000Z", revision });
    return { seq, revision, message: gone, apply: () => gone };
  };

  test("applies to the conversation, the timeline and the thread", () => {
    const { inbox, known, timelines, threads, conversations } = inboxWith(conversation(2));
    inbox.change(conversationId, deleted(2, 1));
    expect(known()).toMatchObject({ lastRevision: 1, unreadCount: 1, lastMessage: { content: "" } });
    expect(timelines.change).toHaveBeenCalledWith(conversationId, expect.objectContaining({ revision: 1 }));
    expect(threads.recount).toHaveBeenCalledWith(conversationId, expect.objectContaining({ revision: 1 }));
    expect(conversations.recountInBackground).not.toHaveBeenCalled();
  });

  test("makes the client ask for the counts if changes before it are missing", () => {
    const { inbox, conversations } = inboxWith(conversation(2));
    inbox.change(conversationId, deleted(1, 2));
    expect(conversations.recountInBackground).toHaveBeenCalledWith(conversationId, 2);
  });

  test("of an unknown conversation only reaches the timeline and the thread", () => {
    const { inbox, known, timelines, threads, conversations } = inboxWith(undefined);
    inbox.change(conversationId, deleted(1, 2));
    expect(timelines.change).toHaveBeenCalledOnce();
    expect(threads.recount).toHaveBeenCalledOnce();
    expect(known()).toBeUndefined();
    expect(conversations.recountInBackground).not.toHaveBeenCalled();
    expect(conversations.fetchInBackground).not.toHaveBeenCalled();
  });
});

test("A message that the user sends counts as read", () => {
  const { inbox, known } = inboxWith(conversation(2));
  inbox.receive(message(3, { senderId: ada }));
  expect(known()).toMatchObject({ unreadCount: 0, lastReadSeq: 3 });
});
