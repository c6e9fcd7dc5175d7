import { describe, expect, test } from "vitest";
import { ClientProblemCode } from "../../../client/http/problem-error.ts";
import { FieldErrorCode } from "../../../contract/field-error-codes.ts";
import { fieldError } from "../../../contract/field-errors.ts";
import { catalogs, languages } from "./catalogs.ts";
import { fieldText, problemText, type ShownProblem } from "./problem-texts.ts";

const codes = ClientProblemCode.options;
const detail = "The server's own text";
const data = { limit: 7, expected: "one, two" };

const problem = (code: ShownProblem["code"]): ShownProblem => ({
  code,
  detail,
  errors: [fieldError("name", "too-long", data)],
});

describe.each(languages)("The page in the language %s", (language) => {
  test("explains every problem in a sentence", async () => {
    const texts = await catalogs.features.load(language);
    for (const code of codes) {
      const text = problemText(texts, problem(code));
      expect.soft(text, code).not.toBe(detail);
      expect.soft(text, code).toMatch(/^\p{L}.*\.$/u);
      expect.soft(text, code).not.toMatch(/undefined|null|NaN|[{}]/);
    }
  });

  test("explains every error of a field in words that follow the field's name", async () => {
    const texts = await catalogs.features.load(language);
    for (const code of FieldErrorCode.options) {
      const error = fieldError("name", code, data);
      const text = fieldText(texts, { ...error, message: detail });
      expect.soft(text, code).not.toBe(detail);
      expect.soft(text, code).not.toMatch(/undefined|null|NaN|[{}]|[.]$/);
      if (language === "en") expect.soft(text).toBe(error.message);
    }
  });

  test("shows the server's English texts for codes of a newer server", async () => {
    const texts = await catalogs.features.load(language);
    expect(problemText(texts, { detail, code: undefined })).toBe(detail);
    expect(fieldText(texts, { path: "name", message: "is odd", code: undefined })).toBe("is odd");
  });

  test("shows the server's English texts until its own have loaded", () => {
    expect(problemText(undefined, problem("rate-limited"))).toBe(detail);
    expect(fieldText(undefined, fieldError("name", "empty"))).toBe("must not be empty");
  });
});

describe("The German page", () => {
  test("names the fields and limits of an invalid request", async () => {
    const texts = await catalogs.features.load("de");
    expect(problemText(texts, problem("invalid-request"))).toBe("name darf höchstens 7 Zeichen haben.");
  });

  test("names the largest size of a file in megabytes, as the server's English text does", async () => {
    const texts = await catalogs.features.load("de");
    const error = fieldError("sizeBytes", "file-too-large", { limit: 1.5 * 1024 * 1024 });
    expect(error.message).toBe("must be at most 1.5 MB");
    expect(fieldText(texts, error)).toBe("darf höchstens 1,5 MB groß sein");
  });
});
