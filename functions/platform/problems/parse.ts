import type * as z from "zod/mini";
import { fieldErrorsOf } from "../../../contract/field-errors.ts";
import { InvalidJson, InvalidRequest } from "./refusals.ts";

/**
 * Parses a value from outside by its schema.
 *
 * @throws {InvalidRequest} naming each field that does not match
 */
export function parse<S extends z.ZodMiniType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (!result.success) throw new InvalidRequest(fieldErrorsOf(result.error.issues, value));
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
