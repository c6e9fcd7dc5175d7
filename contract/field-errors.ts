import type * as z from "zod/mini";
import { type FieldError, FieldErrorCode } from "./field-error-codes.ts";
import { megabytes } from "./megabytes.ts";

/** The data that a message about a field mentions. */
export interface FieldErrorData {
  limit?: number | undefined;
  expected?: string | undefined;
}

/** Writes the message for a field in one language. It continues a sentence that starts with the field's name. */
export type FieldMessages = Readonly<Record<FieldErrorCode, string | ((data: FieldErrorData) => string)>>;

const english: FieldMessages = {
  empty: "must not be empty",
  invalid: "is not valid",
  "invalid-option": ({ expected }) => `must be one of ${expected}`,
  "not-an-integer": "must be a whole number",
  "nothing-to-change": "must name at least one field to change",
  required: "is required",
  "too-few": ({ limit }) => `must have at least ${limit} ${limit === 1 ? "entry" : "entries"}`,
  "too-large": ({ limit }) => `must be at most ${limit}`,
  "too-long": ({ limit }) => `must have at most ${limit} characters`,
  "too-many": ({ limit }) => `must have at most ${limit} entries`,
  "too-short": ({ limit }) => `must have at least ${limit} characters`,
  "too-small": ({ limit }) => `must be at least ${limit}`,
  "wrong-type": ({ expected }) => `must be of type ${expected}`,
  "file-too-large": ({ limit }) => `must be at most ${megabytes(limit)} MB`,
  "hidden-characters": "must not contain control, direction or invisible characters",
  "invalid-cursor": "must be a cursor from an earlier page of the same list",
  "invalid-date": "must be a date or a time, such as 2026-11-25",
  "invalid-domain": "must be a domain, such as example.com",
  "invalid-email": "must be an e-mail address",
  "invalid-emoji": "must be one emoji",
  "invalid-emoji-name": "must be 2 to 32 characters of a-z, 0-9 and _ + -",
  "invalid-file-name": "must not contain slashes, control characters or invisible characters",
  "invalid-id": "must be a UUID",
  "invalid-media-type": "must be a media type, such as image/png",
  "invalid-position": "must be a position that the server returned",
  "invalid-push-key": "must be a key of a push subscription, as base64url",
  "invalid-text": "must be valid Unicode without NUL characters",
  "invalid-time": "must be a time of day such as 22:30",
  "invalid-url": "must be an https address",
  "invalid-username": "may only contain letters from a to z, digits, and _ . -",
  "line-break": "must be a single line",
  "mixed-scripts": "must not mix alphabets within a word",
  "not-visible": "must have at least one visible character",
  "not-with-before": "cannot be combined with before",
  "after-last-message": "is after the last message",
  "channel-name": "is required for a channel",
  "channels-only": "is for channels only",
  "common-password": "is a common password",
  "group-full": ({ limit }) => `must not grow the group beyond ${limit} people`,
  "domain-not-allowed": "is not at a domain that may sign up",
  "groups-only": "is for groups only",
  "invitation-invalid": "is unknown, expired, revoked or used up",
  "like-your-name": "must not be your username or e-mail address",
  "link-expired": "is unknown, used or expired",
  "not-the-invited-address": "is not the address that was invited",
  "not-your-picture": "must be a picture that you uploaded",
  "one-other-person": "must name one other person",
  "own-role": "must not be you",
  taken: "is already in use",
  "too-many-reactions": "does not fit on this message",
  "unknown-files": "must name files that you uploaded here and have not sent yet",
  "unknown-message": "must be a message in this conversation",
  "unknown-time-zone": "is not a known time zone",
  "unknown-user": "is not the id of a user",
  "unusable-picture": ({ limit }) => `must be a picture of at most ${limit} pixels on each side`,
  "wrong-password": "is not your password",
};

/** Looks up a message in one language's table. */
export function fieldMessage(messages: FieldMessages, code: FieldErrorCode, data: FieldErrorData): string {
  const message = messages[code];
  return typeof message === "string" ? message : message(data);
}

/**
 * Describes what is wrong with one field.
 *
 * @example
 * fieldError("password", "too-short", { limit: 10 })
 * // { path: "password", code: "too-short", limit: 10, message: "must have at least 10 characters" }
 */
export function fieldError(path: string, code: FieldErrorCode, data: FieldErrorData = {}): FieldError {
  const { limit, expected } = data;
  return {
    path,
    message: fieldMessage(english, code, data),
    code,
    ...(limit !== undefined && { limit }),
    ...(expected !== undefined && { expected }),
  };
}

/** Returns the value at a path of a parsed JSON value. */
function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      inner instanceof Object ? Object.getOwnPropertyDescriptor(inner, key)?.value : undefined,
    value,
  );
}

const formatCodes: Readonly<Record<string, FieldErrorCode>> = {
  email: "invalid-email",
  guid: "invalid-id",
  url: "invalid-url",
};

const isCollection = (origin: string) => origin === "array" || origin === "set" || origin === "map";

/** Finds the code for an issue. A schema may name the code itself, in place of Zod's message. */
function codeOf(issue: z.core.$ZodIssue): FieldErrorCode {
  const named = FieldErrorCode.safeParse(issue.message);
  if (named.success) return named.data;
  switch (issue.code) {
    case "invalid_type":
      return "wrong-type";
    case "invalid_value":
      return "invalid-option";
    case "invalid_format":
      return formatCodes[issue.format] ?? "invalid";
    case "invalid_key":
      return "invalid-id";
    case "too_small":
      if (isCollection(issue.origin)) return "too-few";
      if (issue.origin !== "string") return "too-small";
      return issue.minimum === 1 ? "empty" : "too-short";
    case "too_big":
      if (isCollection(issue.origin)) return "too-many";
      return issue.origin === "string" ? "too-long" : "too-large";
    default:
      return "invalid";
  }
}

function dataOf(issue: z.core.$ZodIssue): FieldErrorData {
  switch (issue.code) {
    case "too_small":
      return { limit: Number(issue.minimum) };
    case "too_big":
      return { limit: Number(issue.maximum) };
    case "invalid_type":
      return { expected: issue.expected };
    case "invalid_value":
      return { expected: issue.values.join(", ") };
    case "custom": {
      const { limit, expected }: FieldErrorData = issue.params ?? {};
      return { limit, expected };
    }
    default:
      return {};
  }
}

/** Describes Zod's issues with `value` in the terms of the wire. */
export function fieldErrorsOf(issues: readonly z.core.$ZodIssue[], value: unknown): FieldError[] {
  return issues.map((issue) => {
    const path = issue.path.join(".");
    const isMissing = issue.path.length > 0 && valueAt(value, issue.path) === undefined;
    const code = codeOf(issue);
    return isMissing && issue.code !== "custom"
      ? fieldError(path, "required")
      : fieldError(path, code, code === "empty" ? {} : dataOf(issue));
  });
}
