import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { RowPlacing } from "./use-row-placing.ts";

/** Time after which rows that keep their heights count as measured. */
const settledMs = 150;

/** A view of 100 pixels on a list whose rows have these heights, until the test changes them. */
function placedList(heights: number[], { viewportSize = 100 } = {}) {
  const scroller = { scrollTop: 0, clientHeight: 100 };
  const placing = new RowPlacing({ current: scroller });
  placing.attach({
    viewportSize,
    getItemSize: (index) => heights[index] ?? 0,
    getItemOffset: (index) => heights.slice(0, index).reduce((sum, height) => sum + height, 0),
  });
  const onEnd = vi.fn();
  placing.onEnd = onEnd;
  return { placing, scroller, heights, onEnd };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("A list that shows a row in its place", () => {
  test.each([
    ["start", 0, 400],
    ["center", 0, 370],
    ["end", 0, 340],
    ["start", 30, 430],
  ] as const)("shows it at the %s of the view, %i pixels further up", (align, offset, expected) => {
    const { placing, scroller } = placedList([200, 200, 40, 200]);
    placing.show({ index: 2, align, offset });
    expect(scroller.scrollTop).toBe(expected);
    expect(placing.isSettled).toBe(false);
  });

  test("keeps it there while rows above it grow, until they have kept their heights for a moment", () => {
    const { placing, scroller, heights, onEnd } = placedList([20, 20, 40]);
    placing.show({ index: 2, align: "start", offset: 0 });
    vi.advanceTimersByTime(settledMs - 1);
    heights[0] = 500;
    placing.keep();
    expect(scroller.scrollTop).toBe(520);
    vi.advanceTimersByTime(settledMs - 1);
    expect([placing.isSettled, onEnd.mock.calls.length]).toEqual([false, 0]);
    vi.advanceTimersByTime(1);
    expect([placing.isSettled, onEnd.mock.calls.length]).toEqual([true, 1]);
    heights[1] = 500;
    placing.keep();
    expect(scroller.scrollTop).toBe(520);
  });

  test.each(["onWheel", "onTouchMove", "onKeyDown", "onPointerDown"] as const)(
    "follows a user who scrolls (%s)",
    (name) => {
      const { placing, scroller, heights, onEnd } = placedList([20, 20, 40]);
      placing.show({ index: 2, align: "start", offset: 0 });
      placing.handlers[name]();
      scroller.scrollTop = 7;
      heights[0] = 500;
      placing.keep();
      vi.advanceTimersByTime(settledMs);
      expect([scroller.scrollTop, onEnd.mock.calls.length]).toEqual([7, 1]);
    },
  );

  test("waits in a tab that is not visible, where the list measures nothing", () => {
    const { placing, onEnd } = placedList([20, 20, 40], { viewportSize: 0 });
    placing.show({ index: 2, align: "start", offset: 0 });
    vi.advanceTimersByTime(10 * settledMs);
    expect([placing.isSettled, onEnd.mock.calls.length]).toEqual([false, 0]);
  });

  test("moves nothing before the list has appeared or after it has gone", () => {
    const { placing, scroller } = placedList([20, 20, 40]);
    placing.attach(null);
    placing.show({ index: 2, align: "start", offset: 0 });
    expect([scroller.scrollTop, placing.isSettled]).toEqual([0, false]);
  });

  test("reports once that it leaves the row", () => {
    const { placing, onEnd } = placedList([20]);
    placing.end();
    placing.show({ index: 0, align: "end", offset: 0 });
    placing.end();
    placing.end();
    expect(onEnd).toHaveBeenCalledOnce();
  });
});
