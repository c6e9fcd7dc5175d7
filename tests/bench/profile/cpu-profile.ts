import * as z from "zod";

/** A CPU profile of V8, as `node --cpu-prof` writes it. Lines and columns count from 0. */
export const CpuProfile = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({
        functionName: z.string(),
        url: z.string(),
        lineNumber: z.number(),
        columnNumber: z.number(),
      }),
      children: z.array(z.number()).optional(),
    }),
  ),
  /** The node that ran at each sample. */
  samples: z.array(z.number()),
  /** Microseconds between the samples. */
  timeDeltas: z.array(z.number()),
});
export type CpuProfile = z.infer<typeof CpuProfile>;
export type CallFrame = CpuProfile["nodes"][number]["callFrame"];
