import fc from "fast-check";
import { expect, test } from "vitest";
import { limits } from "../../../contract/limits.ts";
import { db, newGroup, newMessageId, newUser, send } from "../../../tests/support/domain.ts";
import { getMessage, listMessages } from "./history.ts";

async function groupWith(count: number, content?: string) {
  const ada = await newUser();
  const id = await newGroup(ada);
  for (let at = 1; at <= count; at++) await send(id, ada, content);
  return { ada, id };
}

test("Pages of history contain each message once, in both directions and for any page size", async () => {
  const { ada, id } = await groupWith(7);
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.integer({ min: 1, max: 8 }), async (forward, limit) => {
      const seqs: number[] = [];
      let at: number | undefined = forward ? 0 : undefined;
      do {
        const query = forward ? { after: at, limit } : { before: at, limit };
        const { items, nextCursor } = await listMessages(db, id, ada, query);
        expect(items.length).toBeLessThanOrEqual(limit);
        seqs.push(...items.map(({ seq }) => seq));
        at = nextCursor === null ? undefined : Number(nextCursor);
      } while (at !== undefined);
      expect(seqs).toEqual(forward ? [1, 2, 3, 4, 5, 6, 7] : [7, 6, 5, 4, 3, 2, 1]);
    }),
    { numRuns: 10 },
  );
});

test("The history of a conversation without messages is an empty last page", async () => {
  const { ada, id } = await groupWith(0);
  expect(await listMessages(db, id, ada, {})).toEqual({ items: [], nextCursor: null });
});

test("A page of history holds fewer long messages than asked for, but at least one, and continues with the next", async () => {
  // JSON writes each character of this text as six bytes, but they count as one.
  const { ada, id } = await groupWith(22, "\u0001".repeat(limits.message.max));
  const { items, nextCursor } = await listMessages(db, id, ada, { limit: 50 });
  expect(items.length).toBe(20);
  expect(nextCursor).toBe("3");
});

test("History and single messages do not exist for others", async () => {
  const { ada, id } = await groupWith(0);
  const message = await send(id, ada);
  const stranger = await newUser();
  expect(await getMessage(db, id, ada, message.id)).toEqual(message);
  await expect(getMessage(db, id, stranger, message.id)).rejects.toMatchObject({ code: "message-not-found" });
  await expect(getMessage(db, id, ada, newMessageId())).rejects.toMatchObject({ code: "message-not-found" });
  await expect(listMessages(db, id, stranger, {})).rejects.toMatchObject({ code: "conversation-not-found" });
});
