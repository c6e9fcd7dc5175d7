import { afterEach, expect, test, vi } from "vitest";
import { ClientError } from "../../../contract/client-errors.ts";
import { UserId } from "../../../contract/ids.ts";
import { ClientErrorLog } from "./client-error-log.ts";

const written: string[] = [];
vi.spyOn(process.stdout, "write").mockImplementation((text) => {
  written.push(String(text));
  return true;
});
afterEach(() => written.splice(0));

const userOf = (number: number) =>
  UserId.parse(`00000000-0000-4000-8000-${String(number).padStart(12, "0")}`);
const userId = userOf(1);
const error = ClientError.parse({
  version: "1.2.3+abc",
  name: "TypeError",
  message: "x is not a function",
  component: "message",
  stack: "at render (/assets/index.js:1:2)",
});

test("The client error log writes one JSON line with the release, the part of the client and the user", () => {
  new ClientErrorLog().write(userId, error);
  expect(JSON.parse(written.join(""))).toEqual({ level: "error", what: "client error", userId, ...error });
});

test("The client error log writes at most 10 lines per minute of one user, and then those of others", () => {
  const log = new ClientErrorLog();
  const writeMany = (user: UserId, now: number) => {
    for (let count = 0; count < 100; count++) log.write(user, error, now);
  };
  writeMany(userId, 600_000);
  expect(written).toHaveLength(10);
  writeMany(userOf(2), 600_000);
  expect(written).toHaveLength(20);
  writeMany(userId, 660_000);
  expect(written).toHaveLength(30);
});

test("The client error log writes at most 60 lines per minute of all users", () => {
  const log = new ClientErrorLog();
  for (let count = 0; count < 100; count++) log.write(userOf(count), error, 600_000);
  expect(written).toHaveLength(60);
  log.write(userId, error, 660_000);
  expect(written).toHaveLength(61);
});
