import * as z from "zod/mini";

const text = z.string().check(z.minLength(1));

/** The environment of a function that uses the Data API. */
export const DataApiSettings = z.object({
  DATABASE_ARN: text,
  DATABASE_SECRET_ARN: text,
  DATABASE_NAME: text,
});
export type DataApiSettings = z.infer<typeof DataApiSettings>;

/** `HOST:PORT` */
const Endpoint = z.string().check(z.regex(/^[^:]+:\d+$/));

/** The environment of a function that connects through RDS Proxy. */
export const PoolSettings = z.object({
  DATABASE_ENDPOINT: Endpoint,
  DATABASE_READER_ENDPOINT: Endpoint,
  DATABASE_USER: text,
  DATABASE_NAME: text,
  AWS_REGION: text,
});
export type PoolSettings = z.infer<typeof PoolSettings>;

export type DatabaseSettings = DataApiSettings | PoolSettings;
