import { describe, expect, test } from "vitest";
import { readAdminCall } from "./admin-command.ts";

const read = (line: string) => readAdminCall(line.split(" ").filter((word) => word !== ""));

describe("npm run admin", () => {
  test("reads each command with its arguments", () => {
    expect(read("setup-link")?.command).toEqual({ command: "setup-link" });
    expect(read("set-role ada owner")?.command).toEqual({ command: "set-role", login: "ada", role: "owner" });
    expect(read("deactivate ada@example.com")?.command).toEqual({
      command: "deactivate",
      login: "ada@example.com",
    });
    expect(read("reactivate ada")?.command).toEqual({ command: "reactivate", login: "ada" });
    expect(read("sign-up invited")?.command).toEqual({ command: "sign-up", rule: "invited" });
  });

  test("addresses the deployment, another stack, or the local stack", () => {
    expect(read("setup-link")).toMatchObject({ isLocal: false, functionName: "ChatFlow-Admin" });
    expect(read("setup-link --stack Chat2")).toMatchObject({ functionName: "Chat2-Admin" });
    expect(read("--local setup-link")).toMatchObject({ isLocal: true });
  });

  test.each([
    "",
    "help",
    "setup-link now",
    "set-role ada",
    "set-role ada king",
    "sign-up domains",
    "toString",
  ])("shows its usage for: %s", (line) => {
    expect(read(line)).toBeUndefined();
  });
});
