import { ServiceError } from "../service-error.ts";

/** A PostgreSQL type, as `pg_type` describes it. */
export interface PostgresType {
  /** `typname`. An array's name is its element's name after an underscore. */
  name: string;
  isEnum: boolean;
}

/**
 * The result types that AWS lists for Aurora PostgreSQL, by PostgreSQL's own names (Aurora User Guide, "Amazon RDS Data
 * API operations reference"). That list omits `timestamptz`, which the Data API converts to UTC.
 */
const scalarTypes = new Set([
  "bool",
  "bpchar",
  "bytea",
  "cidr",
  "date",
  "float4",
  "float8",
  "inet",
  "int2",
  "int4",
  "int8",
  "json",
  "jsonb",
  "name",
  "numeric",
  "text",
  "time",
  "timestamp",
  "timestamptz",
  "uuid",
  "varchar",
  "vector",
]);

const arrayTypes = new Set([
  "_bit",
  "_bool",
  "_bpchar",
  "_date",
  "_float4",
  "_float8",
  "_int2",
  "_int4",
  "_int8",
  "_json",
  "_name",
  "_numeric",
  "_text",
  "_time",
  "_timestamp",
  "_uuid",
  "_varchar",
]);

/** Whether the Data API returns this type as an array. */
export const isArrayType = ({ name }: PostgresType): boolean => arrayTypes.has(name);

/** AWS refuses a result with any other type, even without rows. @throws {ServiceError} */
export function requireSupported(types: readonly PostgresType[]): void {
  for (const type of types) {
    if (type.isEnum || scalarTypes.has(type.name) || isArrayType(type)) continue;
    const message = `The result contains the unsupported data type ${type.name}.`;
    throw new ServiceError(400, "UnsupportedResultException", message);
  }
}
