import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ConnectionId, UserId } from "../../../contract/ids.ts";
import { userFrames } from "../../../contract/limits.ts";
import { type FrameLimits, frameLimits } from "./frame-limits.ts";

const ada = UserId.parse("00000000-0000-4000-8000-000000000001");
const ben = UserId.parse("00000000-0000-4000-8000-000000000002");
const rate = { burst: 10, perSecond: 1 };

let limits: FrameLimits;
beforeEach(() => {
  vi.useFakeTimers();
  limits = frameLimits(rate);
});
afterEach(() => vi.useRealTimers());

/** Sends frames until one is refused. @returns how many were accepted */
function accepted(count: () => void): number {
  for (let frames = 0; ; frames++) {
    try {
      count();
    } catch (error) {
      expect(error).toMatchObject({ code: "rate-limited" });
      return frames;
    }
  }
}
const over = (connection: number, userId = ada) =>
  accepted(() => limits.admit({ connectionId: ConnectionId.parse(`${userId} ${connection}`), userId }));

describe("The limit of frames", () => {
  test("holds for each connection, and grows again with the time", () => {
    expect([over(1), over(2)]).toEqual([10, 10]);
    vi.advanceTimersByTime(3_000);
    expect(over(1)).toBe(3);
  });

  test("holds for a user, however many connections the user opens", () => {
    const connections = Array.from({ length: 100 }, (_, at) => over(at));
    expect(connections.reduce((sum, frames) => sum + frames)).toBe(rate.burst * userFrames.connections);
    expect(over(1, ben)).toBe(10);
  });

  test("is lower for typing, which is pushed to many people", () => {
    const { burst, perSecond } = userFrames.typing;
    expect(accepted(() => limits.admitTyping(ada))).toBe(burst);
    vi.advanceTimersByTime(1_000);
    expect(accepted(() => limits.admitTyping(ada))).toBe(perSecond);
    expect(accepted(() => limits.admitTyping(ben))).toBe(burst);
  });
});
