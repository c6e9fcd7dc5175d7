import { describe, expect, test } from "vitest";
import type * as z from "zod/mini";
import { UpdateMe } from "./accounts.ts";
import { NewAttachment } from "./attachments.ts";
import { UpdateSettings } from "./conversation-settings.ts";
import { fieldError, fieldErrorsOf } from "./field-errors.ts";
import { NewInvitation } from "./invitations.ts";
import { limits } from "./limits.ts";
import { NewMessage } from "./messages.ts";
import { AddParticipants } from "./participants.ts";
import { NewPoll } from "./polls.ts";
import { Registration } from "./registration.ts";
import { SyncFrame } from "./sync.ts";

/** Lists the field errors that the server reports for a value. */
function errorsOf(schema: z.ZodMiniType, value: unknown) {
  return fieldErrorsOf(schema.safeParse(value).error?.issues ?? [], value);
}

const account = { username: "ada", password: "correct horse", email: "ada@example.com" };
const poll = { question: "Lunch?", options: ["Soup", "Pizza"] };
const file = { fileName: "menu.png", contentType: "image/png", sizeBytes: 1 };
const id = "0192f0c3-5e21-7b90-a4c8-6d1f3b4a0020";

describe("A field error", () => {
  test.each<[string, z.ZodMiniType, unknown, object]>([
    [
      "a short text",
      Registration,
      { ...account, password: "short" },
      {
        path: "password",
        code: "too-short",
        limit: limits.password.min,
        message: "must have at least 10 characters",
      },
    ],
    [
      "a long text",
      NewPoll,
      { ...poll, question: "x".repeat(301) },
      { path: "question", code: "too-long", limit: 300, message: "must have at most 300 characters" },
    ],
    [
      "an empty text",
      NewPoll,
      { ...poll, question: "" },
      { path: "question", code: "empty", message: "must not be empty" },
    ],
    [
      "an empty list",
      AddParticipants,
      { participantIds: [] },
      { path: "participantIds", code: "too-few", limit: 1, message: "must have at least 1 entry" },
    ],
    [
      "a short list",
      NewPoll,
      { ...poll, options: ["Soup"] },
      { path: "options", code: "too-few", limit: 2, message: "must have at least 2 entries" },
    ],
    [
      "a long list",
      NewPoll,
      { ...poll, options: Array.from({ length: 11 }, (_, at) => `${at}`) },
      { path: "options", code: "too-many", limit: 10, message: "must have at most 10 entries" },
    ],
    [
      "a small number",
      NewInvitation,
      { role: "member", maxUses: 0 },
      { path: "maxUses", code: "too-small", limit: 1, message: "must be at least 1" },
    ],
    [
      "a large number",
      NewInvitation,
      { role: "member", maxUses: 1_001 },
      { path: "maxUses", code: "too-large", limit: 1_000, message: "must be at most 1000" },
    ],
    [
      "a large file",
      NewAttachment,
      { ...file, sizeBytes: limits.attachment.bytes + 1 },
      {
        path: "sizeBytes",
        code: "file-too-large",
        limit: limits.attachment.bytes,
        message: "must be at most 25 MB",
      },
    ],
    [
      "an empty file",
      NewAttachment,
      { ...file, sizeBytes: 0 },
      { path: "sizeBytes", code: "empty", message: "must not be empty" },
    ],
    [
      "a value of another type",
      NewPoll,
      { ...poll, isMultiple: "yes" },
      { path: "isMultiple", code: "wrong-type", expected: "boolean", message: "must be of type boolean" },
    ],
    [
      "a whole value of another type",
      NewPoll,
      null,
      { path: "", code: "wrong-type", expected: "object", message: "must be of type object" },
    ],
    [
      "an unknown option",
      UpdateSettings,
      { notify: "some" },
      {
        path: "notify",
        code: "invalid-option",
        expected: "all, mentions, nothing",
        message: "must be one of all, mentions, nothing",
      },
    ],
    [
      "an address that is none",
      Registration,
      { ...account, email: "ada" },
      { path: "email", code: "invalid-email", message: "must be an e-mail address" },
    ],
    [
      "an entry that is no id",
      AddParticipants,
      { participantIds: [id, "x"] },
      { path: "participantIds.1", code: "invalid-id", message: "must be a UUID" },
    ],
    [
      "a rule that the schema names",
      NewMessage,
      { id, content: "\u200b" },
      { path: "content", code: "not-visible", message: expect.any(String) },
    ],
    ["no change", UpdateSettings, {}, { path: "", code: "nothing-to-change", message: expect.any(String) }],
  ])("has a code and the limit that the value breaks: %s", (_name, schema, value, expected) => {
    expect(errorsOf(schema, value)).toEqual([expected]);
  });

  test("describes the other limits of a group and a picture", () => {
    expect(fieldError("participantIds", "group-full", { limit: 50 }).message).toBe(
      "must not grow the group beyond 50 people",
    );
    expect(fieldError("picture", "unusable-picture", { limit: 4_096 }).message).toBe(
      "must be a picture of at most 4096 pixels on each side",
    );
  });

  test("contains a limit and an expectation only if the rule has one", () => {
    expect(Object.keys(fieldError("email", "taken"))).toEqual(["path", "message", "code"]);
  });

  test("names each missing field, also within another one", () => {
    const required = (path: string) => ({ path, code: "required", message: "is required" });
    expect(errorsOf(Registration, {})).toEqual(["username", "email", "password"].map(required));
    expect(errorsOf(UpdateMe, { quietHours: { from: "22:00", to: "07:00" } })).toEqual([
      required("quietHours.timeZone"),
    ]);
    expect(errorsOf(UpdateMe, { quietHours: { from: null, to: "07:00", timeZone: "UTC" } })).toMatchObject([
      { path: "quietHours.from", code: "wrong-type" },
    ]);
  });

  test("lists the keys and the size of a record", () => {
    const frame = { action: "sync", requestId: "1" };
    expect(errorsOf(SyncFrame, { ...frame, conversations: { x: 1 } })).toMatchObject([
      { path: "conversations.x", code: "invalid-id" },
    ]);
    const many = Array.from({ length: limits.syncConversations + 1 }, (_, at) => [
      `0192f0c1-7a4e-7c3a-9b1e-${String(at).padStart(12, "0")}`,
      1,
    ]);
    expect(errorsOf(SyncFrame, { ...frame, conversations: Object.fromEntries(many) })).toMatchObject([
      { path: "conversations", code: "too-many", limit: limits.syncConversations },
    ]);
  });
});
