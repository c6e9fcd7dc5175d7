import { expect, test } from "vitest";
import { stateOf } from "../snapshot/snapshot.ts";
import { Store } from "../store.ts";
import { conversation, conversationId, otherConversationId } from "../testing/examples.ts";
import { currentConversations } from "./current-conversations.ts";

const answered = conversation(1);
const unknown = conversation(1, { id: otherConversationId });
const restored = stateOf({ conversations: [answered], timelines: [] });

test("A conversation that an answer contains shows its current name", () => {
  const store = new Store();
  store.update(restored);
  store.changeConversation(conversationId, (known) => ({ ...known, name: "Designers" }));
  expect(currentConversations(store.state, [answered])).toMatchObject([{ name: "Designers" }]);
});

test("A found conversation that a restored list lacks stays in the answer", () => {
  const store = new Store();
  store.update(restored);
  expect(currentConversations(store.state, [answered, unknown])).toEqual([answered, unknown]);
});

test("A conversation that the user has left is removed from answers until the user is back", () => {
  const store = new Store();
  store.update(restored);
  store.removeConversation(conversationId);
  expect(currentConversations(store.state, [answered, unknown])).toEqual([unknown]);
  store.update(restored);
  expect(currentConversations(store.state, [answered, unknown])).toEqual([answered, unknown]);
});
