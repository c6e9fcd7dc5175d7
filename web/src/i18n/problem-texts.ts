import type { ClientProblemCode } from "../../../client/http/problem-error.ts";
import type { FieldError } from "../../../contract/field-error-codes.ts";
import { limits } from "../../../contract/limits.ts";
import { megabytes } from "../../../contract/megabytes.ts";
import type { FeaturesTexts } from "./texts-types.ts";

/** The part of a problem that a text may mention. `ProblemError` fits, and so does a refused message in the outbox. */
export interface ShownProblem {
  code?: ClientProblemCode | undefined;
  /** The server's English text, for codes that this release of the page does not know. */
  detail: string;
  errors?: readonly FieldError[] | undefined;
}

/** A text, which may mention some of the values. */
type Text<Values> = string | ((values: Values) => string);

const write = <Values>(text: Text<Values>, values: Values): string =>
  typeof text === "string" ? text : text(values);

const { kinds, total, own } = limits.reactions;

type Problems = FeaturesTexts["problems"];

/** The problems whose texts mention a limit. */
type Limited = {
  [Code in keyof Problems]: Problems[Code] extends (values: infer Values) => string
    ? "limit" extends keyof Values
      ? Code
      : never
    : never;
}[keyof Problems];

const limitOf: Readonly<Record<Limited, number>> = {
  "call-full": limits.calls.participants,
  "group-full": limits.groupSize.max,
  "too-many-own-reactions": own,
  "too-many-pins": limits.pins,
  "too-many-reminders": limits.reminders,
  "too-many-scheduled-messages": limits.scheduled.count,
  "too-many-drafts": limits.drafts,
  "too-many-saved": limits.savedMessages,
  "too-many-followed": limits.followedThreads,
};

const hasLimit = (code: ClientProblemCode): code is Limited => code in limitOf;

/** Problems whose text explains the error of each field. */
const aboutFields: ReadonlySet<ClientProblemCode> = new Set(["invalid-request", "weak-password"]);

/** The largest body that API Gateway accepts. */
const requestMegabytes = 10;

/** Returns the text for a problem, or the server's English text if this page does not know the code. */
export function problemText(texts: FeaturesTexts | undefined, problem: ShownProblem): string {
  const { code, detail, errors = [] } = problem;
  const text: Text<typeof values> | undefined = code && texts?.problems[code];
  const values = {
    limit: errors[0]?.limit ?? (code && hasLimit(code) ? limitOf[code] : 0),
    megabytes: requestMegabytes,
    kinds,
    total,
  };
  if (code === undefined || text === undefined) return detail;
  return (aboutFields.has(code) && fieldSentences(texts, errors)) || write(text, values);
}

/** Returns the text for one field, which continues a sentence that starts with the field's name. */
export function fieldText(
  texts: FeaturesTexts | undefined,
  { code, message, limit = 0, expected = "" }: FieldError,
): string {
  const text = code && texts?.fields[code];
  return text === undefined ? message : write(text, { limit, megabytes: megabytes(limit), expected });
}

/** The texts for all fields of a problem, as one sentence each. */
const fieldSentences = (texts: FeaturesTexts | undefined, errors: readonly FieldError[]): string =>
  errors.map((error) => `${error.path ? `${error.path} ` : ""}${fieldText(texts, error)}.`).join(" ");
