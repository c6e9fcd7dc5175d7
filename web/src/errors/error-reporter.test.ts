import { expect, test, vi } from "vitest";
import { ProblemError } from "../../../client/http/problem-error.ts";
import type { ClientError } from "../../../contract/client-errors.ts";
import { ErrorReporter } from "./error-reporter.ts";

function reporterAt(start = 0) {
  const clock = { now: start };
  const sent: ClientError[] = [];
  const reporter = new ErrorReporter({ version: "1.0.0", now: () => clock.now });
  return { clock, sent, reporter, send: async (report: ClientError) => sent.push(report) };
}

test("The error reporter sends an unexpected error with the release and the part of the page", () => {
  const { reporter, sent, send } = reporterAt();
  reporter.connect(send);
  reporter.report(new TypeError("x is not a function"), "message");
  expect(sent).toMatchObject([{ version: "1.0.0", name: "TypeError", component: "message" }]);
});

test.each([0, 401, 403, 404, 409, 429, 503])(
  "The error reporter ignores a problem with status %i",
  (status) => {
    const { reporter, sent, send } = reporterAt();
    reporter.connect(send);
    reporter.report(new ProblemError({ status, detail: "" }), "message");
    expect(sent).toEqual([]);
  },
);

test("The error reporter sends a problem with status 400, which is an error of the page", () => {
  const { reporter, sent, send } = reporterAt();
  reporter.connect(send);
  reporter.report(new ProblemError({ status: 400, detail: "The request does not fit." }), "message");
  expect(sent).toHaveLength(1);
});

test("The error reporter sends the same error once", () => {
  const { reporter, sent, send } = reporterAt();
  reporter.connect(send);
  const error = new Error("again");
  for (let count = 0; count < 10; count++) reporter.report(error, "message");
  expect(sent).toHaveLength(1);
});

test("The error reporter sends five errors per minute", () => {
  const { reporter, clock, sent, send } = reporterAt();
  reporter.connect(send);
  for (let count = 0; count < 10; count++) reporter.report(new Error(`error ${count}`), "message");
  expect(sent).toHaveLength(5);
  clock.now += 60_001;
  reporter.report(new Error("a later one"), "message");
  expect(sent).toHaveLength(6);
});

test("The error reporter keeps errors until a user has signed in", () => {
  const { reporter, sent, send } = reporterAt();
  reporter.report(new Error("early"), "app");
  reporter.connect(send);
  expect(sent).toHaveLength(1);
});

test("The error reporter keeps a report that could not be sent, and sends it with the next connection", async () => {
  const { reporter, sent, send } = reporterAt();
  const failing = vi.fn().mockRejectedValue(new ProblemError({ status: 0, detail: "" }));
  const stop = reporter.connect(failing);
  reporter.report(new Error("offline"), "message");
  await expect.poll(() => failing.mock.calls).toHaveLength(1);
  await Promise.resolve();
  stop();
  reporter.connect(send);
  expect(sent).toMatchObject([{ message: "offline" }]);
});
