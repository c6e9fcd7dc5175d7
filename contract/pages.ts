import * as z from "zod/mini";
import { limits } from "./limits.ts";
import { queryInteger } from "./text.ts";

/** The `nextCursor` of the page before. */
export const Cursor = z.string().check(z.maxLength(200));

/** The number of items on a page, as a query parameter. */
export const PageLimit = queryInteger(limits.page.min, limits.page.max);

/** The query of a list that is paginated by cursor. */
export const PageQuery = z.object({ cursor: z.optional(Cursor), limit: z.optional(PageLimit) });
export type PageQuery = z.infer<typeof PageQuery>;

/** One page of a list. `nextCursor` is `null` on the last page. */
export const pageOf = <Item extends z.ZodMiniType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.nullable(z.string()) });
