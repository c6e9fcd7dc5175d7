import { parse as parseArray } from "postgres-array";
import * as z from "zod";
import { ServiceError } from "../service-error.ts";
import { isArrayType, type PostgresType } from "./result-types.ts";

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

const longTypes = new Set(["int2", "int4", "int8"]);
const doubleTypes = new Set(["float4", "float8"]);

/** Writes a time like AWS: without a fraction if it is zero, otherwise with three or six digits. */
const withAwsFraction = (time: string): string =>
  time.replace(/\.(\d+)/, (_, digits: string) => {
    const micros = digits.padEnd(6, "0");
    return `.${micros.endsWith("000") ? micros.slice(0, 3) : micros}`;
  });

function doubleOf(text: string): number | string {
  const number = Number(text);
  return Number.isFinite(number) ? number : text;
}

function textOf(text: string, typeName: string): string {
  if (typeName === "time" || typeName === "timestamp") return withAwsFraction(text);
  // The session's time zone is UTC. AWS returns the time without a zone.
  if (typeName === "timestamptz") return withAwsFraction(text.replace(/\+00$/, ""));
  return text;
}

/** @throws {ServiceError} for an array of arrays */
function arrayField(text: string, elementType: string): object {
  const elements = parseArray(text, (element) => element);
  if (elements.some(Array.isArray)) {
    const message = "The result contains a multidimensional array.";
    throw new ServiceError(400, "UnsupportedResultException", message);
  }
  if (longTypes.has(elementType)) return { longValues: elements.map(Number) };
  if (doubleTypes.has(elementType)) return { doubleValues: elements.map(doubleOf) };
  if (elementType === "bool") return { booleanValues: elements.map((element) => element === "t") };
  return { stringValues: elements.map((element) => textOf(element, elementType)) };
}

/** Converts a result's value from PostgreSQL's text format. @throws {ServiceError} for an array of arrays */
export function resultField(text: string | null, type: PostgresType): object {
  if (text === null) return { isNull: true };
  if (isArrayType(type)) return { arrayValue: arrayField(text, type.name.slice(1)) };
  if (longTypes.has(type.name)) return { longValue: Number(text) };
  if (doubleTypes.has(type.name)) return { doubleValue: doubleOf(text) };
  if (type.name === "bool") return { booleanValue: text === "t" };
  if (type.name === "bytea") return { blobValue: Buffer.from(text.slice(2), "hex").toString("base64") };
  return { stringValue: textOf(text, type.name) };
}
