import { type OperatorName, operatorNames } from "../../../contract/finding/operators.ts";

/** An unfinished operator before the caret. */
export type TypedOperator = {
  /** The position in the search, in UTF-16 units. */
  start: number;
  end: number;
} & (
  | { kind: "name"; letters: string }
  /** `value` is the text after the colon and an opening quotation mark. */
  | { kind: "value"; name: OperatorName; value: string }
);

const value = /(?:^|\s)((?:from|in|has|is|before|after):(?:"[^"]*|[^\s"]*))$/i;

/**
 * Returns the operator that ends at the caret: the beginning of a name, such as `fr`, or a name with the beginning of a
 * value, such as `from:ad`.
 */
export function operatorBefore(text: string, caret: number): TypedOperator | undefined {
  const before = text.slice(0, caret);
  const place = (found: string) => ({ start: caret - found.length, end: caret });
  const [, operator] = value.exec(before) ?? [];
  if (operator !== undefined) {
    const colon = operator.indexOf(":");
    const typed = operator.slice(0, colon).toLowerCase();
    const name = operatorNames.find((each) => each === typed);
    return (
      name && { kind: "value", name, value: operator.slice(colon + 1).replace(/^"/, ""), ...place(operator) }
    );
  }
  const [, letters = ""] = /(?:^|\s)([a-z]{2,})$/i.exec(before) ?? [];
  return letters === "" ? undefined : { kind: "name", letters: letters.toLowerCase(), ...place(letters) };
}
