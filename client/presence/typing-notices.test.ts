import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ConversationId } from "../../contract/ids.ts";
import { limits } from "../../contract/limits.ts";
import { TypingNotices } from "./typing-notices.ts";

const id = ConversationId.parse("018f0000-0000-7000-8000-000000000001");

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function recorded() {
  const sent: boolean[] = [];
  return { sent, notices: new TypingNotices((_, isTyping) => sent.push(isTyping)) };
}

test("Typing is announced once, and repeated before the other clients stop showing it", () => {
  const { sent, notices } = recorded();
  for (let key = 0; key < 20; key++) notices.set(id, true);
  expect(sent).toEqual([true]);
  expect(limits.typingRepeatMs).toBeLessThan(limits.typingMs);
  vi.advanceTimersByTime(limits.typingRepeatMs);
  notices.set(id, true);
  expect(sent).toEqual([true, true]);
});

test("Clearing the text ends an announced typing, once", () => {
  const { sent, notices } = recorded();
  notices.set(id, false);
  notices.set(id, true);
  notices.set(id, false);
  notices.set(id, false);
  expect(sent).toEqual([true, false]);
});

test("Sending a message ends typing without another frame, and the next keystroke announces typing again", () => {
  const { sent, notices } = recorded();
  notices.set(id, true);
  notices.forget(id);
  notices.set(id, false);
  expect(sent).toEqual([true]);
  notices.set(id, true);
  expect(sent).toEqual([true, true]);
});
