/** Milliseconds that an AWS client waits. */
export interface ClientTimes {
  /** For an answer, before the call counts as lost. */
  answer: number;
  /** For a connection. */
  connection: number;
}

/**
 * What every AWS client is made with. The SDK builds its chain of middleware once for each kind of command, instead
 * of once for each call, which is a quarter of what a call costs: middleware must be added before the first call.
 * Without `throwOnRequestTimeout`, it would only log that an answer takes too long, and go on waiting.
 */
export const clientSettings = ({ answer, connection }: ClientTimes) => ({
  cacheMiddleware: true,
  requestHandler: {
    requestTimeout: answer,
    connectionTimeout: connection,
    throwOnRequestTimeout: true,
  },
});
