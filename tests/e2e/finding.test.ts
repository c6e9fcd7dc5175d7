import fc from "fast-check";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { tokensOf } from "../../contract/finding/tokens.ts";
import { plainText } from "../../contract/formatting/plain-text.ts";
import { messageText } from "../../contract/formatting/testing.ts";
import type { ConversationId } from "../../contract/ids.ts";
import { limits } from "../../contract/limits.ts";
import { hasVisibleCharacter } from "../../contract/visible.ts";
import { newPeople, type Person } from "../support/people.ts";

const { url } = inject("stack");

let ann: Person;
let ben: Person;
let id: ConversationId;
beforeAll(async () => {
  [ann, ben] = await newPeople(url, 2);
  ({ id } = await ann.startGroup([ben], "Finding"));
});

const found = async (query: string) =>
  (await ben.call("search", { query: { query, conversationId: id } })).items.map(
    ({ message }) => message.content,
  );

describe("A message is found", () => {
  test.each([
    [
      "see https://docs.example.com/guide/setup?lang=de#top",
      ["https://docs.example.com/guide/setup?lang=de#top"],
    ],
    ["see https://wiki.example.net/page", ["wiki.example.net", "wiki.example.net/page", "example.net/pa"]],
    ["write to ana.berg+chat@mail.example", ["ana.berg+chat@mail.example", "mail.example", "berg"]],
    ["the picture foo.png is missing", ["foo.png", "png"]],
    ["host 10.0.0.17, release 1.2.3, sum 1,000.00", ["10.0.0.17", "1.2.3", "1,000.00", "1,000"]],
    ["in /etc/nginx/sites-enabled/default", ["/etc/nginx/sites-enabled", "nginx/sites", "default"]],
    ["a well-known tale", ["well-known", "well-kn", "known", "well"]],
    ["我家在上海东边", ["上海", "海", "我家在上海", "边"]],
    ["ひらがなとカタカナ", ["がな", "カタ", "と"]],
    ["ฉันรักเชียงใหม่", ["เชียงใหม่", "รัก"]],
    ["서울에서 만나요", ["서울"]],
    ["Ünïcödé Straße", ["unicode", "U\u0308NI\u0308CO\u0308DE\u0301", "ｕｎｉｃｏｄｅ", "straße"]],
    ["run rm -rf build", ["rm -rf", "rm -rf build"]],
    ["ship it 🚀", ["🚀", "it 🚀"]],
    [
      "**bold**ly [the label](https://target.example)",
      ["the label", "target.example", "https://target.example"],
    ],
    ["zero\u200bwidth and soft\u00adhyphen", ["width", "zerowidth", "hyphen", "softhyphen"]],
    ["it's a `console.log(1)` call", ["it's", "console.log(1)"]],
  ])("as %j by %j", async (content, queries) => {
    await ann.send(id, content);
    for (const query of queries)
      expect([query, await found(query)]).toEqual([query, expect.arrayContaining([content])]);
  });

  test("by no pair of characters that it does not contain, and by no phrase in another order", async () => {
    await ann.send(id, "東京都知事 oranges and lemons");
    expect(await found("京東")).toEqual([]);
    expect(await found('"lemons oranges"')).toEqual([]);
    expect(await found("lemons -oranges")).toEqual([]);
  });

  test("by each of its words, and by each of its parts that begins at a word and ends with one", async () => {
    const contents = fc
      .sample(messageText, { seed: 7, numRuns: 40 })
      .filter((content) => hasVisibleCharacter(content) && tokensOf(plainText(content)).length > 0)
      .slice(0, 8);
    for (const content of contents) {
      await ann.send(id, content);
      const text = plainText(content);
      const tokens = tokensOf(text);
      const parts = [0, Math.floor(tokens.length / 2)].flatMap((at) =>
        tokens.slice(at, at + 3).map(({ end }) => text.slice(tokens[at]?.start, end)),
      );
      for (const query of new Set(parts.filter((part) => [...part].length <= limits.searchQuery)))
        expect([query, await found(query)]).toEqual([query, expect.arrayContaining([content])]);
    }
  });

  test("by the names of its files, even after an edit", async () => {
    const file = { fileName: "Quartalsbericht-Übersicht.pdf", contentType: "application/pdf", sizeBytes: 1 };
    const { attachment } = await ann.call("addAttachment", { params: { id }, body: file });
    const body = { id: crypto.randomUUID(), content: "as announced", attachmentIds: [attachment.id] };
    const sent = await ann.answer("sendMessage", { params: { id }, body });
    expect(await found("quartalsbericht")).toEqual(["as announced"]);
    const params = { id, messageId: sent.body.id };
    await ann.call("editMessage", { params, body: { content: "as promised" } });
    for (const query of ["ubersicht.pdf", "promised"]) expect(await found(query)).toEqual(["as promised"]);
    expect(await found("announced")).toEqual([]);
  });
});

describe("People", () => {
  test("are found by any part of their name or username, and by several parts in any order", async () => {
    const mark = crypto.randomUUID().slice(0, 8);
    const [reader, person] = await newPeople(url, 2);
    await person.call("updateMe", { body: { fullName: `Anna-Lena ${mark} Müller-Lüdenscheidt` } });
    const ids = async (query: string) =>
      (await reader.call("findUsers", { query: { query } })).items.map(({ id }) => id);
    for (const query of [
      mark,
      `mueller ${mark}`.replace("ue", "ü"),
      `lüdenscheidt ${mark}`,
      `${mark} nna`,
      `${mark} le`,
      `scheid ${mark.slice(2)}`,
    ])
      expect([query, await ids(query)]).toEqual([query, [person.id]]);
    expect(await ids(person.username.slice(2))).toContain(person.id);
    expect(await ids(`${mark} nothing`)).toEqual([]);
  });
});

describe("Conversations", () => {
  test("are found by any part of their name, or of the other person's name, only by those who take part", async () => {
    const mark = crypto.randomUUID().slice(0, 8);
    const [one, other, stranger] = await newPeople(url, 3);
    await other.call("updateMe", { body: { fullName: `Grace ${mark} Hopper` } });
    const group = await one.startGroup([other], `Release ${mark} Übersicht`);
    const direct = await one.startDirect(other);
    const ids = async (person: Person, query: string) =>
      (await person.call("listConversations", { query: { query } })).items.map(({ id }) => id);
    expect((await ids(one, mark)).sort()).toEqual([group.id, direct.id].sort());
    expect(await ids(one, `ubersicht ${mark}`)).toEqual([group.id]);
    expect(await ids(one, `hopper ${mark}`)).toEqual([direct.id]);
    // Only the names of others count.
    expect(await ids(other, `hopper ${mark}`)).toEqual([]);
    expect(await ids(stranger, mark)).toEqual([]);
  });
});

test("People, groups and channels are found without the accents of their names, and in any normal form", async () => {
  const mark = crypto.randomUUID().slice(0, 8);
  const [reader, person] = await newPeople(url, 2);
  const name = `Özgür ${mark}`;
  await person.call("updateMe", { body: { fullName: name } });
  const group = await person.startGroup([reader], name);
  const channel = await person.call("createConversation", {
    body: { participantIds: [], name: `Ekip ${name}`, kind: "channel" },
  });
  const idsOf = ({ items }: { items: readonly { id: string }[] }) => items.map(({ id }) => id);
  for (const query of [`ozgur ${mark}`, name.normalize("NFD"), name.toUpperCase()]) {
    const found = await Promise.all([
      reader.call("findUsers", { query: { query } }),
      reader.call("listConversations", { query: { query } }),
      reader.call("listChannels", { query: { query } }),
    ]);
    expect([query, ...found.map(idsOf)]).toEqual([query, [person.id], [group.id], [channel.id]]);
  }
});
