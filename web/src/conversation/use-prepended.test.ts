import { expect, test } from "vitest";
import { ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import type { Row } from "./rows.ts";
import { nextRows } from "./use-prepended.ts";

const senderId = UserId.parse(crypto.randomUUID());

const conversationId = ConversationId.parse(crypto.randomUUID());

const all = Array.from({ length: 6 }, (): Row => {
  const id = MessageId.parse(crypto.randomUUID());
  const createdAt = "2026-11-27T12:00:00.000Z";
  const message = { id, conversationId, content: "text", createdAt };
  return { id, senderId, createdAt, startsDay: false, startsGroup: false, state: "sending", message };
});

test("Rows that are added at one end of a list appear at once, and those at both ends in two steps", () => {
  const middle = all.slice(2, 4);
  expect(nextRows(middle, middle)).toEqual({ rows: middle, isPrepended: false });
  expect(nextRows(middle, all.slice(2))).toEqual({ rows: all.slice(2), isPrepended: false });
  expect(nextRows(middle, all.slice(0, 4))).toEqual({ rows: all.slice(0, 4), isPrepended: true });
  const step = nextRows(middle, all);
  expect(step).toEqual({ rows: all.slice(0, 4), isPrepended: true });
  expect(nextRows(step.rows, all)).toEqual({ rows: all, isPrepended: false });
});

test("Rows that replace all others are not taken for older ones", () => {
  expect(nextRows(all.slice(4), all.slice(0, 2))).toEqual({ rows: all.slice(0, 2), isPrepended: false });
});
