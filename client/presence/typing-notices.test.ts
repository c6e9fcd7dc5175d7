import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ConversationId, MessageId } from "../../contract/ids.ts";
import { times } from "../../contract/times.ts";
import { TypingNotices } from "./typing-notices.ts";

const conversationId = ConversationId.parse("018f0000-0000-7000-8000-000000000001");
const here = { conversationId };
const inThread = { conversationId, threadId: MessageId.parse("018f0000-0000-7000-8000-000000000002") };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function recorded() {
  const sent: boolean[] = [];
  return { sent, notices: new TypingNotices((_, isTyping) => sent.push(isTyping)) };
}

test("Typing is announced once, and repeated before the other clients stop showing it", () => {
  const { sent, notices } = recorded();
  for (let key = 0; key < 20; key++) notices.set(here, true);
  expect(sent).toEqual([true]);
  expect(times.typingRepeatMs).toBeLessThan(times.typingMs);
  vi.advanceTimersByTime(times.typingRepeatMs);
  notices.set(here, true);
  expect(sent).toEqual([true, true]);
});

test("Clearing the text ends an announced typing, once", () => {
  const { sent, notices } = recorded();
  notices.set(here, false);
  notices.set(here, true);
  notices.set(here, false);
  notices.set(here, false);
  expect(sent).toEqual([true, false]);
});

test("Sending a message ends typing without another frame, and the next keystroke announces typing again", () => {
  const { sent, notices } = recorded();
  notices.set(here, true);
  notices.forget(here);
  notices.set(here, false);
  expect(sent).toEqual([true]);
  notices.set(here, true);
  expect(sent).toEqual([true, true]);
});

test("Typing in a thread is announced apart from typing in its conversation", () => {
  const { sent, notices } = recorded();
  notices.set(here, true);
  notices.set(inThread, true);
  notices.set(inThread, true);
  expect(sent).toEqual([true, true]);
  notices.forget(inThread);
  notices.set(here, false);
  expect(sent).toEqual([true, true, false]);
});
