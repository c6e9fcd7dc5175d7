import { lookup } from "node:dns";
import { Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { AddressRefused, ResponseTooLarge } from "./failures.ts";
import { isPublicAddress } from "./public-address.ts";

export interface OutboundRequest {
  method: "GET" | "POST";
  headers?: Readonly<Record<string, string>>;
  body?: Buffer;
  /** Milliseconds from the lookup of the name to the end of the response. */
  timeoutMs: number;
  /**
   * Reads only this many bytes of a longer body, and none of one that the caller does not want. Without it, a body of
   * more than 64 KiB fails.
   */
  beginning?: { bytes: number; isWanted: (response: Omit<OutboundResponse, "body">) => boolean };
}

export interface OutboundResponse {
  /** The HTTP status. It may be 3xx, because redirects are never followed. */
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Buffer;
}

/** The maximum number of bytes in a response that is read to its end. */
const maxBytes = 64 * 1024;

/** Resolves a name, and refuses it if any of its addresses is not public. The connection uses the checked addresses. */
const lookUpPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error || !first) return callback(error ?? new AddressRefused("no-address"), "", 0);
    if (!addresses.every(({ address }) => isPublicAddress(address))) {
      return callback(new AddressRefused("not-public"), "", 0);
    }
    if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

const connections = { keepAlive: true, maxSockets: 20, maxTotalSockets: 200 };

/**
 * Calls addresses that users supply. Every call to such an address goes through this class, because the functions can
 * reach addresses that users must not: their own runtime, the metadata service, and the deployment's network.
 *
 * It connects only by HTTPS, on port 443 and to public addresses. It checks the addresses while it connects, so a name
 * cannot resolve to something else afterwards. It follows no redirects, and limits the time, the size of the response
 * and the number of connections.
 */
export class Outbound {
  readonly #trusted: ReadonlySet<string>;
  readonly #https = new HttpsAgent(connections);
  readonly #http = new HttpAgent(connections);

  /** @param trustedOrigins  origins that the operator exempts, such as a push service within their own network */
  constructor(trustedOrigins: readonly string[] = []) {
    this.#trusted = new Set(trustedOrigins);
  }

  /**
   * Sends a request, and reads its response.
   * @throws {AddressRefused} if the address is not allowed
   * @throws {ResponseTooLarge} if the response is longer than 64 KiB and the caller wants all of it
   * @throws the error of Node's `https` if the connection fails, or its `AbortError` after `timeoutMs`
   */
  async send(
    address: string,
    { method, headers, body, timeoutMs, beginning }: OutboundRequest,
  ): Promise<OutboundResponse> {
    const url = this.#check(address);
    const signal = AbortSignal.timeout(timeoutMs);
    const options = { method, signal, headers: { ...headers, "content-length": body?.length ?? 0 } };
    return new Promise((resolve, reject) => {
      const request = this.#trusted.has(url.origin)
        ? this.#requestTrusted(url, options)
        : httpsRequest(url, { ...options, agent: this.#https, lookup: lookUpPublic });
      request.on("error", reject);
      request.on("response", (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        const head = { status: response.statusCode ?? 0, headers: response.headers };
        const finish = () => resolve({ ...head, body: Buffer.concat(chunks).subarray(0, beginning?.bytes) });
        response.on("error", reject);
        response.on("end", finish);
        if (beginning && !beginning.isWanted(head)) {
          finish();
          response.destroy();
          return;
        }
        response.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
          chunks.push(chunk);
          if (beginning && bytes >= beginning.bytes) {
            finish();
            response.destroy();
          } else if (!beginning && bytes > maxBytes) response.destroy(new ResponseTooLarge());
        });
      });
      request.end(body);
    });
  }

  #requestTrusted(url: URL, options: object) {
    return url.protocol === "http:"
      ? httpRequest(url, { ...options, agent: this.#http })
      : httpsRequest(url, { ...options, agent: this.#https });
  }

  #check(address: string): URL {
    if (!URL.canParse(address)) throw new AddressRefused("not-a-url");
    const url = new URL(address);
    if (url.username || url.password) throw new AddressRefused("has-credentials");
    if (this.#trusted.has(url.origin)) return url;
    if (url.protocol !== "https:") throw new AddressRefused("not-https");
    if (url.port) throw new AddressRefused("not-port-443");
    // Node connects to a literal address without a lookup.
    const host = url.hostname.replace(/^\[|\]$/g, "");
    if (isIP(host) && !isPublicAddress(host)) throw new AddressRefused("not-public");
    return url;
  }
}
