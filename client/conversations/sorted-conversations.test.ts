import { describe, expect, test } from "vitest";
import type { Conversation } from "../../contract/conversations.ts";
import { ConversationId, SectionId } from "../../contract/ids.ts";
import type { ListSections } from "../../contract/list-sections.ts";
import { conversation } from "../testing/examples.ts";
import { conversationSections, keyOfSection, orderedSections } from "./sorted-conversations.ts";

const sectionId = SectionId.parse("00000005-0000-4000-8000-000000000001");
const own = { kind: "own" as const, id: sectionId, name: "Clients" };

function listOf(changes: readonly Partial<Conversation["settings"]>[]) {
  const settings = { notify: "all", isPinned: false, isArchived: false, unreadFrom: null } as const;
  const conversations = changes.map((change, at) =>
    conversation(1, {
      id: ConversationId.parse(`00000004-0000-4000-8000-${String(at).padStart(12, "0")}`),
      isGroupChat: true,
      name: String(at),
      settings: { ...settings, ...change },
    }),
  );
  return new Map(conversations.map((each) => [each.id, each]));
}

/** The names of the conversations in each section. */
function filled(changes: readonly Partial<Conversation["settings"]>[], sections: ListSections | undefined) {
  const listed = conversationSections(listOf(changes), sections).sections;
  return listed.map(({ section, conversations }) => [
    keyOfSection(section),
    conversations.map(({ name }) => name).sort(),
  ]);
}

describe("The sections of the list", () => {
  test("are the usual ones unless the user has changed them", () => {
    expect(orderedSections(undefined).map(keyOfSection)).toEqual(["favourites", "channels", "direct"]);
  });

  test("follow the user's order, each once, and those that it leaves out are at the end", () => {
    const sections = [{ kind: "direct" }, own, { kind: "direct" }, { ...own, name: "Again" }] as const;
    expect(orderedSections([...sections])).toEqual([
      { kind: "direct" },
      own,
      { kind: "favourites" },
      { kind: "channels" },
    ]);
  });

  test("contain the conversations that the user has put there, except favourites and archived ones", () => {
    expect(
      filled([{ sectionId }, { sectionId, isPinned: true }, { sectionId, isArchived: true }, {}], [own]),
    ).toEqual([
      [sectionId, ["0"]],
      ["favourites", ["1"]],
      ["channels", ["3"]],
      ["direct", []],
    ]);
  });

  test("show the conversations of a deleted section in the usual ones", () => {
    expect(filled([{ sectionId }], [])).toEqual([
      ["favourites", []],
      ["channels", ["0"]],
      ["direct", []],
    ]);
  });
});
