import { expect, test } from "vitest";
import { offeredProtocols } from "./offered-protocols.ts";

test.each([
  ["no headers", undefined, [""]],
  ["another header only", { Origin: "https://chat.example.com" }, [""]],
  ["one protocol", { "Sec-WebSocket-Protocol": "chat" }, ["chat"]],
  ["a header name in lower case", { "sec-websocket-protocol": "chat, token" }, ["chat", "token"]],
  ["irregular spaces", { "Sec-WebSocket-Protocol": "chat ,token,  third" }, ["chat", "token", "third"]],
])("offeredProtocols lists the protocols of %s", (_case, headers, protocols) =>
  expect(offeredProtocols(headers)).toEqual(protocols),
);
