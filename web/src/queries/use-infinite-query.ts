import {
  type InfiniteData,
  type QueryKey,
  type UseInfiniteQueryOptions,
  type UseInfiniteQueryResult,
  // biome-ignore lint/style/noRestrictedImports: the place where the hook gets its client
  useInfiniteQuery as useInfiniteQueryOfClient,
} from "@tanstack/react-query";
import { queryClient } from "./query-client.ts";

/** TanStack's `useInfiniteQuery`, with the page's client. */
export const useInfiniteQuery = <Page, Param>(
  options: UseInfiniteQueryOptions<Page, Error, InfiniteData<Page, Param>, QueryKey, Param>,
): UseInfiniteQueryResult<InfiniteData<Page, Param>> => useInfiniteQueryOfClient(options, queryClient);
