import { describe, expect, test } from "vitest";
import type { Conversation } from "../../contract/conversations.ts";
import { ConversationId, SectionId } from "../../contract/ids.ts";
import type { ListSections } from "../../contract/list-sections.ts";
import { conversation } from "../testing/examples.ts";
import {
  conversationSections,
  keyOfSection,
  orderedSections,
  unreadConversations,
  unreadMentions,
} from "./sorted-conversations.ts";

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

describe("Unread conversations that stand first", () => {
  const changes: [Partial<Conversation>, Partial<Conversation["settings"]>][] = [
    [{ name: "read", unreadCount: 0 }, {}],
    [{ name: "unread", unreadCount: 2 }, {}],
    [{ name: "muted", unreadCount: 2 }, { notify: "nothing" }],
    [{ name: "muted with a mention", unreadCount: 2, mentionCount: 1 }, { notify: "nothing" }],
    [{ name: "favourite", unreadCount: 1 }, { isPinned: true }],
    [{ name: "archived", unreadCount: 1, mentionCount: 5 }, { isArchived: true }],
  ];
  const conversations = new Map(
    [...listOf(changes.map(([, settings]) => settings)).values()].map((each, at) => [
      each.id,
      { ...each, ...changes[at]?.[0] },
    ]),
  );
  const named = (name: string) =>
    [...conversations.values()].flatMap((each) => (each.name === name ? [each.id] : []));
  const listed = (kept: ReadonlyMap<ConversationId, boolean> = new Map()) => {
    const { unread, sections } = conversationSections(
      conversations,
      undefined,
      unreadConversations(conversations, kept),
    );
    const namesOf = (those: readonly Conversation[]) => those.map(({ name }) => name).sort();
    return [namesOf(unread), namesOf(sections.flatMap((each) => each.conversations))];
  };

  test("are in no other section, and muted ones are among them only with a mention", () => {
    expect(listed()).toEqual([
      ["favourite", "muted with a mention", "unread"],
      ["muted", "read"],
    ]);
  });

  test("keep their places while they must not move", () => {
    const kept = new Map([
      ...named("read").map((id) => [id, true] as const),
      ...named("unread").map((id) => [id, false] as const),
    ]);
    expect(listed(kept)).toEqual([
      ["favourite", "muted with a mention", "read"],
      ["muted", "unread"],
    ]);
  });

  test("leave the order as it is unless the user wants them first", () => {
    expect(conversationSections(conversations, undefined).unread).toEqual([]);
  });

  test("have their mentions counted, except in archived conversations", () => {
    expect(unreadMentions(conversations)).toBe(1);
  });
});
