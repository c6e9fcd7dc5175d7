import { expect, test, vi } from "vitest";
import type { Conversation } from "../../contract/conversations.ts";
import { Store } from "../store.ts";
import { conversation, conversationId } from "../testing/examples.ts";
import { signedIn, testApi } from "../testing/test-api.ts";
import { ConversationList } from "./conversation-list.ts";

function listWith(known: Conversation, counted = known) {
  const store = new Store();
  store.update({ conversations: new Map([[conversationId, known]]) });
  const api = testApi({ getConversation: () => counted });
  const resend = vi.fn();
  const list = new ConversationList({
    store,
    session: signedIn(api),
    people: { take: () => {} },
    readPositions: { wasJustSent: () => false, resend },
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
