import * as z from "zod";

/** A value of the Data API. The one member that is set determines its type. */
const Field = z.union([
  z.object({ isNull: z.literal(true) }),
  z.object({ stringValue: z.string() }),
  z.object({ longValue: z.number() }),
  z.object({ doubleValue: z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"])]) }),
  z.object({ booleanValue: z.boolean() }),
  z.object({ blobValue: z.string() }),
]);

export const SqlParameter = z.object({
  name: z.string(),
  value: Field,
  typeHint: z.enum(["DATE", "DECIMAL", "JSON", "TIME", "TIMESTAMP", "UUID"]).optional(),
});
export type SqlParameter = z.infer<typeof SqlParameter>;

const hintedTypes = {
  DATE: "date",
  DECIMAL: "numeric",
  JSON: "json",
  TIME: "time",
  TIMESTAMP: "timestamp",
  UUID: "uuid",
} as const;

/** The type that a parameter is bound as. Without a hint, a string is `text`, and so is a null. */
export function postgresType({ value, typeHint }: SqlParameter): string {
  if (typeHint) return hintedTypes[typeHint];
  if ("longValue" in value) return "bigint";
  if ("doubleValue" in value) return "double precision";
  if ("booleanValue" in value) return "boolean";
  if ("blobValue" in value) return "bytea";
  return "text";
}

/** Converts a parameter's value for node-postgres. */
export function postgresValue({ value }: SqlParameter): unknown {
  if ("isNull" in value) return null;
  if ("blobValue" in value) return Buffer.from(value.blobValue, "base64");
  const [member] = Object.values(value);
  return typeof member === "number" ? String(member) : member;
}

const longTypes = new Set(["int2", "int4", "int8", "oid"]);
const doubleTypes = new Set(["float4", "float8"]);

/** Converts a result's value from PostgreSQL's text format. */
export function resultField(text: string | null, typeName: string): object {
  if (text === null) return { isNull: true };
  if (longTypes.has(typeName)) return { longValue: Number(text) };
  if (doubleTypes.has(typeName)) {
    const number = Number(text);
    return { doubleValue: Number.isFinite(number) ? number : text };
  }
  if (typeName === "bool") return { booleanValue: text === "t" };
  if (typeName === "bytea") return { blobValue: Buffer.from(text.slice(2), "hex").toString("base64") };
  // The session's time zone is UTC. AWS returns the time without a zone.
  if (typeName === "timestamptz") return { stringValue: text.replace(/\+00$/, "") };
  return { stringValue: text };
}
