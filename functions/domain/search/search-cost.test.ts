import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import { db, newGroup, newUser } from "../../../tests/support/domain.ts";
import { required } from "../../../tests/support/required.ts";
import { anyConversation, authorLexeme } from "./search-vector.ts";

const Plan = z.object({
  "Shared Hit Blocks": z.number(),
  "Shared Read Blocks": z.number(),
  "Actual Rows": z.number(),
});
const Explained = z.array(z.object({ "QUERY PLAN": z.array(z.object({ Plan })).length(1) })).length(1);

/**
 * Stores messages, 400 a day. Each contains `everywhere`, every tenth `often`, every hundredth `sometimes`, and the
 * oldest third `formerly`. Three contain `rarely`, and come from another author.
 */
async function store(
  conversationId: ConversationId,
  senderId: UserId,
  rareId: UserId,
  count: number,
): Promise<void> {
  await sql`
    INSERT INTO message_search (conversation_id, created_at, seq, tokens)
    SELECT ${conversationId}::uuid, timestamptz '2026-01-01 00:00:00+00' - (${count}::int - n) * interval '216 s', n,
      ('''everywhere'':1 ''word' || n % 3000 || ''':2 ''#' || right(${conversationId}, 12) || ''' ''@'
        || right(CASE WHEN n % 2000 = 11 AND n < 6000 THEN ${rareId} ELSE ${senderId} END, 12) || ''''
        || CASE WHEN n % 10 = 3 THEN ' ''often'':3' ELSE '' END
        || CASE WHEN n % 100 = 7 THEN ' ''sometimes'':4' ELSE '' END
        || CASE WHEN n % 2000 = 11 AND n < 6000 THEN ' ''rarely'':5' ELSE '' END
        || CASE WHEN n < ${count}::int / 3 THEN ' ''formerly'':6' ELSE '' END)::tsvector
    FROM generate_series(1, ${count}::int) n`.execute(db.once);
  await sql`
    UPDATE conversations SET last_seq = ${count}::int, searched_seq = ${count}::int,
      last_activity_at = timestamptz '2026-01-01 00:00:00+00'
    WHERE id = ${conversationId}::uuid`.execute(db.once);
}

/** Returns the number of messages found, and of 8 KB blocks that the search touched. */
async function search(readerId: UserId, conversationId: ConversationId | null, word: string | null) {
  const { rows } = await sql`
    EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT seq FROM search_messages_v2(
      ${readerId}::uuid, ${conversationId && JSON.stringify([conversationId])}::text,
      ${word === null ? anyConversation : `'${word}'`}, ${word === null ? null : `'~${word}'`}::text, '-infinity', 'infinity',
      '00000000-0000-0000-0000-000000000000', 0, 21
    )`.execute(db.once);
  const [explained] = Explained.parse(JSON.parse(JSON.stringify(rows)));
  const { Plan: plan } = required(required(explained, "plan")["QUERY PLAN"][0], "plan");
  return { found: plan["Actual Rows"], blocks: plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] };
}

describe("A search among four times as many messages", () => {
  test("touches only a few more blocks, for frequent, rare and missing words and authors, in one conversation and in all", async () => {
    const [small, large] = [6_000, 24_000];
    const costs = new Map<string, number[]>();
    for (const count of [small, large]) {
      const reader = await newUser();
      const rare = await newUser();
      const id = await newGroup(reader);
      await store(id, reader, rare, count);
      // Without a vacuum, each look-up also reads the words that wait to be merged into the index.
      await sql`VACUUM (ANALYZE) message_search`.execute(db.once);
      for (const conversationId of [id, null])
        for (const [word, expected] of [
          ["everywhere", 21],
          ["often", 21],
          ["sometimes", 21],
          ["rarely", 3],
          ["formerly", 21],
          ["missing", 0],
          [authorLexeme(reader), 21],
          [authorLexeme(rare), 3],
          [null, 21],
        ] as const) {
          // The first call of a session also reads the catalogue.
          await search(reader, conversationId, word);
          const { found, blocks } = await search(reader, conversationId, word);
          expect([word, found]).toEqual([word, expected]);
          const key = `${word?.replace(/^@.*/, expected === 3 ? "a rare author" : "an author") ?? "anything"} in ${conversationId ? "one" : "all"}`;
          costs.set(key, [...(costs.get(key) ?? []), blocks]);
        }
    }
    // The large conversation has 45 days more, each of which costs a look-up of a few blocks. All found messages of
    // `everywhere` would be thousands of blocks.
    for (const [key, [inSmall = 0, inLarge = 0]] of costs)
      expect([key, inLarge < (key.endsWith("one") ? inSmall + 45 * 10 : 2_000)]).toEqual([key, true]);
  });
});
