import { afterEach, describe, expect, test, vi } from "vitest";
import { ConversationId, UserId } from "../../../contract/ids.ts";
import { NotifyingTabs } from "./tabs.ts";

const user = UserId.parse("01890000-0000-7000-8000-000000000001");
const id = ConversationId.parse("01890000-0000-7000-8000-00000000000a");
const other = ConversationId.parse("01890000-0000-7000-8000-00000000000b");

// Locks must not outlive a test.
afterEach(() => vi.useRealTimers());

// Node has Web Locks since version 24.5.
const hasLocks = typeof navigator !== "undefined" && navigator.locks !== undefined;

describe.runIf(hasLocks)("Of a user's tabs", () => {
  test("one notifies of a message, and each message has its own", async () => {
    vi.useFakeTimers();
    const [one, two] = [new NotifyingTabs(user), new NotifyingTabs(user)];
    expect((await Promise.all([one.claim(id, 1), two.claim(id, 1)])).filter(Boolean)).toHaveLength(1);
    expect(await one.claim(id, 2)).toBe(true);
    expect(await two.claim(other, 2)).toBe(true);
    vi.runAllTimers();
  });

  test("none notifies while one shows the conversation", async () => {
    vi.useFakeTimers();
    const [one, two] = [new NotifyingTabs(user), new NotifyingTabs(user)];
    const end = one.show(id);
    expect([await one.claim(id, 3), await two.claim(id, 3)]).toEqual([false, false]);
    expect(await two.claim(other, 3)).toBe(true);
    end();
    await vi.waitFor(async () => expect(await two.claim(id, 4)).toBe(true));
    vi.runAllTimers();
  });
});
