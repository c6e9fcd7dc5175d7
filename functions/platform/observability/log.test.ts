import { afterEach, expect, test, vi } from "vitest";
import { correlated } from "./correlation.ts";
import { logAccess, logError, logMetric } from "./log.ts";

const written: string[] = [];
vi.spyOn(process.stdout, "write").mockImplementation((text) => {
  written.push(String(text));
  return true;
});
afterEach(() => written.splice(0));

const line = () => JSON.parse(written[0] ?? "");

test("logMetric writes one line in CloudWatch's embedded metric format with the ids of the request", () => {
  correlated({ correlationId: "c", requestId: "r" }, () => logMetric("SendLatency", 12));
  expect(written).toEqual([expect.stringMatching(/^\{.*\}\n$/)]);
  expect(line()).toEqual({
    _aws: {
      Timestamp: expect.any(Number),
      CloudWatchMetrics: [
        {
          Namespace: "ChatFlow",
          Dimensions: [[]],
          Metrics: [{ Name: "SendLatency", Unit: "Milliseconds" }],
        },
      ],
    },
    SendLatency: 12,
    correlationId: "c",
    requestId: "r",
  });
});

test("logError writes one line of JSON, without a correlation id outside of a request", () => {
  logError("it failed", new RangeError("too far"), { attempt: 2 });
  expect(line()).toMatchObject({ level: "error", what: "it failed", name: "RangeError", attempt: 2 });
  expect(line()).not.toHaveProperty("correlationId");
});

test("logAccess writes the viewer's address with the ids of API Gateway's access log", () => {
  const access = { method: "GET", route: "/users/{id}", status: 200, address: "203.0.113.7" };
  correlated({ correlationId: "c", requestId: "r" }, () => logAccess(access));
  expect(line()).toEqual({ level: "info", what: "request", correlationId: "c", requestId: "r", ...access });
});
