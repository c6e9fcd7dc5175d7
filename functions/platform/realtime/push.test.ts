import {
  ApiGatewayManagementApiClient,
  ApiGatewayManagementApiServiceException,
  GoneException,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { beforeEach, expect, test, vi } from "vitest";
import { ConnectionId } from "../../../contract/ids.ts";
import { push, pushWithRetries } from "./push.ts";

const open = ConnectionId.parse("open");
const ended = ConnectionId.parse("ended");
const throttled = ConnectionId.parse("throttled");
const silent = ConnectionId.parse("silent");
const event = { type: "typing", conversationId: "c", userId: "u", isTyping: true };

/** The number of further pushes to the throttled connection that API Gateway refuses. */
let refusals = 0;
const attempts: string[] = [];

const gateway = new ApiGatewayManagementApiClient({ region: "eu-central-1" });
vi.spyOn(gateway, "send").mockImplementation(async (command: unknown) => {
  if (!(command instanceof PostToConnectionCommand)) throw new Error("Not a push");
  const { ConnectionId: id = "" } = command.input;
  attempts.push(id);
  if (id === ended) throw new GoneException({ message: "gone", $metadata: { httpStatusCode: 410 } });
  if (id === silent) throw new Error("The request timed out");
  if (id === throttled && refusals-- > 0) {
    throw new ApiGatewayManagementApiServiceException({
      name: "LimitExceededException",
      $fault: "client",
      $metadata: { httpStatusCode: 429 },
    });
  }
  return {};
});
vi.spyOn(process.stdout, "write").mockReturnValue(true);

beforeEach(() => {
  refusals = 0;
  attempts.length = 0;
});

test("push tries each connection once and returns the failures by their reason", async () => {
  refusals = 1;
  expect(await push(gateway, [open, ended, throttled, silent], event)).toEqual({
    gone: [ended],
    refused: [throttled],
    unconfirmed: [silent],
  });
  expect(attempts.sort()).toEqual([ended, open, silent, throttled]);
});

test("pushWithRetries retries only refused pushes, since a push that timed out may have arrived", async () => {
  refusals = 2;
  expect(await pushWithRetries(gateway, [open, ended, throttled, silent], event)).toEqual({
    gone: [ended],
    refused: [],
    unconfirmed: [silent],
  });
  expect(attempts.filter((id) => id === throttled)).toHaveLength(3);
  expect(attempts).toHaveLength(6);
});

test("pushWithRetries gives up after three retries and returns the connection as refused", async () => {
  refusals = 10;
  expect(await pushWithRetries(gateway, [throttled], event)).toEqual({
    gone: [],
    refused: [throttled],
    unconfirmed: [],
  });
  expect(attempts).toHaveLength(4);
});
