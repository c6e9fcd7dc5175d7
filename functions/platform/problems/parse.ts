import type * as z from "zod/mini";
import type { FieldError } from "../../../contract/field-error-codes.ts";
import { fieldError, fieldErrorsOf } from "../../../contract/field-errors.ts";
import { isStorableText } from "../../../contract/text.ts";
import { InvalidCursor, InvalidJson, InvalidRequest } from "./refusals.ts";

/** Finds text that PostgreSQL cannot store, wherever it is in a parsed value. */
function unstorableText(value: unknown, path: readonly string[] = []): FieldError[] {
  if (typeof value === "string") {
    return isStorableText(value) ? [] : [fieldError(path.join("."), "invalid-text")];
  }
  if (!(value instanceof Object)) return [];
  return Object.entries(value).flatMap(([key, inner]) => unstorableText(inner, [...path, key]));
}

/**
 * Parses a value from outside by its schema. No text in the result has a NUL or a lone surrogate, even if its schema
 * allows them, because PostgreSQL would refuse the statement.
 *
 * @throws {InvalidCursor} if the cursor is the only field that does not match
 * @throws {InvalidRequest} naming each field that does not match
 */
export function parse<S extends z.ZodMiniType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  const errors = result.success ? unstorableText(result.data) : fieldErrorsOf(result.error.issues, value);
  if (errors.length === 1 && errors[0]?.code === "invalid-cursor") throw new InvalidCursor();
  if (!result.success || errors.length > 0) throw new InvalidRequest(errors);
  return result.data;
}

/**
 * Parses JSON from outside.
 *
 * @throws {InvalidJson}
 */
export function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    throw new InvalidJson();
  }
}
