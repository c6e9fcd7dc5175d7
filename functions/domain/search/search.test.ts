import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { SearchQuery } from "../../../contract/search.ts";
import {
  by,
  db,
  newGroup,
  newMessageId,
  newUser,
  newUsers,
  send,
  unlimited,
} from "../../../tests/support/domain.ts";
import { editMessage } from "../messages/change.ts";
import { sendMessage } from "../messages/send.ts";
import { indexMessages } from "./index-messages.ts";
import { searchMessages } from "./search.ts";

let ada: UserId;
let ben: UserId;
let one: ConversationId;
let other: ConversationId;
beforeAll(async () => {
  ({ ada, ben } = await newUsers());
  one = await newGroup(ada, ben);
  other = await newGroup(ada, ben);
  await send(one, ada, "The quick brown fox jumps over the lazy dog");
  await send(one, ben, "A fox, a fox, my kingdom for a FOX");
  await send(other, ben, "No foxes here, only a well-known wolf");
});

/** The first words of the messages that Ada finds. */
async function found(query: string, options: Partial<SearchQuery> = {}): Promise<string[]> {
  const { items } = await searchMessages(db, ada, { query, ...options });
  return items.map(({ message }) => message.content.split(/[ ,]/).slice(0, 2).join(" "));
}

test.each([
  "filter in:word from:nobody-else with it",
  "type from:me and has:link, then is:thread",
  'say "quoted in:word',
  "-minus from:nobody",
  "in:word",
  'the operator in:"old den" needs quotes',
  "`foo``bar``\n",
  "half**bold** and `co``de`",
  "half**bold** from:me",
])("A message that another user wrote is found by its own text: %s", async (content) => {
  const { ada: reader, ben: author } = await newUsers();
  const sent = await send(await newGroup(reader, author), author, content);
  const { items } = await searchMessages(db, reader, { query: content });
  expect(items.map(({ message }) => message.id)).toContain(sent.id);
});

test("A search by operators alone finds no text that resembles them", async () => {
  const { ada: reader, ben: author } = await newUsers();
  const id = await newGroup(reader, author);
  await send(id, author, "a gift from me");
  await send(id, author, "it has file names and half**bold** words");
  const found = async (query: string, from?: UserId) =>
    (await searchMessages(db, reader, { query, ...(from && { from }) })).items.length;
  expect([await found("from:me"), await found("has:file")]).toEqual([0, 0]);
  // The filter for an author applies to every reading of a query.
  expect([await found("half**bold**", author), await found("half**bold**", reader)]).toEqual([1, 0]);
  expect([await found("gift from:me"), await found("gift from:me", reader)]).toEqual([1, 0]);
});

test("A search reports the operators that it has searched for as text, and marks them in the results", async () => {
  const { ada: reader, ben: author } = await newUsers();
  await send(await newGroup(reader, author), author, "use from:nobody-else here");
  const page = await searchMessages(db, reader, { query: "from:nobody-else is:thread use" });
  expect(page).toMatchObject({ items: [], searchedAsText: ["from:nobody-else"] });
  const { items, ...rest } = await searchMessages(db, reader, { query: "use from:nobody-else" });
  expect(rest).toEqual({ nextCursor: null, searchedAsText: ["from:nobody-else"] });
  expect(items[0]?.excerpt.filter(({ isMatch }) => isMatch).map(({ text }) => text)).toEqual([
    "use",
    "from",
    "nobody-else",
  ]);
});

describe("A search", () => {
  test.each([
    ["fox", ["No foxes", "A fox", "The quick"], "the last word from its beginning, newest message first"],
    ["FOX kingd", ["A fox"], "all words, in any case"],
    ["kingd fox", [], "the other words only as a whole"],
    ['"brown fox"', ["The quick"], "a phrase"],
    ['"brown fo', [], "a phrase that is not closed, without a beginning of a word"],
    ["fox -quick", ["A fox"], "no message with an excluded word, and the others as a whole"],
    ["fox -qui", ["A fox", "The quick"], "no beginning of a word as an excluded one"],
    ["   quick", ["The quick"], "a word after spaces"],
    ["quick!", ["The quick"], "a word before punctuation"],
    ["well-known", ["No foxes"], "words with hyphens"],
  ])("for %s finds %j: %s", async (query, expected) => {
    expect(await found(query)).toEqual(expected);
  });

  test.each([
    ["I don\u2019t know", ["don't", "don\u2019t know", "dont", '"dont" know', "don", '"I dont know"']],
    ["We dont know", ["don't", "don\u2019t"]],
    ["L\u2019homme qui rit", ["homme", "l'homme", "lhomme rit"]],
    ["Mon cœur", ["coeur", "CŒUR", "mon coe"]],
    [
      "See [the guide](https://hidden.example/path/to?page=7) first",
      ["https://hidden.example/path/to?page=7", "hidden.example", "the guide", "guide first"],
    ],
    ["Hauptstraße 5", ["hauptstrasse", "HAUPTSTRASSE", "Hauptstraẞe 5"]],
    ["Berliner Strasse", ["Straße"]],
    ["Send an e-mail to 10,000 people", ["email", "mail", "e-mail", "10000", "10,000 people"]],
    ["An email for ٢٠ people", ["e-mail", "E‑Mail", "20 people"]],
    ["السَّلَامُ عَلَيْكُمْ", ["السلام", "السلام عليكم", "السـلام"]],
    ["أحمد في المكتب", ["احمد", "أحمد"]],
    ["שָׁלוֹם לכם", ["שלום"]],
    ["İstanbul ve Işık", ["istanbul", "ISTANBUL", "ışık", "isik"]],
    ["Ο ΟΔΟΣ ΕΙΝΑΙ", ["οδος", "οδός"]],
    ["Der Jäger", ["jager", "JÄGER", "ja\u0308ger"]],
    ["ｆｕｌｌ ｗｉｄｔｈ ＡＢＣ１２３", ["full width", "abc123"]],
    ["สวัสดีครับเพื่อน", ["สวัสดี", "เพื่อน"]],
    ["東京タワーへ行く", ["東京", "タワー", "行く", "ﾀﾜｰ"]],
    ["서울에서 만나요", ["서울", "만나"]],
    ["Launch 🚀 #release-day", ["🚀", "#release", "#release-day", "release day"]],
  ])("finds %j by each of %j", async (content, queries) => {
    const reader = await newUser();
    await send(await newGroup(reader), reader, content);
    for (const query of queries) {
      const { items } = await searchMessages(db, reader, { query });
      expect([query, items.map(({ message }) => message.content)]).toEqual([query, [content]]);
    }
  });

  test.each([
    ["Der Jäger", "jaeger"],
    ["カキ", "ガギ"],
    ["กอ", "ก่อ"],
    ["I don\u2019t know", "-don't know"],
  ])("does not find %j by %s", async (content, query) => {
    const reader = await newUser();
    await send(await newGroup(reader), reader, content);
    expect((await searchMessages(db, reader, { query })).items).toEqual([]);
  });

  test("finds only what the reader may read, narrowed down by conversation, author and time", async () => {
    const stranger = await newUser();
    expect((await searchMessages(db, stranger, { query: "fox" })).items).toEqual([]);
    expect(await found("fox", { conversationId: other })).toEqual(["No foxes"]);
    expect(await found("fox", { from: ada })).toEqual(["The quick"]);
    const [newest] = (await searchMessages(db, ada, { query: "fox" })).items;
    const at = newest?.message.createdAt ?? "";
    expect(await found("fox", { before: at })).toEqual(["A fox", "The quick"]);
    // PostgreSQL stores microseconds, which the wire's times round down.
    expect(await found("fox", { after: at })).toEqual(["No foxes"]);
  });

  test("takes operators with and without words", async () => {
    const { rows } = await sql<{ username: string }>`
      SELECT username FROM users WHERE id = ${ben}::uuid`.execute(db.once);
    const name = rows[0]?.username;
    expect(await found(`from:@${name}`)).toEqual(["No foxes", "A fox"]);
    expect(await found(`FROM:${name?.toUpperCase()} kingd`)).toEqual(["A fox"]);
    expect(await found(`from:${name} -kingdom`)).toEqual(["No foxes"]);
    expect(await found(`from:me from:${name} fox`)).toEqual(["No foxes", "A fox", "The quick"]);
    expect(await found(`from:${name}`, { from: ada })).toEqual([]);
    expect(await found("from:nobody-at-all fox")).toEqual([]);
    expect(await found("from:nobody-at-all in:nowhere")).toEqual([]);
    expect(await found("after:2000-01-01")).toEqual(["No foxes", "A fox", "The quick"]);
    expect(await found("fox before:2000-01-01")).toEqual([]);
    // The times of a request replace those of its query.
    expect(await found("before:2000-01-01 fox", { before: "2999-01-01T00:00:00Z" })).toHaveLength(3);
    expect(await found("has:nothing")).toEqual([]);
  });

  test("for is:thread finds the replies in threads, including edited ones, and excludes nothing else", async () => {
    const id = await newGroup(ada, ben);
    const root = await send(id, ada, "lunch where");
    const reply = async (content: string, alsoInConversation: boolean) => {
      const message = { id: newMessageId(), content, threadId: root.id, alsoInConversation };
      return (await sendMessage(db, id, by(ben), message, unlimited, 0)).message;
    };
    await reply("lunch here", true);
    const { id: messageId } = await reply("supper here", false);
    await editMessage(
      db,
      { conversationId: id, messageId, callerId: ben, sessionId: ben },
      "lunch there",
      unlimited,
    );
    const within = { conversationId: id };
    expect(await found("lunch is:thread", within)).toEqual(["lunch there", "lunch here"]);
    expect(await found("is:thread -there", within)).toEqual(["lunch here"]);
    expect(await found("lunch", within)).toEqual(["lunch there", "lunch here", "lunch where"]);
    // The words as an older release indexed them.
    await sql`
      UPDATE message_search SET tokens = ts_delete(tokens, '=thread') WHERE conversation_id = ${id}::uuid`.execute(
      db.once,
    );
    await sql`UPDATE conversations SET searched_seq = 0 WHERE id = ${id}::uuid`.execute(db.once);
    await indexMessages(db, Date.now() + 10_000);
    expect(await found("is:thread", within)).toHaveLength(2);
  });

  test("returns the most relevant message first when the reader asks for it", async () => {
    expect(await found("fox", { sort: "relevance", conversationId: one })).toEqual(["A fox", "The quick"]);
  });

  test("marks the matching pieces of the excerpt", async () => {
    const { items } = await searchMessages(db, ada, { query: "brown lazy" });
    expect(items[0]?.excerpt).toEqual([
      { text: "The quick ", isMatch: false },
      { text: "brown", isMatch: true },
      { text: " fox jumps over the ", isMatch: false },
      { text: "lazy", isMatch: true },
      { text: " dog", isMatch: false },
    ]);
  });

  test("has pages that contain each message once", async () => {
    const seen: string[] = [];
    let cursor: string | null = "0";
    while (cursor !== null) {
      const page: Awaited<ReturnType<typeof searchMessages>> = await searchMessages(db, ada, {
        query: "fox",
        limit: 2,
        cursor,
      });
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map(({ message }) => message.id));
      cursor = page.nextCursor;
    }
    expect([seen.length, new Set(seen).size]).toEqual([3, 3]);
    expect((await searchMessages(db, ada, { query: "fox", cursor: "3" })).nextCursor).toBeNull();
  });

  test("continues after a page that long messages have filled", async () => {
    const id = await newGroup(ada);
    for (let count = 0; count < 7; count++)
      await send(id, ada, `aardvark ${"😀".repeat(limits.message.max - 9)}`);
    const first = await searchMessages(db, ada, { query: "aardvark" });
    expect(first.items.length).toBe(5);
    for (const cursor of [first.nextCursor ?? "", "5"]) {
      const second = await searchMessages(db, ada, { query: "aardvark", cursor });
      expect([second.items.length, second.nextCursor]).toEqual([2, null]);
    }
  });
});

describe("A message that an older release indexed", () => {
  test("is found by its links once the cleanup function has indexed it again", async () => {
    const id = await newGroup(ada);
    await send(id, ada, "see https://example.org");
    // As migration 0029 and the previous release left them.
    await sql`
      UPDATE message_search SET tokens = ts_delete(tokens, '=link') WHERE conversation_id = ${id}::uuid`.execute(
      db.once,
    );
    await sql`UPDATE conversations SET searched_seq = 0 WHERE id = ${id}::uuid`.execute(db.once);
    const links = async () => (await found("has:link", { conversationId: id })).length;
    expect([await links(), (await found("example", { conversationId: id })).length]).toEqual([0, 1]);
    await indexMessages(db, Date.now() + 10_000);
    expect(await links()).toBe(1);
  });
});
