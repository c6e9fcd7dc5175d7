import * as z from "zod/mini";

/**
 * A part of an audience: the users whose id ends with a byte in this range. That byte is random in every version of
 * UUID.
 */
export const Slice = z.object({ from: z.int().check(z.minimum(0)), to: z.int().check(z.maximum(255)) });
export type Slice = z.infer<typeof Slice>;

/** The number of slices of a large audience: as many as one `SendMessageBatch` takes. */
const sliceCount = 10;

/** Divides the last bytes of user ids into slices of nearly the same size. */
export const slices: readonly Slice[] = Array.from({ length: sliceCount }, (_, at) => ({
  from: Math.ceil((at * 256) / sliceCount),
  to: Math.ceil(((at + 1) * 256) / sliceCount) - 1,
}));
