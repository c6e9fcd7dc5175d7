import { describe, expect, test } from "vitest";
import { ClientProblemCode } from "../../../client/http/problem-error.ts";
import { FieldErrorCode, fieldError } from "../../../contract/field-errors.ts";
import { english } from "./english.ts";
import { german } from "./german.ts";
import type { ShownProblem } from "./problem-texts.ts";

const codes = ClientProblemCode.options;
const detail = "The server's own text.";
const data = { limit: 7, expected: "one, two" };

const problem = (code: ShownProblem["code"]): ShownProblem => ({
  code,
  detail,
  errors: [fieldError("name", "too-long", data)],
});

describe("The German page", () => {
  test.each(codes)("translates the problem %s", (code) => {
    const text = german.problem(problem(code));
    expect(text).not.toBe(detail);
    expect(text).toMatch(/^\p{L}.*\.$/u);
    expect(text).not.toMatch(/undefined|null/);
  });

  test.each(FieldErrorCode.options)("translates the field error %s", (code) => {
    const error = fieldError("name", code, data);
    expect(german.field(error)).not.toBe(error.message);
    expect(german.field(error)).not.toMatch(/undefined|null|[.]$/);
  });

  test("names the fields and limits of an invalid request", () => {
    expect(german.problem(problem("invalid-request"))).toBe("name darf höchstens 7 Zeichen haben.");
  });

  test("names the largest size of a file in megabytes, as the server's English text does", () => {
    const error = fieldError("sizeBytes", "file-too-large", { limit: 1.5 * 1024 * 1024 });
    expect(error.message).toBe("must be at most 1.5 MB");
    expect(german.field(error)).toBe("darf höchstens 1,5 MB groß sein");
  });
});

describe.each([
  ["The English page", english],
  ["The German page", german],
])("%s", (_, texts) => {
  test("shows the server's text for a problem code of a newer server", () => {
    expect(texts.problem({ detail, code: undefined })).toBe(detail);
  });

  test("shows the server's message for a field error code of a newer server", () => {
    expect(texts.field({ path: "name", message: "is odd", code: undefined })).toBe("is odd");
  });
});
