import { type RawBuilder, sql } from "kysely";

/** Counts the bytes of the text, reactions and files of the message with this alias. */
export const textBytes = (alias: RawBuilder<unknown>): RawBuilder<number> =>
  sql`(octet_length(${alias}.content) + octet_length(${alias}.reactions::text)
    + octet_length(${alias}.attachments::text))`;

/** Counts the bytes of the message with this alias towards its page. */
export const rowBytes = (alias: RawBuilder<unknown>): RawBuilder<number> =>
  sql`(${textBytes(alias)} + coalesce(octet_length(${alias}.previews::text), 0)
    + coalesce(octet_length(${alias}.poll::text), 0) + coalesce(octet_length(${alias}.mentioned_users::text), 0))`;
