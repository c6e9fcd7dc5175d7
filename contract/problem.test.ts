import { expect, test } from "vitest";
import { Problem, problemWith } from "./problem.ts";
import { ProblemCode, problemTypes } from "./problem-codes.ts";

test("A problem has the status and the title of its code, and the address of its documentation", () => {
  for (const code of ProblemCode.options) {
    const { status, title } = problemTypes[code];
    const problem = problemWith(code, "Details.");
    expect(problem).toEqual({ type: `/api/docs#problem-${code}`, title, status, detail: "Details.", code });
    expect(Problem.parse(problem)).toEqual(problem);
  }
});

test("A problem whose code only a newer server knows has its status", () => {
  const problem = { ...problemWith("user-not-found", "Details."), code: "from-the-future" };
  expect(Problem.parse(problem)).toMatchObject({ code: undefined, status: 404 });
});
