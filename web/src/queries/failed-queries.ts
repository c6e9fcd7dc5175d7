/** The parts of a query's result that concern its failure. */
export interface FailedQuery {
  /** Why the query has failed, or null. */
  error: unknown;
  refetch: () => Promise<unknown>;
}

/** Returns several queries as one. It has failed if one of them has, and `refetch` repeats all that have failed. */
export function asOneQuery(queries: readonly FailedQuery[]): FailedQuery {
  const failed = queries.filter(({ error }) => error);
  return {
    error: failed[0]?.error ?? null,
    refetch: () => Promise.all(failed.map(({ refetch }) => refetch())),
  };
}
