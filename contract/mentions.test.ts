import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { messageText } from "./formatting/testing.ts";
import { ConversationId, MessageId, UserId } from "./ids.ts";
import { limits } from "./limits.ts";
import {
  type Meaning,
  meaningOf,
  mentionedNames,
  mentionedUsername,
  mentions,
  mentionsByName,
  mentionsIn,
  mentionsUser,
  wideMentionIn,
  wouldMention,
} from "./mentions.ts";
import type { Mentions } from "./messages.ts";

/** The usernames that a text mentions, if there are no participants with punctuation at the end of their names. */
const namesIn = (text: string) => [
  ...new Set(mentionsIn(text).map((mention) => mentionedUsername(mention, () => false))),
];

test.each([
  ["@ada hello", ["ada"]],
  ["hello @Ada.", ["ada"]],
  ["(@ada-l_1), @bob: see @ada-l_1", ["ada-l_1", "bob"]],
  ["@a.b.c!", ["a.b.c"]],
  ["ada@example.com", []],
  ["https://x.example/@ada", []],
  ["x.example/@ada", []],
  ["@@ada @ab @", []],
  ["@josé", []],
  ["`@ada` and ```\n@bob\n``` but @cyd", ["cyd"]],
  ["```\n@ada is in a block that never ends", ["ada"]],
  ["use ``` for code, @ada", ["ada"]],
  ["~~~\n@ada\n~~~", []],
  ["    @ada", []],
  ["`a\n@ada`", []],
  ["> @ada\n- @bob\n\n|@cyd|\n|-|\n|@dan|\n# @eve", ["ada", "bob", "cyd", "dan", "eve"]],
  ["_@ada_ **@bob** [@cyd](https://x.example)", ["ada", "bob", "cyd"]],
  ["@ada_ and @_bob", ["ada_", "_bob"]],
  ["田中さん@adaさんへ", ["ada"]],
  ["@.kim @-kim", [".kim", "-kim"]],
  ["@kim's @ada’s “@bob”", ["kim", "ada", "bob"]],
  ["و@kim, ל@ada, ко @bobу", ["kim", "ada", "bob"]],
  ["@adaé @ada\u0301 é@kim 1@bob", []],
  ["＠kim と＠ADAさん", ["kim", "ada"]],
  ["_@ada and __@kim, a_@bob", ["ada", "kim"]],
  ["@ada/@bob/@cyd, @dan-@eve.@kim", ["ada", "bob", "cyd", "dan", "eve", "kim"]],
  ["＠ada/＠bob @cyd//@dan", ["ada", "bob", "cyd", "dan"]],
  ["x/@ada/@bob @cyd/a/@dan @kim@eve", ["cyd", "kim"]],
  ["❤️@ada 1️⃣@bob @cyd❤️ 👍🏽@dan", ["ada", "bob", "cyd", "dan"]],
  ["hm...@ada", ["ada"]],
  ["w/@ada (cc/@bob) x/@cyd w/@kim/x xw/@dan", ["ada", "bob", "kim"]],
  ["-@ada", ["ada"]],
  ["Thanks --@ada", ["ada"]],
  ["x-@ada x.@bob --------@cyd", []],
  ["https://x.example?u=@ada www.x.example?q=1,@bob", []],
  ["[https://x.example?u=@ada](https://x.example?u=@ada)", []],
  ["[@ada](https://x.example/@ada)", ["ada"]],
])("The text %j mentions the usernames %j", (text, usernames) => {
  expect(namesIn(text)).toEqual(usernames);
});

test.each([
  ["@kim- hello", "kim-", true],
  ["@kim- hello", "kim", false],
  ["@kim hello", "kim-", false],
  ["ask @kim.", "kim", true],
  ["ask @kim-.", "kim-", true],
  ["ask @kim-.", "kim", false],
  ["ask @kim...", "kim", true],
  ["ask @kim----", "kim----", true],
  ["ask @kim----.", "kim----", true],
  ["ask @kim-----", "kim----", true],
  ["ask @kim----", "kim", false],
  ["ask @kim..............", "kim", true],
])("In a conversation with kim and kim-, whether %j mentions %s is %s", (text, username, expected) => {
  expect(
    mentions(text, { username }, [{ username: "kim" }, { username: "kim-" }, { username: "kim----" }]),
  ).toBe(expected);
});

test("A mention's text begins with the name that it means, for every participant", () => {
  fc.assert(
    fc.property(messageText, fc.subarray(["kim", "kim-", "kim-.", "ada", "ada_"]), (text, names) => {
      for (const mention of mentionsIn(text)) {
        const username = mentionedUsername(mention, (name) => names.includes(name));
        expect(mention.text.toLowerCase().startsWith(`@${username}`)).toBe(true);
        expect(text).toContain(mention.text);
      }
    }),
  );
});

test("A text mentions each of several users, whatever usual mark separates them", () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9_]{2,8}$/);
  const separator = fc.constantFrom(
    " ",
    ", ",
    ",",
    "/",
    " / ",
    "&",
    "+",
    "|",
    "-",
    ".",
    ";",
    "\n",
    "、",
    " und ",
  );
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), separator, (names, mark) => {
      const text = names.map((each) => `@${each}`).join(mark);
      expect(namesIn(text)).toEqual([...new Set(names)]);
    }),
  );
});

test.each([
  ["", "", true],
  ["hello ", ".", true],
  ["(", ")", true],
  ["「", "", true],
  ["会議", "", true],
  ["**", "", true],
  ["_", "", true],
  ["[", "", true],
  ["> - ", "", true],
  ["`a` ", "", true],
  ["an `unclosed ", "", true],
  ["mail", "", false],
  ["x/", "", false],
  ["@ada/", "", true],
  ["x/@ada/", "", false],
  ["@", "", false],
  ["`a ", " b`", false],
  ["    ", "", false],
  ["```\n", "\n```", false],
  ["https://a.example/", "", false],
  ["@ada `", "`", false],
  ["@somebody ", "", true],
  ["`@somebody` `", "`", false],
])("Between %j and %j, whether a username would be a mention is %s", (before, after, expected) => {
  expect(wouldMention(before, after)).toBe(expected);
});

test("A message mentions by name exactly the users whom the server has found, and nobody if it is forwarded", () => {
  const ada = { id: UserId.parse("0b0f6bfe-6cf6-4d9a-8b0e-7a5a3d0b4a11"), username: "ada" };
  expect(mentionsUser({ content: "@ada", mentions: { users: [] } }, ada, [ada])).toBe(false);
  expect(mentionsUser({ content: "@ada", mentions: { users: [ada] } }, ada, [])).toBe(true);
  const namesake = { ...ada, id: UserId.parse("1c0f6bfe-6cf6-4d9a-8b0e-7a5a3d0b4a11") };
  expect(mentionsUser({ content: "@ada", mentions: { users: [ada] } }, namesake, [])).toBe(false);
  const forwarded = {
    senderId: ada.id,
    conversationId: ConversationId.parse(ada.id),
    messageId: MessageId.parse(ada.id),
    createdAt: "2026-01-01T00:00:00.000Z",
  };
  expect(mentionsUser({ content: "@ada", forwarded }, ada, [])).toBe(false);
});

test("A text mentions at most as many users as the limit allows", () => {
  const text = Array.from({ length: 80 }, (_, at) => `@person${at}`).join(" ");
  expect(mentionedNames(text)).toHaveLength(limits.mentions);
  expect(mentions(text, { username: "person79" }, [])).toBe(false);
});

test.each([
  ["Lunch, @channel!", "channel"],
  ["@HERE.", "here"],
  ["@here and @channel", "channel"],
  ["`@channel` @channels a@here", undefined],
  ["@everyone @all", undefined],
])("The text %j mentions the many people of the word %s", (text, word) => {
  expect(wideMentionIn(text, () => false)).toBe(word);
});

test("A mention with the username of a participant means them, also if it reads as a mention of many people", () => {
  const isParticipant = (name: string) => name === "channel";
  expect(wideMentionIn("@channel", isParticipant)).toBeUndefined();
  expect(wideMentionIn("@channel @here", isParticipant)).toBe("here");
});

test("A stored message mentions everyone exactly if the server has decided so", () => {
  const user = { id: UserId.parse("0b0f6bfe-6cf6-4d9a-8b0e-7a5a3d0b4a11"), username: "ada" };
  expect(mentionsUser({ content: "@channel", mentions: { wide: "channel" } }, user, [])).toBe(true);
  expect(mentionsUser({ content: "@channel" }, user, [])).toBe(false);
  expect(mentionsUser({ content: "@ada" }, user, [])).toBe(true);
});

describe("A mention in a shown text", () => {
  const ada = { id: UserId.parse("0b0f6bfe-6cf6-4d9a-8b0e-7a5a3d0b4a11"), username: "ada" };
  const kim = { id: UserId.parse("1c0f6bfe-6cf6-4d9a-8b0e-7a5a3d0b4a11"), username: "kim-" };

  test.each<[string, Mentions, Meaning | undefined]>([
    ["@ada", { users: [kim, ada] }, { kind: "user", name: "ada", userId: ada.id }],
    ["@kim-.", { users: [ada, kim] }, { kind: "user", name: "kim-", userId: kim.id }],
    ["@ben", { users: [ada] }, undefined],
    ["@ben", { users: [] }, undefined],
    ["@design.", { users: [ada], groups: ["sales", "design"] }, { kind: "group", name: "design" }],
    ["@ada", { users: [ada], groups: ["ada"], wide: "here" }, { kind: "user", name: "ada", userId: ada.id }],
    ["@here.", { users: [], wide: "here" }, { kind: "wide", name: "here" }],
    ["@channel", { users: [], groups: [], wide: "here" }, undefined],
  ])("means what the server has decided: %j with %j", (text, stored, expected) => {
    for (const isParticipant of [() => true, () => false])
      expect(mentionsIn(text).map((mention) => meaningOf(mention, stored, isParticipant))).toEqual([
        expected,
      ]);
  });

  test.each<[string, Mentions, Meaning]>([
    ["@ben.", {}, { kind: "user", name: "ben" }],
    ["@nobody-", {}, { kind: "user", name: "nobody" }],
    ["@ben", { groups: ["ben"], wide: "here" }, { kind: "user", name: "ben" }],
    ["@design", { groups: ["design"] }, { kind: "group", name: "design" }],
    ["@here", { wide: "here" }, { kind: "wide", name: "here" }],
  ])("without the server's decision means a participant first: %j with %j", (text, stored, expected) => {
    const [mention] = mentionsIn(text);
    expect(mention && meaningOf(mention, stored, (name) => name === "ben")).toEqual(expected);
  });
});

test("A message mentions the members of its user groups by name", () => {
  const ada = { id: UserId.parse("0b0f6bfe-6cf6-4d9a-8b0e-7a5a3d0b4a11"), username: "ada" };
  const message = { content: "@sales @design", mentions: { users: [], groups: ["sales", "design"] } };
  expect(mentionsByName(message, { ...ada, groups: ["design"] }, [])).toBe(true);
  expect(mentionsByName(message, { ...ada, groups: ["ops"] }, [])).toBe(false);
  expect(mentionsByName(message, ada, [])).toBe(false);
});

test("The server receives the usernames that each mention may mean, longest first", () => {
  expect(mentionedNames("@Ada, @kim-. and @ada")).toEqual(["ada", "kim-./kim-/kim"]);
});

test("A text mentions a user whom one of its several mentions means", () => {
  expect(mentions("@ada and @ben", { username: "ben" }, [])).toBe(true);
  expect(mentions("@ada and ben", { username: "ben" }, [])).toBe(false);
});
