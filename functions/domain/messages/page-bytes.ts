import { type RawBuilder, sql } from "kysely";

/**
 * Bytes of text in a page of messages. A result of the Data API is at most 1 MiB, and JSON may write one byte as
 * six. The first message of a page is always in it, however long.
 */
export const pageBytes = 160 * 1024;

/** What a message, under this alias, counts for in a page. */
export const rowBytes = (alias: RawBuilder<unknown>): RawBuilder<number> =>
  sql`(octet_length(${alias}.content) + octet_length(${alias}.reactions::text)
    + octet_length(${alias}.attachments::text))`;
