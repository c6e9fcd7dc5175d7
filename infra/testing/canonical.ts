import * as z from "zod";

/** The canonical form of `Ref`. */
export const ref = (name: string): string => `\${${name}}`;

const Intrinsic = z.record(z.string(), z.unknown());

/**
 * Replaces the intrinsic functions of a template by text, so that two references to the same thing are equal: `Ref`
 * becomes `${Id}`, and `Fn::GetAtt` becomes `${Id.Attribute}`.
 *
 * @example canonical({ "Fn::Join": ["", [{ "Fn::GetAtt": ["Bucket", "Arn"] }, "/*"]] }) // "${Bucket.Arn}/*"
 */
export function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(Intrinsic.parse(value));
  const [name = "", argument] = entries.length === 1 && entries[0] ? entries[0] : [];
  switch (name) {
    case "Ref":
      return ref(String(argument));
    case "Fn::GetAtt":
      return `\${${Array.isArray(argument) ? argument.join(".") : String(argument)}}`;
    case "Fn::ImportValue":
      return `\${import ${String(canonical(argument))}}`;
    case "Fn::Join": {
      const [separator, parts] = z.tuple([z.string(), z.array(z.unknown())]).parse(argument);
      return parts.map(canonical).join(separator);
    }
    default:
      return Object.fromEntries(entries.map(([key, item]) => [key, canonical(item)]));
  }
}
