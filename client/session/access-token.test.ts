import { describe, expect, test } from "vitest";
import { tokenOf } from "../testing/test-api.ts";
import { sessionIdOf } from "./access-token.ts";

describe("The session's id", () => {
  test("is read from the token, also if its encoding needs the letters that only base64url has", () => {
    // In base64, these ids contain "+" and "/".
    for (const id of ["device-1", "a~~>b??", "a>>>b???c"]) expect(sessionIdOf(tokenOf(id))).toBe(id);
  });

  test("is unknown if the text is not such a token", () => {
    for (const text of ["", "abc", `a.${btoa("[]")}.c`, `a.${btoa("no JSON")}.c`])
      expect(sessionIdOf(text)).toBeUndefined();
  });
});
