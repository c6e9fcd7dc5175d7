import * as z from "zod/mini";
import { storable, storableLine } from "./documented-limits.ts";
import { hasVisibleCharacter } from "./visible.ts";

/** Counts the code points in `text`, as PostgreSQL's `char_length` does. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** Whether PostgreSQL can store the text unchanged: it has no NUL and no lone surrogate. */
export function isStorableText(text: string): boolean {
  return (
    !text.includes("\u0000") &&
    !/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text)
  );
}

/** A schema for text of `min` to `max` code points that can be stored exactly as it was sent. */
export function text(min: number, max: number) {
  return z
    .string()
    .check((context) => {
      const value = context.value;
      // A code point has at most two UTF-16 units, so a longer text exceeds `max` without being counted.
      const length = value.length > max * 2 ? value.length : countCharacters(value);
      if (length < min)
        context.issues.push({
          code: "too_small",
          origin: "string",
          minimum: min,
          inclusive: true,
          input: value,
        });
      else if (length > max)
        context.issues.push({
          code: "too_big",
          origin: "string",
          maximum: max,
          inclusive: true,
          input: value,
        });
      else if (!isStorableText(value))
        context.issues.push({
          code: "custom",
          input: value,
          message: "invalid-text",
        });
    })
    .register(z.globalRegistry, { minLength: min, maxLength: max, ...storable });
}

/** A schema for text that is empty, if `min` allows it, or has at least one visible character. */
export const visibleText = (min: number, max: number) =>
  text(min, max)
    .check(z.refine((value) => value === "" || hasVisibleCharacter(value), "not-visible"))
    .register(z.globalRegistry, { format: "visible-text" });

/** The characters at which Unicode begins a new line. */
const lineBreak = /[\n\v\f\r\u0085\u2028\u2029]/;

/** A schema for visible text that a page shows as one line, such as an option of a poll. */
export const lineOfText = (min: number, max: number) =>
  visibleText(min, max)
    .check(z.refine((value) => !lineBreak.test(value), "line-break"))
    .register(z.globalRegistry, storableLine);

/** The largest whole number in a query string, with 15 digits: every one of them is exact in JavaScript. */
export const largestQueryInteger = 999_999_999_999_999;

/** A whole number in a query string. */
export function queryInteger(min: number, max: number) {
  return z
    .pipe(
      z.pipe(z.string().check(z.regex(/^\d{1,15}$/, "not-an-integer")), z.transform(Number)),
      z.number().check(z.minimum(min), z.maximum(max)),
    )
    .register(z.globalRegistry, { type: "integer", minimum: min, maximum: max });
}
