/**
 * How long a test waits for a condition, in milliseconds. Long, because CI may be four times slower than a developer's
 * machine, and the time only matters when a test fails.
 */
export const patienceMs = 90_000;
