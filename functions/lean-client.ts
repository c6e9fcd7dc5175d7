/**
 * What every AWS client on a hot path is made with: the SDK builds its chain of middleware once for each kind of
 * command, instead of once for each call, which is a quarter of what a call costs. Middleware must be added before
 * the first call.
 */
export const lean = { cacheMiddleware: true } as const;
