import * as z from "zod/mini";
import type { Caller } from "./retries.ts";

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

export interface ConnectOptions {
  /** The caller of the statements, which determines how long they are retried. */
  caller: Caller;
  /**
   * Milliseconds after which a statement's answer counts as lost. The Data API itself ends a statement after 45
   * seconds, which is too long for a request.
   */
  answerMs?: number;
}
