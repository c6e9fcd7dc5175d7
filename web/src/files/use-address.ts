import { useQuery } from "@tanstack/react-query";
import type { Download } from "../../../contract/files.ts";

/** How long to reuse an address: less than its signature is valid. The browser caches the file, which never changes. */
const keptMs = 10 * 60_000;

/** Returns the signed address of a file, or undefined while it loads. */
export function useAddress(
  key: readonly string[],
  fetch: () => Promise<Download>,
  enabled = true,
): string | undefined {
  const { data } = useQuery({ queryKey: key, queryFn: fetch, enabled, staleTime: keptMs, gcTime: keptMs });
  return data?.url;
}
