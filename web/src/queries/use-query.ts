import {
  type UseQueryOptions,
  type UseQueryResult,
  // biome-ignore lint/style/noRestrictedImports: the place where the hook gets its client
  useQuery as useQueryOfClient,
} from "@tanstack/react-query";
import { queryClient } from "./query-client.ts";

/** TanStack's `useQuery`. A provider at the top would load the library before the page shows anything. */
export const useQuery = <Answer>(options: UseQueryOptions<Answer>): UseQueryResult<Answer> =>
  useQueryOfClient(options, queryClient);
