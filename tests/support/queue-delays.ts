/**
 * Queued jobs of test stacks wait a quarter of their time: presence settles in under 4 seconds instead of 15, and the
 * first retry comes after half a second. Reconnects, which must be faster than presence, still have seconds to spare.
 */
export const queueDelayScale = 0.25;
