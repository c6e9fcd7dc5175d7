import { expect, test } from "vitest";
import { ada, conversationId, messageId, otherConversationId } from "../testing/examples.ts";
import { failOnReport, memoryStorage } from "../testing/test-api.ts";
import { draftPlace } from "./draft-place.ts";
import { Drafts } from "./drafts.ts";
import { unsentTexts } from "./unsent-texts.ts";

test("The unsent texts of a conversation include edits and those in its threads, and no others", () => {
  const storage = memoryStorage();
  const drafts = new Drafts(storage, ada, failOnReport);
  drafts.change(conversationId, { text: "a thought", editing: { messageId: messageId(1), text: "an edit" } });
  drafts.change(draftPlace(conversationId, messageId(2)), { text: "a reply" });
  drafts.change(draftPlace(otherConversationId, messageId(2)), { text: "a reply elsewhere" });
  drafts.change(otherConversationId, { text: "elsewhere" });
  const keys = [...storage.entries.keys()];
  expect(unsentTexts({ drafts, userId: ada, keys }, conversationId).sort()).toEqual([
    "a reply",
    "a thought",
    "an edit",
  ]);
});

test("The unsent texts of a conversation include a draft for which the storage has no room", () => {
  const storage = memoryStorage();
  const full = {
    ...storage,
    setItem: () => {
      throw new Error("The storage is full.");
    },
  };
  const drafts = new Drafts(full, ada, () => {});
  drafts.change(conversationId, { text: "a thought" });
  expect(unsentTexts({ drafts, userId: ada, keys: [] }, conversationId)).toEqual(["a thought"]);
});
