import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { messageText } from "../../../contract/formatting/testing.ts";
import { ConversationId } from "../../../contract/ids.ts";
import { ChannelNames, suggestedChannels } from "./channel-names.ts";
import { hasChannelSign } from "./channel-sign.ts";

const channelsOf = (names: readonly string[]) =>
  names.map((name, at) => ({
    id: ConversationId.parse(`0b0f6bfe-6cf6-4d9a-8b0e-${String(at).padStart(12, "0")}`),
    name,
    isJoined: true,
    isArchived: false,
  }));

const namesOf = (...names: string[]) => new ChannelNames(channelsOf(names));

/** Shows the links to channels in brackets. */
const linked = (text: string, names: ChannelNames) =>
  names
    .split(text)
    .map((part) => (typeof part === "string" ? part : `[${part.text}→${part.channel.name}]`))
    .join("");

const textOf = (text: string, names: ChannelNames) =>
  names
    .split(text)
    .map((part) => (typeof part === "string" ? part : part.text))
    .join("");

test.each([
  ["#design and #new-one", true],
  ["#design, #Neu", true],
  ["#design-old", true],
  ["#design, but neither #12 nor a#b, ## or # alone. #design", false],
])("Whether %j has a word that may be the name of a newer channel: %j", (text, expected) => {
  expect(namesOf("design").hasUnknownIn(text)).toBe(expected);
});

describe("A text links to the channel that it names", () => {
  const names = namesOf("design", "design system", "Café", "日本", "release 2", "c++", "が");
  test.each([
    ["see #design.", "see [#design→design]."],
    ["(#Design)", "([#Design→design])"],
    ["#design system, #design systems", "[#design system→design system], [#design→design] systems"],
    ["#cafe #CAFÉ #Cafe\u0301", "[#cafe→Café] [#CAFÉ→Café] [#Cafe\u0301→Café]"],
    ["会議は#日本です", "会議は[#日本→日本]です"],
    ["#か\u3099", "[#か\u3099→が]"],
    ["#c++!", "[#c++→c++]!"],
    ["#release 2\n#design", "[#release 2→release 2]\n[#design→design]"],
    ["_#design_ #design-", "_[#design→design]_ [#design→design]-"],
  ])("%j becomes %j", (text, expected) => {
    expect(linked(text, names)).toBe(expected);
  });

  test.each([
    "#designs",
    "#design-old",
    "#design_2",
    "#designé",
    "a#design",
    "##design",
    "&#design",
    "/#design",
    "＃design",
    "# design",
    "#",
    "#1",
  ])("unless %j only resembles one", (text) => {
    expect(names.split(text)).toEqual([text]);
  });

  test("as typed, if another name has the same form", () => {
    const both = namesOf("cafe", "café");
    expect(linked("#café #cafe #CAFE", both)).toBe("[#café→café] [#cafe→cafe] [#CAFE→cafe]");
  });
});

const channelName = fc
  .array(
    fc.constantFrom(
      "a",
      "b",
      "é",
      "日",
      "ʼ",
      " ",
      "-",
      "_",
      "*",
      "`",
      "#",
      "@ada",
      ".",
      ":x:",
      "9",
      "\u200d",
    ),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((parts) => parts.join(""));

test("Links to channels keep every character of a text", () => {
  fc.assert(
    fc.property(fc.array(channelName), messageText, (names, text) => {
      const known = namesOf(...names);
      const named = `${text}#${names.join(" #")}`;
      expect(textOf(named, known)).toBe(named);
    }),
  );
});

test("The text that a suggestion inserts becomes a link to its channel", () => {
  fc.assert(
    fc.property(fc.uniqueArray(channelName, { maxLength: 8 }), (names) => {
      const channels = channelsOf(names);
      const known = new ChannelNames(channels);
      for (const { channel } of suggestedChannels(channels, known, { letters: "", most: 8 })) {
        const [part] = known.split(`#${channel.name} `);
        expect(part).toEqual({ channel, text: `#${channel.name}` });
      }
    }),
    { numRuns: 30, examples: [[["` ", "`"]]] },
  );
  const plain = channelsOf(["design", "Engine room", "日本", "c++", "q&a", "release-2.1"]);
  const suggested = suggestedChannels(plain, new ChannelNames(plain), { letters: "", most: 8 });
  expect(suggested).toHaveLength(plain.length);
});

test("Suggestions begin with the full name, then the user's channels, then those to join, and leave out archived ones", () => {
  const names = ["redesign", "design to join", "my design", "designers", "design", "design old", "other"];
  const channels = channelsOf(names).map((channel) => ({
    ...channel,
    isJoined: !["design", "design to join"].includes(channel.name),
    isArchived: channel.name === "design old",
  }));
  const found = suggestedChannels(channels, new ChannelNames(channels), { letters: "DESIGN", most: 8 });
  expect(found.map(({ channel }) => channel.name)).toEqual([
    "design",
    "designers",
    "my design",
    "redesign",
    "design to join",
  ]);
  expect(found.filter(({ isFullName }) => isFullName)).toHaveLength(1);
});

test("Of channels whose names differ in accents, the first suggestion is the one as typed, then the user's own", () => {
  const channels = channelsOf(["cafe", "café", "cafeteria"]).map((channel) => ({
    ...channel,
    isJoined: channel.name !== "cafe",
  }));
  const names = new ChannelNames(channels);
  const found = (letters: string) =>
    suggestedChannels(channels, names, { letters, most: 8 }).map(({ channel, isFullName }) =>
      isFullName ? `${channel.name}!` : channel.name,
    );
  expect(found("café")).toEqual(["café!", "cafe", "cafeteria"]);
  expect(found("cafe")).toEqual(["cafe!", "café", "cafeteria"]);
  expect(found("CAFE")).toEqual(["café!", "cafe", "cafeteria"]);
});

test("Only a text with a sign at the beginning of a word may name a channel", () => {
  const some = ["#design", "see #1", "日本#日本", "__#a", "https://example.com/#a #b"];
  const none = ["https://example.com/a#b", "https://example.com/#a", "&#39;", "# title", "##", "c#", "a_#b"];
  expect([...some, ...none].filter(hasChannelSign)).toEqual(some);
});

test("A message of 8,000 characters costs few comparisons with the names of 300 channels", () => {
  const names = namesOf(...Array.from({ length: 300 }, (_, at) => `team ${at} ${"a ".repeat(40)}`.trim()));
  const count = (text: string) => {
    const before = names.comparisons;
    names.split(text);
    return names.comparisons - before;
  };
  expect(count("no sign ".repeat(1_000))).toBe(0);
  expect(count("#".repeat(8_000))).toBeLessThanOrEqual(1);
  expect(count("# ".repeat(4_000))).toBeLessThanOrEqual(4_000);
  expect(count("#x ".repeat(2_666))).toBeLessThanOrEqual(2_666);
  expect(count(`#team 7 ${"a ".repeat(4_000)}`)).toBeLessThanOrEqual(100);
  expect(count("#team 7 a a a ".repeat(571))).toBeLessThanOrEqual(571 * 11);
});
