import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MessageId } from "./ids.ts";
import { limits } from "./limits.ts";
import {
  EditMessage,
  HistoryQuery,
  isThreadOnly,
  NewMessage,
  Revision,
  SendMessageFrame,
  Seq,
} from "./messages.ts";

const id = "0192f0c3-5e21-7b90-a4c8-6d1f3b4a0020";
const fileIds = (count: number) =>
  Array.from({ length: count }, (_, at) => `0192f0c4-90aa-7d13-b2e7-${String(at).padStart(12, "0")}`);
const accepts = (message: unknown) => NewMessage.safeParse(message).success;

describe("A new message", () => {
  test("has at most as many characters as the limit allows", () => {
    expect(accepts({ id, content: "🦉".repeat(limits.message.max) })).toBe(true);
    expect(accepts({ id, content: "🦉".repeat(limits.message.max + 1) })).toBe(false);
  });

  test("keeps its text exactly as it was sent", () => {
    const content = "  a\u00a0\r\n\u200b\ttail  ";
    expect(NewMessage.parse({ id, content }).content).toBe(content);
  });

  test("may be empty only with files, over REST and over the WebSocket", () => {
    const frame = { action: "message.send", requestId: "1", conversationId: id };
    for (const [attachmentIds, isAccepted] of [
      [undefined, false],
      [[], false],
      [fileIds(1), true],
    ] as const) {
      const message = { id, content: "", attachmentIds };
      expect(accepts(message)).toBe(isAccepted);
      expect(SendMessageFrame.safeParse({ ...frame, ...message }).success).toBe(isAccepted);
    }
    expect(NewMessage.safeParse({ id, content: "" }).error?.issues[0]?.path).toEqual(["content"]);
  });

  test.each([" ", "\n\t", "\u200b", "\u3164", "\u2800", "\u00ad\u2060"])(
    "is refused if it shows nothing: %j",
    (content) => {
      for (const attachmentIds of [undefined, fileIds(1)])
        expect(NewMessage.safeParse({ id, content, attachmentIds }).error?.issues[0]?.message).toBe(
          "not-visible",
        );
      expect(EditMessage.safeParse({ content }).success).toBe(false);
    },
  );

  test("has at most ten files", () => {
    const { perMessage } = limits.attachment;
    expect(accepts({ id, content: "", attachmentIds: fileIds(perMessage) })).toBe(true);
    expect(accepts({ id, content: "", attachmentIds: fileIds(perMessage + 1) })).toBe(false);
  });

  test("has an id that is a UUID, which becomes lower case", () => {
    expect(NewMessage.parse({ id: id.toUpperCase(), content: "x" }).id).toBe(id);
    for (const wrong of ["", "1", `${id}0`, id.replaceAll("-", "")]) {
      expect(accepts({ id: wrong, content: "x" })).toBe(false);
    }
  });
});

describe.each([
  ["A sequence number", Seq],
  ["A revision", Revision],
])("%s", (_name, schema) => {
  test("is a whole number from 0 to the largest safe integer", () => {
    fc.assert(fc.property(fc.maxSafeNat(), (value) => schema.safeParse(value).success));
    for (const value of [0, Number.MAX_SAFE_INTEGER]) expect(schema.safeParse(value).success).toBe(true);
    for (const value of [
      -1,
      0.5,
      Number.MAX_SAFE_INTEGER + 1,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      "1",
      null,
    ]) {
      expect(schema.safeParse(value).success).toBe(false);
    }
  });
});

describe("A history query", () => {
  test("accepts either `before` or `after`, and reports `after` if it has both", () => {
    expect(HistoryQuery.parse({ before: "7" })).toEqual({ before: 7 });
    expect(HistoryQuery.parse({ after: "0", limit: "1" })).toEqual({ after: 0, limit: 1 });
    expect(HistoryQuery.safeParse({ before: "7", after: "7" }).error?.issues[0]?.path).toEqual(["after"]);
  });
});

test("Only its thread shows a reply, unless the reply also appears in the conversation", () => {
  const threadId = MessageId.parse(id);
  expect(isThreadOnly({ threadId })).toBe(true);
  expect(isThreadOnly({ threadId, alsoInConversation: true })).toBe(false);
  expect(isThreadOnly({})).toBe(false);
});
