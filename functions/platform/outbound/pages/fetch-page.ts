import { AddressRefused } from "../failures.ts";
import type { HostBreakers } from "../host-breakers.ts";
import type { Outbound, OutboundResponse } from "../outbound.ts";
import { type PageHead, readPageHead } from "./page-head.ts";
import { pageText } from "./page-text.ts";

export interface PageFetcher {
  outbound: Outbound;
  breakers: HostBreakers;
  /** Introduces this deployment to the sites. */
  userAgent: string;
}

/** The time for a page with all its redirects, in milliseconds. */
const totalMs = 8_000;

const maxRedirects = 3;

/** The bytes of a page to read. Heads are at its beginning. */
const beginning = 256 * 1024;

/** The longest address that a redirect may lead to. */
const longestAddress = 2_000;

const headerOf = ({ headers }: Pick<OutboundResponse, "headers">, name: string): string =>
  [headers[name]].flat()[0] ?? "";

const isHtml = (response: Pick<OutboundResponse, "headers">) =>
  /^\s*(text\/html|application\/xhtml\+xml)\s*(;|$)/i.test(headerOf(response, "content-type"));

/** Whether the body is not compressed, as requested. A compressed page is not read, since it could grow without limit. */
const isPlain = (response: Pick<OutboundResponse, "headers">) =>
  /^\s*(identity\s*)?$/i.test(headerOf(response, "content-encoding"));

const isRedirect = (status: number) => [301, 302, 303, 307, 308].includes(status);

/**
 * Fetches a page and reads its head. Each address on the way must be one that `Outbound` allows.
 *
 * @returns undefined if the address has no page: it is refused, leads to no HTML, or redirects too often
 * @throws if the host does not answer
 */
export async function fetchPage(
  { outbound, breakers, userAgent }: PageFetcher,
  address: string,
): Promise<PageHead | undefined> {
  const until = Date.now() + totalMs;
  let url = address;
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const timeoutMs = until - Date.now();
    if (timeoutMs <= 0) return undefined;
    const response = await breakers
      .run(new URL(url).host, () =>
        outbound.send(url, {
          method: "GET",
          headers: {
            accept: "text/html, application/xhtml+xml",
            "accept-encoding": "identity",
            "user-agent": userAgent,
          },
          timeoutMs,
          beginning: {
            bytes: beginning,
            isWanted: (head) => head.status === 200 && isHtml(head) && isPlain(head),
          },
        }),
      )
      .catch((error: unknown) => {
        if (error instanceof AddressRefused) return undefined;
        throw error;
      });
    if (!response) return undefined;
    const location = headerOf(response, "location");
    if (isRedirect(response.status) && location !== "" && location.length <= longestAddress) {
      if (!URL.canParse(location, url)) return undefined;
      url = new URL(location, url).href;
      continue;
    }
    return response.status === 200 && response.body.length > 0
      ? readPageHead(pageText(response.body, headerOf(response, "content-type")))
      : undefined;
  }
  return undefined;
}
