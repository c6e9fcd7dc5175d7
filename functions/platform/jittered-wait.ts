/** Waits between half of `ceilingMs` and all of it, at random, so that those who failed together do not return together. */
export const jitteredWait = (ceilingMs: number) =>
  new Promise((resolve) => setTimeout(resolve, ceilingMs / 2 + (Math.random() * ceilingMs) / 2));
