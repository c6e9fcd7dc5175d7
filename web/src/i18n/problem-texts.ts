import type { ClientProblemCode } from "../../../client/http/problem-error.ts";
import type { FieldError, FieldMessages } from "../../../contract/field-errors.ts";
import { fieldMessage } from "../../../contract/field-errors.ts";

/** The part of a problem that a text may mention. `ProblemError` fits, and so does a refused message in the outbox. */
export interface ShownProblem {
  code?: ClientProblemCode | undefined;
  /** The server's English text, for codes that this release of the page does not know. */
  detail: string;
  errors?: readonly FieldError[] | undefined;
}

/** One language's text for each problem. The type demands every code. */
export type ProblemTexts = Readonly<Record<ClientProblemCode, string | ((problem: ShownProblem) => string)>>;

/** Returns the text for a problem, or the server's English text if this page does not know the code. */
export function problemText(texts: ProblemTexts, problem: ShownProblem): string {
  const text = problem.code && texts[problem.code];
  if (text === undefined) return problem.detail;
  return typeof text === "string" ? text : text(problem);
}

/** Returns the text for one field, which continues a sentence that starts with the field's name. */
export const fieldText = (texts: FieldMessages, { code, message, limit, expected }: FieldError): string =>
  code === undefined ? message : fieldMessage(texts, code, { limit, expected });

/** The texts for all fields of a problem, as one sentence each. */
export const fieldSentences = (texts: FieldMessages, { errors = [] }: ShownProblem): string =>
  errors.map((error) => `${error.path ? `${error.path} ` : ""}${fieldText(texts, error)}.`).join(" ");
