import { describe, expect, test } from "vitest";
import { UpdateSettings } from "./conversation-settings.ts";
import { kindOf, NewConversation, UpdateConversation } from "./conversations.ts";
import { limits } from "./limits.ts";
import { AddParticipants } from "./participants.ts";
import { SyncFrame } from "./sync.ts";

const ids = (count: number) =>
  Array.from({ length: count }, (_, at) => `0192f0c1-7a4e-7c3a-9b1e-${String(at).padStart(12, "0")}`);

describe("A new conversation", () => {
  test("keeps each named participant once, in the given order", () => {
    const [first = "", second = ""] = ids(2);
    const participantIds = [second, first, second.toUpperCase(), first];
    expect(NewConversation.parse({ participantIds }).participantIds).toEqual([second, first]);
  });

  test("has room for its creator within the largest group", () => {
    const others = limits.groupSize.max - 1;
    expect(NewConversation.safeParse({ participantIds: ids(others) }).success).toBe(true);
    expect(NewConversation.safeParse({ participantIds: ids(others + 1) }).success).toBe(false);
  });
});

test("A request can add 1 to 100 participants", () => {
  const accepted = [0, 1, 100, 101].map(
    (count) => AddParticipants.safeParse({ participantIds: ids(count) }).success,
  );
  expect(accepted).toEqual([false, true, true, false]);
});

test("A conversation has the kind that the server names, or one by the flag of an older server", () => {
  expect(kindOf({ kind: "channel", isGroupChat: true })).toBe("channel");
  expect([true, false].map((isGroupChat) => kindOf({ isGroupChat }))).toEqual(["group", "direct"]);
});

describe.each([
  ["a group", UpdateConversation, { name: "Lunch" }],
  ["a participant's settings", UpdateSettings, { isPinned: true }],
])("A change of %s", (_name, schema, change) => {
  test("must name at least one field", () => {
    expect(schema.safeParse(change).success).toBe(true);
    expect(schema.safeParse({}).success).toBe(false);
    expect(schema.safeParse({ unknown: 1 }).success).toBe(false);
  });
});

test("An unread mark starts at the first message or later, and null removes it", () => {
  const accepted = [null, 0, 1].map((unreadFrom) => UpdateSettings.safeParse({ unreadFrom }).success);
  expect(accepted).toEqual([true, false, true]);
});

test("A sync names at most as many conversations as fit into a frame", () => {
  const known = (count: number) => Object.fromEntries(ids(count).map((id) => [id, 1]));
  const accepts = (frame: object) =>
    SyncFrame.safeParse({ action: "sync", requestId: "1", conversations: {}, ...frame }).success;
  const { syncConversations: most } = limits;
  expect(accepts({ conversations: known(most) })).toBe(true);
  expect(accepts({ conversations: known(most + 1) })).toBe(false);
  expect(accepts({ revisions: known(most) })).toBe(true);
  expect(accepts({ revisions: known(most + 1) })).toBe(false);
});
