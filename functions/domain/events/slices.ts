import * as z from "zod/mini";

/**
 * A part of an audience: the users whose id ends with a byte in this range. That byte is random in every version of
 * UUID.
 */
export const Slice = z.object({ from: z.int().check(z.minimum(0)), to: z.int().check(z.maximum(255)) });
export type Slice = z.infer<typeof Slice>;

/** The most slices that an audience has: as many as one `SendMessageBatch` takes. */
const mostSlices = 10;

/**
 * The people of a slice, unless that makes too many slices. Each slice costs a job and a statement, and one function
 * instance pushes to all of its connections.
 */
const peoplePerSlice = 100;

/**
 * Divides the last bytes of user ids into ranges of nearly the same size.
 *
 * @param people  the size of the audience. Without it, the audience is taken to be large
 */
export function slicesOf(people = Number.POSITIVE_INFINITY): Slice[] {
  const count = Math.min(mostSlices, Math.max(1, Math.ceil(people / peoplePerSlice)));
  return Array.from({ length: count }, (_, at) => ({
    from: Math.ceil((at * 256) / count),
    to: Math.ceil(((at + 1) * 256) / count) - 1,
  }));
}
