import { beforeAll, describe, expect, inject, test } from "vitest";
import { type ConversationId, MessageId } from "../../contract/ids.ts";
import type { SearchPage } from "../../contract/search.ts";
import { newPeople, type Person } from "../support/people.ts";

const { url } = inject("stack");

let ann: Person;
let ben: Person;
let eve: Person;
let one: ConversationId;
let other: ConversationId;
beforeAll(async () => {
  [ann, ben, eve] = await newPeople(url, 3);
  one = (await ann.startGroup([ben], "One")).id;
  other = (await ann.startGroup([ben, eve], "Other")).id;
  await ann.send(one, "The quick brown fox jumps over the lazy dog");
  await ben.send(one, "A fox, a fox, my kingdom for a FOX");
  await ann.send(one, "Der schnelle Fuchs springt über den Zaun");
  await ben.send(other, "No foxes here, only a wolf: 100% wolf & co");
  await eve.send(other, "素早い茶色の狐");
});

const search = (person: Person, query: Record<string, string>) => person.answer("search", { query });
const found = async (person: Person, query: Record<string, string>) =>
  (await search(person, query)).body.items.map(({ message }) => message.content.slice(0, 12));

describe("Search", () => {
  test("finds words in any case and script, and the last word by its prefix, newest message first", async () => {
    expect(await found(ann, { query: "fox" })).toEqual(["No foxes her", "A fox, a fox", "The quick br"]);
    expect(await found(ann, { query: "FOX kingd" })).toEqual(["A fox, a fox"]);
    for (const query of ["über", "ÜBER"]) expect(await found(ann, { query })).toEqual(["Der schnelle"]);
    expect(await found(ann, { query: '"brown fox"' })).toEqual(["The quick br"]);
    expect(await found(ann, { query: "fox -quick" })).toEqual(["A fox, a fox"]);
    expect(await found(ann, { query: "素早い茶色の狐" })).toEqual(["素早い茶色の狐"]);
  });

  test("sorts by relevance on request", async () => {
    expect((await found(ann, { query: "fox", sort: "relevance" }))[0]).toBe("A fox, a fox");
  });

  test("marks the matching words in an excerpt", async () => {
    const { body } = await search(ann, { query: "brown" });
    expect(body.items[0]?.excerpt).toEqual([
      { text: "The quick ", isMatch: false },
      { text: "brown", isMatch: true },
      { text: " fox jumps over the lazy dog", isMatch: false },
    ]);
  });

  test("can be restricted to a conversation, an author and a time", async () => {
    expect(await found(ann, { query: "fox", conversationId: other })).toEqual(["No foxes her"]);
    expect(await found(ann, { query: "fox", from: ben.id })).toEqual(["No foxes her", "A fox, a fox"]);
    expect(await found(ann, { query: "fox", before: "2020-01-01" })).toEqual([]);
    expect(await found(ann, { query: "fox", after: "2020-01-01" })).toHaveLength(3);
  });

  test("takes operators for authors, conversations, contents and days, even without words", async () => {
    const id = (await ann.startGroup([ben], `Plan "B" ${crypto.randomUUID()}`)).id;
    const { name } = await ann.call("getConversation", { params: { id } });
    const direct = (await ann.startDirect(ben)).id;
    await ben.call("updateMe", { body: { fullName: `Bén ${crypto.randomUUID()}` } });
    const { fullName } = await ben.call("getMe");
    await ann.send(id, "see https://example.org");
    await ben.send(id, "run `make`");
    await ben.send(direct, "just a word");
    const file = { fileName: "plan.png", contentType: "image/png", sizeBytes: 1 };
    const { attachment } = await ann.call("addAttachment", { params: { id }, body: file });
    const body = {
      id: MessageId.parse(crypto.randomUUID()),
      content: "a picture",
      attachmentIds: [attachment.id],
    };
    await ann.call("sendMessage", { params: { id }, body });
    await ann.call("editMessage", { params: { id, messageId: body.id }, body: { content: "the picture" } });
    const within = `in:"${name?.toUpperCase().replaceAll('"', "")}"`;
    expect(await found(ann, { query: within })).toEqual(["the picture", "run `make`", "see https://"]);
    expect(await found(ann, { query: `${within} from:me has:link` })).toEqual(["see https://"]);
    expect(await found(ann, { query: `${within} has:code` })).toEqual(["run `make`"]);
    for (const has of ["file", "image"])
      expect(await found(ann, { query: `${within} has:${has}` })).toEqual(["the picture"]);
    expect(await found(ann, { query: `${within} has:video` })).toEqual([]);
    expect(await found(ann, { query: `from:"${fullName?.toUpperCase()}" in:@${ben.username}` })).toEqual([
      "just a word",
    ]);
    expect(await found(ann, { query: `${within} from:@${ben.username} mak` })).toEqual(["run `make`"]);
    expect(await found(ann, { query: `${within} in:@${ben.username}` })).toHaveLength(4);
    expect(await found(ann, { query: `${within} after:2020-01-01` })).toHaveLength(3);
    expect(await found(ann, { query: `${within} before:2020-01-01` })).toEqual([]);
    expect(await found(ann, { query: "in:#nowhere-at-all" })).toEqual([]);
    expect(await found(eve, { query: within })).toEqual([]);
    const { body: page } = await search(ann, { query: `${within} has:image` });
    expect(page.items[0]?.excerpt).toEqual([{ text: "the picture", isMatch: false }]);
  });

  test("returns pages that contain each message once", async () => {
    const seen: string[] = [];
    for (let cursor: string | null = "0"; cursor !== null; ) {
      const page: SearchPage = (await search(ann, { query: "fox", limit: "1", cursor })).body;
      seen.push(...page.items.map(({ message }) => message.id));
      cursor = page.nextCursor;
    }
    expect(new Set(seen).size).toBe(3);
    expect(seen).toHaveLength(3);
  });

  test("finds no messages of other users' conversations, and no deleted or former texts", async () => {
    expect(await found(eve, { query: "fox" })).toEqual(["No foxes her"]);
    expect(await found(eve, { query: "fox", conversationId: one })).toEqual([]);
    const secret = (await ann.send(one, "xylophone")).body;
    const changed = (await ann.send(one, "accordion")).body;
    expect(await found(ben, { query: "xylophone" })).toHaveLength(1);
    await ann.call("deleteMessage", { params: { id: one, messageId: secret.id } });
    await ann.call("editMessage", {
      params: { id: one, messageId: changed.id },
      body: { content: "trombone" },
    });
    expect(await found(ben, { query: "xylophone" })).toEqual([]);
    expect(await found(ben, { query: "accordion" })).toEqual([]);
    expect(await found(ben, { query: "trombone" })).toEqual(["trombone"]);
  });

  test("accepts any text, and refuses invalid parameters with their names", async () => {
    for (const query of ["'", '"', "& | !", ":*", "a:*b", "\\", "<->", "()", "fox & (", "%", "\u0001"]) {
      expect([query, (await search(ann, { query })).status]).toEqual([query, 200]);
    }
    const pathOf = async (query: Record<string, string>) =>
      (await search(ann, { query: "x", ...query })).problem.errors?.[0]?.path;
    expect(await pathOf({ query: "" })).toBe("query");
    expect(await pathOf({ query: "x".repeat(201) })).toBe("query");
    expect(await pathOf({ before: "yesterday" })).toBe("before");
    expect(await pathOf({ cursor: "x" })).toBe("cursor");
    expect(await pathOf({ conversationId: "x" })).toBe("conversationId");
  });
});
