/** The longest wait before the first retry, and before any retry, in milliseconds. */
export interface Backoff {
  first: number;
  most: number;
}

/**
 * Returns how long to wait after a number of failures: exponentially longer, with jitter over its second half, so that
 * clients that failed together do not return together.
 */
export function backoffMs({ first, most }: Backoff, failures: number): number {
  const ceiling = Math.min(most, first * 2 ** failures);
  return ceiling / 2 + (Math.random() * ceiling) / 2;
}

/** Returns how long to wait before a refused request is repeated: at least as long as the server asks for. */
export const retryMs = (
  { retryAfter = 0 }: { readonly retryAfter: number | undefined },
  backoff: Backoff,
  failures: number,
): number => retryAfter * 1_000 + backoffMs(backoff, failures);

/** Waits for a time in milliseconds. */
export const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(() => resolve(undefined), ms));
