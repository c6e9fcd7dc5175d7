import { expect, test } from "vitest";
import { ada, conversationId, messageId, otherConversationId } from "../testing/examples.ts";
import { failOnReport, memoryStorage } from "../testing/test-api.ts";
import { Drafts } from "./drafts.ts";

test("Two tabs that write in two conversations keep both drafts", () => {
  const storage = memoryStorage();
  const [one, other] = [new Drafts(storage, ada, failOnReport), new Drafts(storage, ada, failOnReport)];
  one.change(conversationId, { text: "for the first" });
  other.change(otherConversationId, { text: "for the second" });
  for (const drafts of [one, other, new Drafts(storage, ada, failOnReport)]) {
    expect(drafts.get(conversationId)).toEqual({ text: "for the first" });
    expect(drafts.get(otherConversationId)).toEqual({ text: "for the second" });
  }
});

test("A draft that one tab has sent disappears from the other tab, which is notified", () => {
  const storage = memoryStorage();
  const [one, other] = [new Drafts(storage, ada, failOnReport), new Drafts(storage, ada, failOnReport)];
  one.change(conversationId, { text: "hello", replyTo: messageId(1) });
  const seen: string[] = [];
  other.subscribe(() => seen.push(other.get(conversationId).text));
  const [key = ""] = storage.entries.keys();
  one.change(conversationId, { text: "", replyTo: undefined });
  other.follow("chatflow.density");
  other.follow(key);
  expect(seen).toEqual([""]);
  expect(storage.entries.size).toBe(0);
});

test("A draft keeps the reply target and an edit beside the text, and is the same object until it changes", () => {
  const drafts = new Drafts(memoryStorage(), ada, failOnReport);
  drafts.change(conversationId, { text: "new", replyTo: messageId(1) });
  drafts.change(conversationId, { editing: { messageId: messageId(2), text: "edited" } });
  const draft = drafts.get(conversationId);
  expect(draft).toEqual({
    text: "new",
    replyTo: messageId(1),
    editing: { messageId: messageId(2), text: "edited" },
  });
  expect(drafts.get(conversationId)).toBe(draft);
});

test("A draft stays in memory if the storage is full", () => {
  const reported: string[] = [];
  const storage = memoryStorage();
  const drafts = new Drafts(storage, ada, (_, { operation }) => reported.push(operation));
  storage.setItem = () => {
    throw new Error("The storage is full");
  };
  drafts.change(conversationId, { text: "much" });
  expect(drafts.get(conversationId)).toEqual({ text: "much" });
  expect(reported).toEqual(["drafts.change"]);
});

test("A restored text fills an empty draft with its reply target, and follows a text that was written meanwhile", () => {
  const drafts = new Drafts(memoryStorage(), ada, failOnReport);
  drafts.restore(conversationId, { text: "lost", replyTo: messageId(1) });
  expect(drafts.get(conversationId)).toEqual({ text: "lost", replyTo: messageId(1) });
  drafts.restore(conversationId, { text: "lost as well", replyTo: messageId(2) });
  expect(drafts.get(conversationId)).toEqual({ text: "lost\nlost as well", replyTo: messageId(1) });
});
