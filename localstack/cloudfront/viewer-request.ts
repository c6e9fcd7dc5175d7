import type { IncomingMessage } from "node:http";
import { runInNewContext } from "node:vm";
import * as z from "zod";
import { pathOf } from "../request-path.ts";
import { setHeader } from "./set-header.ts";

/** A header's name in lower case: any token (RFC 9110, section 5.6.2). */
const headerName = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;

/** The part of a viewer-request function's result that the local stack applies. */
const RewrittenRequest = z.object({
  uri: z.string(),
  headers: z.record(z.string().regex(headerName), z.object({ value: z.string() })),
});

/** The address of the viewer's connection. */
export const viewerAddress = (request: IncomingMessage) =>
  (request.socket.remoteAddress ?? "").replace(/^::ffff:/, "");

/**
 * Compiles a viewer-request function (CloudFront Functions). It may change the URI and add or replace headers.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html
 */
export function compileViewerRequest(code: string | undefined): (request: IncomingMessage) => void {
  if (!code) return () => {};
  const handler: unknown = runInNewContext(`${code};handler`);
  if (typeof handler !== "function") throw new Error("A CloudFront function has no handler");
  return (request) => {
    const uri = pathOf(request);
    const query = (request.url ?? "").slice(uri.length);
    const sent = Object.entries(request.headers).map(([name, value]) => [name, { value: String(value) }]);
    const event = {
      viewer: { ip: viewerAddress(request) },
      request: { method: request.method ?? "", uri, headers: Object.fromEntries(sent), querystring: {} },
    };
    const rewritten = RewrittenRequest.parse(handler(event));
    request.url = rewritten.uri + query;
    for (const [name, { value }] of Object.entries(rewritten.headers)) {
      if (String(request.headers[name]) !== value) setHeader(request, name, value);
    }
  };
}
