/** Waits a random time between half of `ceilingMs` and all of it, so that callers that failed together retry apart. */
export const jitteredWait = (ceilingMs: number) =>
  new Promise((resolve) => setTimeout(resolve, ceilingMs / 2 + (Math.random() * ceilingMs) / 2));
