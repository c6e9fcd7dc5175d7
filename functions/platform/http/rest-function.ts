import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import * as z from "zod/mini";
import { UserId } from "../../../contract/ids.ts";
import type { Language } from "../../../contract/languages.ts";
import { Position, positionHeader } from "../../../contract/position.ts";
import { type Problem, problemMediaType } from "../../../contract/problem.ts";
import type { Route } from "../../../contract/route.ts";
import { type RouteName, routes } from "../../../contract/routes.ts";
import type { Positions } from "../database/database.ts";
import { toldPosition } from "../database/told-position.ts";
import { type Correlation, correlated, isCorrelationId } from "../observability/correlation.ts";
import { parse, parseJson } from "../problems/parse.ts";
import { NotSignedIn, RouteNotFound } from "../problems/refusals.ts";
import { toProblem } from "../problems/to-problem.ts";
import { preferredLanguage } from "./preferred-language.ts";

type Parsed<S> = S extends z.ZodMiniType ? z.output<S> : undefined;
type Field<R, K extends string> = R extends Record<K, infer S> ? Parsed<S> : undefined;

/** A call with everything that its route declares, parsed; `userId` only where a token is needed. */
export interface Call<R extends Route> {
  params: Field<R, "params">;
  query: Field<R, "query">;
  body: Field<R, "body">;
  userId: R["access"] extends "signed-in" ? UserId : undefined;
  /** The signed-in device that calls. */
  sessionId: R["access"] extends "signed-in" ? string : undefined;
  userAgent: string | undefined;
  /** In which to write to the caller. */
  language: Language;
  cookies: Readonly<Record<string, string>>;
  /** What the caller has seen, as far as they say; only where the route takes it. */
  since: Position | undefined;
}

/** A successful answer: one of the statuses that the route declares. */
export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });

export type Handlers<N extends RouteName> = {
  readonly [name in N]: (call: Call<(typeof routes)[name]>) => Promise<Answer> | Answer;
};

/** What the authorizer says of the caller (`functions/handlers/authorizer`). */
const AuthorizerContext = z.object({
  principalId: UserId,
  sessionId: z.string(),
  expiresAt: z.coerce.number(),
});

/** @throws NotSignedIn  also when the token expired while the authorizer's answer was cached */
function callerOf(event: APIGatewayProxyEvent): { userId: UserId; sessionId: string } {
  const context = AuthorizerContext.safeParse(event.requestContext.authorizer);
  if (!context.success || context.data.expiresAt * 1000 < Date.now()) throw new NotSignedIn();
  return { userId: context.data.principalId, sessionId: context.data.sessionId };
}

/** A header of the request; over HTTP/2 its name comes in lower case. */
const headerOf = (event: APIGatewayProxyEvent, name: string): string | undefined =>
  event.headers[name] ?? event.headers[name.toLowerCase()];

const PositionHeaders = z.object({ [positionHeader]: z.optional(Position) });

function positionOf(event: APIGatewayProxyEvent): Position | undefined {
  const sent = headerOf(event, "Chatflow-Position");
  return parse(PositionHeaders, { [positionHeader]: sent })[positionHeader];
}

async function positionHeaders(db: Positions): Promise<Record<string, string>> {
  const { position } = await toldPosition(db);
  return position === undefined ? {} : { [positionHeader]: position };
}

function correlationOf(event: APIGatewayProxyEvent): Correlation {
  const { requestId } = event.requestContext;
  const sent = headerOf(event, "X-Correlation-Id");
  return { correlationId: isCorrelationId(sent) ? sent : requestId, requestId };
}

function cookiesOf(event: APIGatewayProxyEvent): Record<string, string> {
  const header = headerOf(event, "Cookie") ?? "";
  return Object.fromEntries(
    header.split("; ").flatMap((pair) => {
      const at = pair.indexOf("=");
      return at > 0 ? [[pair.slice(0, at), pair.slice(at + 1)]] : [];
    }),
  );
}

function bodyOf(event: APIGatewayProxyEvent): string | null {
  return event.isBase64Encoded && event.body ? Buffer.from(event.body, "base64").toString() : event.body;
}

/** A problem document as API Gateway takes it. */
function problemResult(problem: Problem): APIGatewayProxyResult {
  return {
    statusCode: problem.status,
    headers: {
      "content-type": problemMediaType,
      "cache-control": "no-store",
      ...(problem.retryAfter !== undefined && { "retry-after": String(problem.retryAfter) }),
    },
    body: JSON.stringify(problem),
  };
}

function result(answer: Answer): APIGatewayProxyResult {
  const isText = typeof answer.body === "string";
  return {
    statusCode: answer.status,
    headers: {
      ...(answer.body !== undefined && !isText && { "content-type": "application/json" }),
      "cache-control": "no-store",
      ...answer.headers,
    },
    body: answer.body === undefined ? "" : isText ? String(answer.body) : JSON.stringify(answer.body),
  };
}

/**
 * A Lambda handler for REST API proxy events that serves the named routes: finds the route, parses what it
 * declares, calls its handler, and turns what that returns or throws into a response.
 * @param db  what the handlers write to
 */
export function restFunction<N extends RouteName>(db: Positions, handlers: Handlers<N>) {
  const byResource = new Map<
    string,
    { route: Route; handle: (call: Call<Route>) => Promise<Answer> | Answer }
  >();
  for (const name of Object.keys(handlers) as N[]) {
    const route: Route = routes[name];
    // The schemas of the route made the call: this is the one place where they are matched by name.
    byResource.set(`${route.method} ${route.path}`, { route, handle: handlers[name] as never });
  }
  const serve = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    try {
      const served = byResource.get(`${event.httpMethod} ${event.resource}`);
      if (!served) throw new RouteNotFound();
      const { route, handle } = served;
      const caller = route.access === "signed-in" ? callerOf(event) : undefined;
      const call = {
        params: route.params && parse(route.params, event.pathParameters ?? {}),
        query: route.query && parse(route.query, event.queryStringParameters ?? {}),
        body: route.body && parse(route.body, parseJson(bodyOf(event))),
        userId: caller?.userId,
        sessionId: caller?.sessionId,
        userAgent: headerOf(event, "User-Agent"),
        language: preferredLanguage(headerOf(event, "Accept-Language")),
        cookies: cookiesOf(event),
        since: route.isByPosition && positionOf(event),
      };
      const answer = await handle(call as Call<Route>);
      return result({ ...answer, headers: { ...(await positionHeaders(db)), ...answer.headers } });
    } catch (error) {
      return problemResult(toProblem(error));
    }
  };
  return (event: APIGatewayProxyEvent) => correlated(correlationOf(event), () => serve(event));
}
