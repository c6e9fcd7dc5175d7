import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ConversationId } from "../../contract/ids.ts";
import { unreachable } from "../http/problem-error.ts";
import { conversationId, otherConversationId } from "../testing/examples.ts";
import { GapWatch } from "./gap-watch.ts";

const gaps = new Set<ConversationId>();
const fill = vi.fn(async (_: ConversationId) => {});
const reportError = vi.fn();
const watch = () => new GapWatch({ hasGap: (id) => gaps.has(id), fill, reportError });

beforeEach(() => {
  vi.useFakeTimers();
  gaps.clear();
  vi.clearAllMocks();
});
afterEach(() => vi.useRealTimers());

test("A gap is filled once after 300 ms, however often it is noticed, and separately for each conversation", async () => {
  const gapWatch = watch();
  gaps.add(conversationId).add(otherConversationId);
  for (const id of [conversationId, conversationId, otherConversationId]) gapWatch.watch(id);
  await vi.advanceTimersByTimeAsync(299);
  expect(fill).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(fill.mock.calls).toEqual([[conversationId], [otherConversationId]]);
  gapWatch.watch(conversationId);
  await vi.advanceTimersByTimeAsync(300);
  expect(fill).toHaveBeenCalledTimes(3);
});

test("A gap that closes by itself is not filled, nor is a complete timeline", async () => {
  const gapWatch = watch();
  gapWatch.watch(otherConversationId);
  gaps.add(conversationId);
  gapWatch.watch(conversationId);
  gaps.clear();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(fill).not.toHaveBeenCalled();
});

test("A stopped watch fills no gap, until the gap is noticed again", async () => {
  const gapWatch = watch();
  gaps.add(conversationId);
  gapWatch.watch(conversationId);
  gapWatch.stop();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(fill).not.toHaveBeenCalled();
  gapWatch.watch(conversationId);
  await vi.advanceTimersByTimeAsync(300);
  expect(fill).toHaveBeenCalledOnce();
});

test("A failure to fill a gap is reported, unless the next connection repairs it", async () => {
  const gapWatch = watch();
  gaps.add(conversationId);
  fill.mockRejectedValueOnce(unreachable()).mockRejectedValueOnce(new TypeError("A bug"));
  for (const count of [0, 1]) {
    gapWatch.watch(conversationId);
    await vi.advanceTimersByTimeAsync(300);
    expect(reportError).toHaveBeenCalledTimes(count);
  }
  expect(reportError).toHaveBeenCalledWith(expect.any(TypeError), { operation: "timelines.fillGap" });
});
