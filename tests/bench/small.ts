/**
 * Whether the benchmark runs with `--small`: every step once and briefly. `npm test` does so, because a benchmark that
 * no longer runs is a failing test. The numbers of a small run mean nothing.
 */
export const isSmall = process.argv.includes("--small");

/** Returns a number of seconds, people or repetitions: the full number, or that of a small run. */
export const sized = (whole: number, small: number): number => (isSmall ? small : whole);
