import { expect, test, vi } from "vitest";
import { Store } from "../store.ts";
import { conversation, conversationId } from "../testing/examples.ts";
import { signedIn, testApi } from "../testing/test-api.ts";
import { ConversationList } from "./conversation-list.ts";

test("An answer that is older than a mention keeps it, and the client asks for the count again", async () => {
  const store = new Store();
  store.update({ conversations: new Map([[conversationId, conversation(3, { mentionCount: 1 })]]) });
  const api = testApi({ getConversation: () => conversation(3, { mentionCount: 2 }) });
  const list = new ConversationList({
    store,
    session: signedIn(api),
    people: { take: () => {} },
    readPositions: { wasJustSent: () => false },
    reportError: () => {},
    onFetched: () => {},
    onLost: () => {},
  });
  list.take([conversation(2)]);
  expect(store.conversation(conversationId)).toMatchObject({ lastSeq: 3, mentionCount: 1 });
  await vi.waitFor(() => expect(store.conversation(conversationId)?.mentionCount).toBe(2));
  list.take([conversation(3)]);
  expect(store.conversation(conversationId)?.mentionCount).toBe(0);
  expect(api.calls.map(({ name }) => name)).toEqual(["getConversation"]);
});
