import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { assert, constant, json, jsonValue, oneof, property, string, uuid } from "fast-check";
import { expect, test, vi } from "vitest";

const source = readFileSync(join(import.meta.dirname, "service-worker.js"), "utf8");
const message = { conversationId: "c1", seq: 7, title: "Engine room", body: "Ada: The valve leaks" };
const fallback = { title: "ChatFlow", address: "/home" };

/** Runs the service worker's script, delivers a push to it, and returns the notifications that it shows. */
function shownFor(push: string) {
  const shown: { title: unknown; body: unknown; tag: unknown; address: unknown }[] = [];
  const errors = vi.fn();
  const self = {
    addEventListener: (type: string, handle: (event: object) => void) => {
      if (type === "push") handle({ data: { json: () => JSON.parse(push) }, waitUntil: () => {} });
    },
    registration: {
      showNotification: (
        title: unknown,
        { body, tag, data }: { body: unknown; tag: unknown; data: { address: unknown } },
      ) => shown.push({ title, body, tag, address: data.address }),
    },
  };
  runInNewContext(source, { self, console: { error: errors } });
  return { shown, errors: errors.mock.calls.flat() };
}

test("A push shows a notification that replaces the earlier one of its conversation and leads to the message", () => {
  expect(shownFor(JSON.stringify(message)).shown).toEqual([
    { title: "Engine room", body: "Ada: The valve leaks", tag: "c1", address: "/c/c1/7" },
  ]);
  const reminder = { textReminderId: "r1", title: "Reminder", body: "Oil the valve" };
  expect(shownFor(JSON.stringify(reminder)).shown).toEqual([
    { title: "Reminder", body: "Oil the valve", tag: "r1", address: "/home" },
  ]);
});

test("A push that lacks a field shows the app's name, and the error does not quote the push", () => {
  for (const name of ["conversationId", "seq", "title", "body"]) {
    const { shown, errors } = shownFor(JSON.stringify({ ...message, [name]: undefined }));
    expect(shown, name).toEqual([expect.objectContaining(fallback)]);
    expect(errors.join(), name).not.toMatch(/Engine|valve|c1/);
  }
});

test("Every push shows exactly one notification", () => {
  const pushes = oneof(
    string(),
    json(),
    constant(""),
    oneof(uuid(), jsonValue()).map((title) => JSON.stringify({ ...message, title })),
  );
  assert(
    property(pushes, (push) => {
      const { shown } = shownFor(push);
      expect(shown).toHaveLength(1);
      expect(typeof shown[0]?.title).toBe("string");
    }),
  );
});
