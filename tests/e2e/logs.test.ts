import { expect, test } from "vitest";
import { password } from "../support/accounts.ts";
import { untilIdle } from "../support/aws-calls.ts";
import { eventually } from "../support/eventually.ts";
import { withStack } from "../support/own-stack.ts";
import { http, newId, newPerson, request } from "../support/people.ts";

test("The log connects a failed request with its failed pushes by the browser's correlation id, and contains no content", async () => {
  const lines: string[] = [];
  await withStack(
    async (stack) => {
      const [ann, ben] = [await newPerson(stack.url), await newPerson(stack.url)];
      const { id } = await ann.startDirect(ben);
      const socket = await ben.connect();
      await untilIdle(stack);
      stack.faults.decide = ({ service, operation }) =>
        service === "connections" && operation === "POST" ? { kind: "drop" } : undefined;
      const call = { id: newId(), content: "nobody else's business" };
      await http(stack.url, "POST", `/api/conversations/${id}/messages`, {
        body: call,
        headers: { authorization: `Bearer ${ann.token}`, "x-correlation-id": "the-browsers-own-id" },
      });
      await eventually(() =>
        expect(lines.join("\n")).toMatch(/push failed.*"correlationId":"the-browsers-own-id"/),
      );
      socket.close();

      // A problem with status 500 names the correlation id, so that an operator finds it in the log.
      stack.faults.decide = ({ service }) =>
        service === "rds-data" ? { kind: "refuse", status: 400, name: "BadRequestException" } : undefined;
      const failed = await request(stack.url, "listConversations", {
        headers: { authorization: `Bearer ${ann.token}`, "x-correlation-id": "another-id" },
      });
      expect(failed.problem).toMatchObject({ status: 500, instance: "another-id" });
      await eventually(() =>
        expect(lines.join("\n")).toMatch(/unexpected error.*"correlationId":"another-id"/),
      );
      // The server replaces a correlation id that could forge log lines.
      const hostile = await request(stack.url, "listConversations", {
        headers: { authorization: `Bearer ${ann.token}`, "x-correlation-id": '"},{"level":"error' },
      });
      expect(hostile.problem.instance).toMatch(/^[\w-]+$/);

      const log = lines.join("\n");
      for (const secret of [call.content, password, ann.token]) expect(log).not.toContain(secret);
    },
    { log: { line: (text) => lines.push(text) } },
  );
});
