import fc from "fast-check";
import { expect, test } from "vitest";
import { ConversationId, MessageId, UserId } from "../../contract/ids.ts";
import { webSocketLimits } from "../../contract/limits.ts";
import type { Message } from "../../contract/messages.ts";
import { syncConversations } from "./sync-positions.ts";
import { addMessages, emptyTimeline, hasOlder, lastSeq } from "./timeline.ts";

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
const conversationId = ConversationId.parse(uuid(1_000));
const senderId = UserId.parse(uuid(2_000));
const messageId = (seq: number) => MessageId.parse(uuid(seq));

const message = (seq: number): Message => ({
  id: messageId(seq),
  conversationId,
  senderId,
  seq,
  content: `message ${seq}`,
  createdAt: new Date(seq).toISOString(),
  reactions: [],
});
const seqs = (timeline: { messages: readonly Message[] }) => timeline.messages.map(({ seq }) => seq);

test("A timeline has no gaps and no duplicates, in whatever order and however often messages arrive", () => {
  const batches = fc.array(fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 8 }));
  fc.assert(
    fc.property(batches, (arrivals) => {
      let timeline = emptyTimeline;
      for (const batch of arrivals) {
        timeline = addMessages(timeline, batch.map(message)).timeline;
        const known = seqs(timeline);
        expect(known).toEqual(known.map((_, at) => (known[0] ?? 0) + at));
      }
    }),
  );
});

test("A timeline is complete once all pages have been added, newest first", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 20 }), (count, size) => {
      let timeline = emptyTimeline;
      for (let end = count; end > 0; end -= size) {
        const page = Array.from({ length: Math.min(size, end) }, (_, at) => message(end - at));
        timeline = addMessages(timeline, page).timeline;
        expect(hasOlder(timeline)).toBe(end > size);
      }
      expect(seqs(timeline)).toEqual(Array.from({ length: count }, (_, at) => at + 1));
      expect(lastSeq(timeline)).toBe(count);
    }),
  );
});

test("A timeline leaves out a message after a gap, and reports the gap", () => {
  const { timeline } = addMessages(emptyTimeline, [message(1), message(2)]);
  const early = addMessages(timeline, [message(4)]);
  expect([seqs(early.timeline), early.gap]).toEqual([[1, 2], true]);
  const filled = addMessages(early.timeline, [message(3), message(4)]);
  expect([seqs(filled.timeline), filled.gap]).toEqual([[1, 2, 3, 4], false]);
});

test("An empty loaded timeline leaves out a message whose predecessors are missing", () => {
  const { timeline, gap } = addMessages({ ...emptyTimeline, isLoaded: true }, [message(2)]);
  expect([seqs(timeline), gap]).toEqual([[], true]);
  expect(seqs(addMessages(timeline, [message(1), message(2)]).timeline)).toEqual([1, 2]);
});

test("A pending message disappears when the server's version of it arrives", () => {
  const pending = [
    { id: messageId(2), conversationId, content: "mine", createdAt: "" },
    { id: messageId(3), conversationId, content: "later", createdAt: "" },
  ];
  const { timeline } = addMessages({ ...emptyTimeline, pending }, [message(2)]);
  expect(timeline.pending.map(({ id }) => id)).toEqual([messageId(3)]);
});

test("A sync frame with the maximum number of conversations and the largest positions fits into a frame", () => {
  const positions = Object.fromEntries(
    Array.from({ length: syncConversations }, (_, at) => [
      `00000000-0000-4000-8000-${String(at).padStart(12, "0")}`,
      Number.MAX_SAFE_INTEGER,
    ]),
  );
  const frame = { action: "sync", requestId: "x".repeat(36), conversations: positions, revisions: positions };
  expect(JSON.stringify(frame).length).toBeLessThan(webSocketLimits.frameBytes);
});
