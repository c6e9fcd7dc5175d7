import { useQuery } from "@tanstack/react-query";
import type { Download } from "../../../contract/files.ts";

/** Shorter than a signed address is valid. The browser caches the file itself, which never changes. */
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
