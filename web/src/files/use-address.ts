import { useQuery } from "@tanstack/react-query";
import type { Download } from "../../../contract/files.ts";

/** Less than an address is good for; what it leads to does not change, and the browser keeps that. */
const keptMs = 10 * 60_000;

/** The signed address of a file, once it is known. */
export function useAddress(
  key: readonly string[],
  fetch: () => Promise<Download>,
  enabled = true,
): string | undefined {
  const { data } = useQuery({ queryKey: key, queryFn: fetch, enabled, staleTime: keptMs, gcTime: keptMs });
  return data?.url;
}
