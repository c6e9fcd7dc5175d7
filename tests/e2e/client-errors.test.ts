import { beforeAll, describe, expect, inject, test } from "vitest";
import type { ClientError } from "../../contract/client-errors.ts";
import { eventually } from "../support/eventually.ts";
import { withStack } from "../support/own-stack.ts";
import { http, newPerson, type Person } from "../support/people.ts";
import { required } from "../support/required.ts";

const error: ClientError = {
  version: "1.2.3+0123456789ab",
  name: "TypeError",
  message: "conversation.title is not a function",
  component: "message",
  stack: "at MessageRow (/assets/conversation-view.js:1:2345)",
};

test("A client's error report becomes one log line with the release and the request's correlation id", async () => {
  const lines: string[] = [];
  await withStack(
    async ({ url }) => {
      const ann = await newPerson(url);
      const answer = await http(url, "POST", "/api/client-errors", {
        body: error,
        headers: { authorization: `Bearer ${ann.token}`, "x-correlation-id": "the-browsers-own-id" },
      });
      expect([answer.status, answer.body]).toEqual([204, ""]);
      // The local stack prints the error and its fields on one line, and the call stack below it.
      const logged = () => lines.join("\n");
      await eventually(() => expect(logged()).toContain(`error: client error: ${error.message}`));
      expect(logged().split("client error:")).toHaveLength(2);
      const [, fields] = /client error: [^{]*(\{.*\})/.exec(logged()) ?? [];
      expect(JSON.parse(required(fields, "logged field"))).toMatchObject({
        name: error.name,
        version: error.version,
        component: error.component,
        correlationId: "the-browsers-own-id",
        userId: ann.id,
      });
      expect(logged()).toContain(error.stack);
    },
    { log: { line: (text) => lines.push(text) } },
  );
});

describe("An error report", () => {
  const { url } = inject("stack");
  let person: Person;
  beforeAll(async () => {
    person = await newPerson(url);
  });

  test("is refused without a token", async () => {
    expect((await http(url, "POST", "/api/client-errors", { body: error })).status).toBe(401);
  });

  test("is refused when a field is missing or too long, and the answer names the field", async () => {
    for (const [field, value] of [
      ["version", undefined],
      ["version", "v".repeat(65)],
      ["name", "n".repeat(65)],
      ["message", "m".repeat(301)],
      ["component", ""],
      ["stack", "s".repeat(2_001)],
    ] as const) {
      const answer = await person.refused("reportClientError", { body: { ...error, [field]: value } });
      expect([field, answer.status, answer.body.errors?.[0]?.path]).toEqual([field, 400, field]);
    }
  });
});
