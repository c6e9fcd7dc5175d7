import * as z from "zod/mini";
import { limits } from "./limits.ts";
import { queryInteger } from "./text.ts";

/** The pattern of an id within a cursor. */
export const idInCursor = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

/** The pattern of a time within a cursor, in milliseconds. PostgreSQL does not read JavaScript's form of the year 10000. */
export const timeInCursor = "\\d{1,14}";

/** A cursor of a list that is sorted by a time and then by an id: `1764230400000_0192…`. */
export const timeCursor = new RegExp(`^${timeInCursor}_${idInCursor}$`);

/** The `nextCursor` of the previous page. The form of a cursor depends on the list. */
export const cursor = (pattern: RegExp) => z.string().check(z.regex(pattern, "invalid-cursor"));

/** The number of items on a page, as a query parameter. */
export const PageLimit = queryInteger(limits.page.min, limits.page.max);

/** The query of a list that is paginated by cursor. */
export const pageQuery = (pattern: RegExp) =>
  z.object({ cursor: z.optional(cursor(pattern)), limit: z.optional(PageLimit) });
export type PageQuery = z.infer<ReturnType<typeof pageQuery>>;

/** One page of a list. `nextCursor` is `null` on the last page. */
export const pageOf = <Item extends z.ZodMiniType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.nullable(z.string()) });
