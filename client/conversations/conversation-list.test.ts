import { expect, onTestFinished, test, vi } from "vitest";
import type { Conversation } from "../../contract/conversations.ts";
import { Store } from "../store.ts";
import { conversation, conversationId } from "../testing/examples.ts";
import { signedIn, testApi } from "../testing/test-api.ts";
import { ConversationList } from "./conversation-list.ts";

/** Whether the user has removed the server's mark by reading, without a connection. */
let isMarkRemoved = false;

function listWith(known: Conversation, ...counted: readonly Conversation[]) {
  const store = new Store();
  store.update({ conversations: new Map([[conversationId, known]]) });
  const api = testApi({ getConversation: () => counted[api.calls.length - 1] ?? counted.at(-1) ?? known });
  const resend = vi.fn();
  const list = new ConversationList({
    store,
    session: signedIn(api),
    people: { take: () => {} },
    readPositions: {
      wasJustSent: () => false,
      hasRemovedMark: () => isMarkRemoved,
      confirmMark: () => {},
      resend,
    },
    reportError: () => {},
    onFetched: () => {},
    onLost: () => {},
  });
  return { list, api, resend, known: () => store.conversation(conversationId) };
}

test("An answer that is older than a mention keeps it, and the client asks for the count again", async () => {
  const mentioned = conversation(3, { mentionCount: 1 });
  const { list, api, known } = listWith(mentioned, conversation(3, { mentionCount: 2 }));
  list.take([conversation(2)]);
  expect(known()).toMatchObject({ lastSeq: 3, mentionCount: 1 });
  await vi.waitFor(() => expect(known()?.mentionCount).toBe(2));
  list.take([conversation(3)]);
  expect(known()?.mentionCount).toBe(0);
  expect(api.calls.map(({ name }) => name)).toEqual(["getConversation"]);
});

test("A read position that the server does not know is sent again, and messages stay read meanwhile", () => {
  const { list, resend, known } = listWith(conversation(3, { lastReadSeq: 3, unreadCount: 0 }));
  list.take([conversation(3, { lastReadSeq: 1, unreadCount: 2 })]);
  expect(resend.mock.calls).toEqual([[conversationId, 3]]);
  expect(known()).toMatchObject({ lastReadSeq: 3, unreadCount: 0 });
  list.take([conversation(3, { lastReadSeq: 3, unreadCount: 0 })]);
  expect(resend).toHaveBeenCalledOnce();
});

test.each([
  ["set here", 5, null],
  ["set on another device", null, 5],
  ["that both know", 5, 5],
])("A mark as unread %s stays, although the server does not know the read position", (_, here, there) => {
  const marked = (unreadFrom: number | null) => ({ ...conversation().settings, unreadFrom });
  const { list, resend } = listWith(conversation(10, { lastReadSeq: 10, settings: marked(here) }));
  list.take([conversation(10, { lastReadSeq: 8, settings: marked(there) })]);
  expect(resend).not.toHaveBeenCalled();
});

test("A mark as unread that the user has removed by reading does not return, and the position is sent again", () => {
  isMarkRemoved = true;
  onTestFinished(() => {
    isMarkRemoved = false;
  });
  const { list, resend, known } = listWith(conversation(10, { lastReadSeq: 10, unreadCount: 0 }));
  const settings = { ...conversation().settings, unreadFrom: 5 };
  list.take([conversation(10, { lastReadSeq: 10, unreadCount: 6, settings })]);
  expect(resend.mock.calls).toEqual([[conversationId, 10]]);
  expect(known()).toMatchObject({ unreadCount: 0, settings: { unreadFrom: null } });
});

test("A client asks for the count of mentions until an answer includes the messages that it has", async () => {
  const mentioned = conversation(3, { mentionCount: 1 });
  const { list, api, known } = listWith(mentioned, conversation(2), conversation(3, { mentionCount: 2 }));
  list.take([conversation(2)]);
  await vi.waitFor(() => expect(known()?.mentionCount).toBe(2));
  expect(api.calls).toHaveLength(2);
});

test("A client stops asking for the count of mentions if the answers stay old", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { list, api } = listWith(conversation(3, { mentionCount: 1 }), conversation(2));
  list.take([conversation(2)]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(api.calls).toHaveLength(3);
});
