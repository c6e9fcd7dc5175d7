import type { APIGatewayProxyEvent } from "aws-lambda";
import { CrossOrigin, UnsupportedMediaType } from "../problems/refusals.ts";
import { headerIn } from "./headers.ts";

/** Finds a header of the request. */
export const headerOf = (event: APIGatewayProxyEvent, name: string): string | undefined =>
  headerIn(event.headers, name);

/** A request to the REST API, or to open a WebSocket. */
interface FromViewer {
  headers?: Readonly<Record<string, string | undefined>> | null;
  requestContext: { identity: { sourceIp: string } };
}

/** The viewer's address, from the edge (`infra/edge/viewer.js`). Without an edge, the address of the connection. */
export const addressOf = ({ headers, requestContext }: FromViewer): string =>
  headerIn(headers, "X-Viewer-Address") ?? requestContext.identity.sourceIp;

/** Returns the host of an `Origin` header. An opaque origin (`null`) has none. */
const hostOf = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined;

/** Whether a browser sends the request on behalf of another origin's page. Programs send none of the headers. */
function isCrossOrigin(event: APIGatewayProxyEvent): boolean {
  const site = headerOf(event, "Sec-Fetch-Site");
  if (site !== undefined) return site !== "same-origin" && site !== "none";
  const [origin, host] = [headerOf(event, "Origin"), headerOf(event, "X-Viewer-Host")];
  return origin !== undefined && host !== undefined && hostOf(origin) !== host;
}

/**
 * Refuses requests that a page of another origin could cause in a victim's browser, such as signing the victim in to
 * the attacker's account. Forms cannot send JSON, and scripts can do so only after a preflight that this API never
 * answers.
 *
 * @throws {CrossOrigin | UnsupportedMediaType}
 */
export function requireOwnPage(event: APIGatewayProxyEvent): void {
  if (isCrossOrigin(event)) throw new CrossOrigin();
  const type = headerOf(event, "Content-Type")?.split(";")[0]?.trim().toLowerCase();
  if (event.body && type !== "application/json") throw new UnsupportedMediaType();
}
