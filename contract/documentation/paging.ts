import { limits } from "../limits.ts";

const { min, max, default: usual } = limits.page;

const limit = `The number of items on a page: ${min} to ${max}, by default ${usual}.`;
const cursor = "The `nextCursor` of the previous page.";

/** The parameters of a list that is paginated by cursor. */
export const paging = { cursor, limit };

/** The parameter that limits a page. */
export const pageSize = { limit };
