import * as z from "zod/mini";

/**
 * A database position: a point in the writer's history. The server makes it, in deployments with readers, and clients
 * send it back. Of two positions, the larger number is the later one.
 */
export const Position = z.string().check(z.regex(/^\d{1,19}$/, "invalid-position"));
export type Position = z.infer<typeof Position>;

/**
 * The header for positions. Answers carry one. Requests for history, lists and search return the largest one that the
 * client has seen, and the answer then includes everything written up to it. Requests without a position go to the
 * writer, which has everything.
 */
export const positionHeader = "chatflow-position";

/** A field that any frame from the server may have, whatever its type. */
export const Positioned = z.object({ position: z.optional(Position) });
export type Positioned = z.infer<typeof Positioned>;
