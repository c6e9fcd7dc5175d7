import { expect, test } from "vitest";
import { conversation, conversationId, otherConversationId } from "../testing/examples.ts";
import { currentConversations } from "./current-conversations.ts";

const answered = conversation(1);
const unknown = conversation(1, { id: otherConversationId });

test("A conversation that an answer contains shows its current name", () => {
  const renamed = { ...answered, name: "Designers" };
  const state = { conversations: new Map([[conversationId, renamed]]), conversationsCursor: "more" };
  expect(currentConversations(state, [answered, unknown])).toEqual([renamed, unknown]);
});

test("A conversation that the user has left is not in an answer any more", () => {
  const state = { conversations: new Map([[conversationId, answered]]), conversationsCursor: null };
  expect(currentConversations(state, [answered, unknown])).toEqual([answered]);
});
