import { connect } from "../platform/database/connect.ts";
import type { Database as AnyDatabase, Reads as AnyReads } from "../platform/database/database.ts";
import type { ConnectOptions, DatabaseSettings } from "../platform/database/settings.ts";
import type { Schema } from "./schema.ts";

/** The platform's database, with ChatFlow's tables. */
export type Database = AnyDatabase<Schema>;
export type Reads = AnyReads<Schema>;

/** Connects once per function instance. See `connect` in `platform/database`. */
export const connectDatabase = (settings: DatabaseSettings, options: ConnectOptions): Promise<Database> =>
  connect<Schema>(settings, options);
