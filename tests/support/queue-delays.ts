/**
 * In test stacks, queued jobs wait a quarter of the usual time: presence settles in under 4 seconds instead of 15, and
 * the first retry starts after half a second. Clients still have seconds to reconnect before presence settles.
 */
export const queueDelayScale = 0.25;
