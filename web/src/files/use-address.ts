import { useCallback, useRef, useSyncExternalStore } from "react";
import type { Download } from "../../../contract/files.ts";
import { reporter } from "../errors/reporter.ts";
import { keptAnswers } from "../session/kept-answers.ts";
import { Addresses } from "./addresses.ts";

const addresses = new Addresses({ report: (error) => reporter.report(error, "file address") });
keptAnswers.add(() => addresses.clear());
window.addEventListener("online", () => addresses.retryNow());

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
  key: string,
  request: () => Promise<Download>,
  enabled = true,
): Address | undefined {
  const latest = useRef(request);
  latest.current = request;
  const show = useCallback(
    (listener: () => void) => (enabled ? addresses.show(key, () => latest.current(), listener) : () => {}),
    [key, enabled],
  );
  const known = useSyncExternalStore(show, () => addresses.get(key));
  return known && { url: known.url, renew: () => addresses.renew(key) };
}
