import * as z from "zod/mini";

/**
 * When the server stored a change of the user's own state. Events and answers may arrive in another order, and the
 * latest change counts. Servers of earlier releases send none.
 */
export const changedAt = z.optional(z.iso.datetime());
