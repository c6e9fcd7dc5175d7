import * as z from "zod/mini";

/**
 * How much of what has been written somebody has seen, where a deployment has readers: a text that the server makes and
 * that clients give back. Of two, the larger number says more.
 */
export const Position = z.string().check(z.regex(/^\d{1,19}$/, "invalid-position"));
export type Position = z.infer<typeof Position>;

/**
 * The header in which answers tell a position, and in which calls for history, lists and search give it back: what was
 * written before it, the answer has. Whoever never gives one is read to from the writer, and so misses nothing either.
 */
export const positionHeader = "chatflow-position";

/** What any frame of the server may carry beside what its type says. */
export const Positioned = z.object({ position: z.optional(Position) });
export type Positioned = z.infer<typeof Positioned>;
