import fc from "fast-check";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { fieldError } from "../../contract/field-errors.ts";
import type { MessageId } from "../../contract/ids.ts";
import type { Message, MessagePage } from "../../contract/messages.ts";
import { isStorableText } from "../../contract/text.ts";
import { hasVisibleCharacter } from "../../contract/visible.ts";
import { newId, newPeople, type Person } from "../support/people.ts";

const { url } = inject("stack");

let ann: Person;
let ben: Person;
beforeAll(async () => {
  [ann, ben] = await newPeople(url, 2);
});

/** Reads a conversation's whole history page by page, oldest message first. */
async function readHistory(person: Person, conversationId: string, limit: number): Promise<Message[]> {
  const messages: Message[] = [];
  for (let after: string | null = "0"; after !== null; ) {
    const page: MessagePage = await person.call("listMessages", {
      params: { id: conversationId },
      query: { after, limit },
    });
    messages.push(...page.items);
    after = page.nextCursor;
  }
  return messages;
}

const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

describe("Sending a message", () => {
  test("200 times at the same time assigns the sequence numbers 1 to 200", async () => {
    const { id } = await ann.startGroup([ben]);
    const answers = await Promise.all(upTo(200).map((at) => (at % 2 ? ann : ben).send(id, `message ${at}`)));
    expect(answers.every(({ status }) => status === 201)).toBe(true);
    expect(answers.map(({ body }) => body.seq).sort((a, b) => a - b)).toEqual(upTo(200));
    const stored = await readHistory(ann, id, 100);
    expect(stored.map(({ seq }) => seq)).toEqual(upTo(200));
    expect(new Set(stored.map(({ content }) => content)).size).toBe(200);
    const times = stored.map(({ createdAt }) => createdAt);
    expect([...times].sort()).toEqual(times);
  });

  test("50 times at the same time with one id creates one message and consumes one sequence number", async () => {
    const { id } = await ann.startGroup([ben]);
    const messageId = newId();
    const answers = await Promise.all(upTo(50).map(() => ann.send(id, "once", messageId)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(49);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect((await ann.send(id, "next")).body.seq).toBe(2);
    expect(await readHistory(ben, id, 100)).toHaveLength(2);
  });

  test("with a known id returns the first message, even if the content differs", async () => {
    const { id } = await ann.startGroup([ben]);
    const first = await ann.send(id, "first");
    const again = await ann.send(id, "something else", first.body.id);
    expect([again.status, again.body]).toEqual([200, first.body]);
  });

  test("with another user's message id is refused with 409", async () => {
    const { id } = await ann.startGroup([ben]);
    const first = await ann.send(id, "mine");
    const clash = await ben.refused("sendMessage", {
      params: { id },
      body: {
        id: first.body.id,
        content: "x",
      },
    });
    expect([clash.status, clash.body.errors?.[0]?.path]).toEqual([409, "id"]);
  });

  test("with an id that exists in another conversation creates another message", async () => {
    const [one, other] = [await ann.startGroup([ben]), await ann.startGroup([ben])];
    const { body } = await ann.send(one.id, "here");
    expect((await ann.send(other.id, "there", body.id)).status).toBe(201);
  });

  test("as a reply requires a message of the same conversation", async () => {
    const { id } = await ann.startGroup([ben]);
    const { body: question } = await ann.send(id, "question");
    const replyTo = (messageId: MessageId) => {
      const body = { id: newId(), content: "answer", replyTo: messageId };
      return ben.answer("sendMessage", { params: { id }, body });
    };
    expect((await replyTo(question.id)).body.replyTo).toBe(question.id);
    const lost = await replyTo(newId());
    expect([lost.status, lost.problem.errors?.[0]?.path]).toEqual([400, "replyTo"]);
    expect((await ann.send(id, "next")).body.seq).toBe(3);
  });

  test("requires 1 to 8,000 characters of valid Unicode, one of them visible, without NUL", async () => {
    const { id } = await ann.startGroup([ben]);
    const statusOf = async (content: unknown) =>
      await ann.status("sendMessage", { params: { id }, body: { id: newId(), content } });
    expect(await statusOf("x".repeat(8_000))).toBe(201);
    expect(await statusOf("🦉".repeat(8_000))).toBe(201);
    for (const content of [
      "",
      "x".repeat(8_001),
      "🦉".repeat(8_001),
      "a\u0000b",
      "\ud83e",
      " ",
      "\u200b",
      "\u3164",
      7,
      null,
    ]) {
      expect([content, await statusOf(content)]).toEqual([content, 400]);
    }
    const missing = await ann.refused("sendMessage", { params: { id }, body: { content: "no id" } });
    expect(missing.body.errors).toEqual([fieldError("id", "required")]);
  });

  test("stores any text exactly as it was sent", async () => {
    const { id } = await ann.startGroup([]);
    const texts = fc
      .string({ unit: "binary", minLength: 1, maxLength: 200 })
      .filter((text) => isStorableText(text) && hasVisibleCharacter(text));
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const { body } = await ann.send(id, text);
        expect(body.content).toBe(text);
        expect((await ann.history(id, { limit: 1 })).items[0]?.content).toBe(text);
      }),
      { numRuns: 40 },
    );
  });
});

describe("A conversation's history", () => {
  test("lists messages before a sequence number newest first, and messages after one oldest first", async () => {
    const { id } = await ann.startGroup([ben]);
    for (const at of upTo(7)) await ann.send(id, `m${at}`);
    const seqs = async (query: Record<string, string | number>) => {
      const { items, nextCursor } = await ben.history(id, query);
      return [items.map(({ seq }) => seq), nextCursor];
    };
    expect(await seqs({ limit: 3 })).toEqual([[7, 6, 5], "5"]);
    expect(await seqs({ limit: 3, before: 5 })).toEqual([[4, 3, 2], "2"]);
    expect(await seqs({ limit: 3, before: 2 })).toEqual([[1], null]);
    expect(await seqs({ limit: 3, after: 0 })).toEqual([[1, 2, 3], "3"]);
    expect(await seqs({ limit: 4, after: 3 })).toEqual([[4, 5, 6, 7], null]);
    expect(await seqs({ after: 7 })).toEqual([[], null]);
  });

  test("is empty in a new conversation", async () => {
    const { id } = await ann.startGroup([]);
    expect(await ann.history(id)).toEqual({ items: [], nextCursor: null });
  });

  test("cannot be listed in both directions in one request", async () => {
    const { id } = await ann.startGroup([]);
    expect(await ann.status("listMessages", { params: { id }, query: { before: "5", after: "1" } })).toBe(
      400,
    );
  });

  test("lists messages of the maximum length in smaller pages, and all of them", async () => {
    const { id } = await ann.startGroup([]);
    const long = "\u0001🦉".repeat(4_000);
    for (const _ of upTo(25)) await ann.send(id, long);
    const messages = await readHistory(ann, id, 100);
    expect(messages.map(({ seq }) => seq)).toEqual(upTo(25));
    expect(messages.every(({ content }) => content === long)).toBe(true);
  });
});
