import { useQuery } from "@tanstack/react-query";
import type { Download } from "../../../contract/files.ts";

/** How long before its end to stop using an address, in milliseconds. A download may begin a moment later. */
const marginMs = 30_000;

/** The time after which an address whose file does not load may be replaced. Its signer’s rights may have expired. */
const replaceableMs = 60_000;

const usableMs = (download: Download | undefined) => (download?.expiresIn ?? 0) * 1000 - marginMs;

/** The signed address of a file. */
export interface Address {
  url: string;
  /** Requests another address if this one has expired. Call it when the file does not load. */
  renew: () => void;
}

/**
 * Returns the signed address of a file, or undefined while it loads. The address changes only when a component that
 * appears, or a file that does not load, needs another one. A picture that has loaded needs none, and with a new
 * address the browser would load it again.
 */
export function useAddress(
  key: readonly string[],
  fetch: () => Promise<Download>,
  enabled = true,
): Address | undefined {
  const { data, dataUpdatedAt, refetch } = useQuery({
    queryKey: key,
    queryFn: fetch,
    enabled,
    staleTime: ({ state }) => usableMs(state.data),
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  if (!data) return undefined;
  return {
    url: data.url,
    renew: () => {
      if (Date.now() - dataUpdatedAt >= Math.min(usableMs(data), replaceableMs)) void refetch();
    },
  };
}
