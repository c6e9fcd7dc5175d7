import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import * as z from "zod/mini";
import { SessionId, UserId } from "../../../contract/ids.ts";
import type { Language } from "../../../contract/languages.ts";
import { Position, positionHeader } from "../../../contract/position.ts";
import { type Problem, problemMediaType } from "../../../contract/problem.ts";
import type { Route } from "../../../contract/route.ts";
import { type RouteName, routes } from "../../../contract/routes.ts";
import { dataPolicy, securityHeaders } from "../../../contract/security-headers.ts";
import { currentPosition } from "../database/current-position.ts";
import type { Positions } from "../database/database.ts";
import { type Correlation, correlated, isCorrelationId } from "../observability/correlation.ts";
import { logAccess } from "../observability/log.ts";
import { parse, parseJson } from "../problems/parse.ts";
import { NotSignedIn, RouteNotFound } from "../problems/refusals.ts";
import { toProblem } from "../problems/to-problem.ts";
import { preferredLanguage } from "./preferred-language.ts";
import { addressOf, headerOf, requireOwnPage } from "./viewer.ts";

type Parsed<S> = S extends z.ZodMiniType ? z.output<S> : undefined;
type Field<R, K extends string> = R extends Record<K, infer S> ? Parsed<S> : undefined;

/** The sender of a request. */
export interface Requester {
  userAgent: string | undefined;
  /** The viewer's IP address. */
  address: string;
  cookies: Readonly<Record<string, string>>;
}

/** A request with the parsed parts that its route declares. Only routes that need a token have a `userId`. */
export interface RouteRequest<R extends Route> extends Requester {
  params: Field<R, "params">;
  query: Field<R, "query">;
  body: Field<R, "body">;
  userId: R["access"] extends "signed-in" ? UserId : undefined;
  /** The session of the access token. */
  sessionId: R["access"] extends "signed-in" ? SessionId : undefined;
  /** The caller's preferred language, for e-mails. */
  language: Language;
  /** The database position that the caller has seen, if the caller sent one and the route reads by position. */
  since: Position | undefined;
}

/**
 * A successful response, with one of the statuses that the route declares. A `body` that is a string is sent as it is.
 */
export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** `Set-Cookie` headers. */
  cookies?: readonly string[];
}

/** Responds with 200 and a body. */
export const ok = (body: unknown): Answer => ({ status: 200, body });

/** Handles a request of one route. It may throw a refusal. */
export type RouteHandler<R extends Route> = (request: RouteRequest<R>) => Promise<Answer> | Answer;

/** A handler for each of the named routes. */
export type Handlers<N extends RouteName> = { readonly [name in N]: RouteHandler<(typeof routes)[name]> };

/** The user and the session of an access token. */
export interface Caller {
  userId: UserId;
  sessionId: SessionId;
}

/** The authorizer's context (`functions/handlers/authorizer`). `expiresAt` is in seconds since 1970. */
const AuthorizerContext = z.object({
  principalId: UserId,
  sessionId: SessionId,
  expiresAt: z.coerce.number(),
});

/** @throws {NotSignedIn} also for a token that expired while API Gateway cached the authorizer's result */
function callerOf(event: APIGatewayProxyEvent): Caller {
  const context = AuthorizerContext.safeParse(event.requestContext.authorizer);
  if (!context.success || context.data.expiresAt * 1000 < Date.now()) throw new NotSignedIn();
  return { userId: context.data.principalId, sessionId: context.data.sessionId };
}

const PositionHeaders = z.object({ [positionHeader]: z.optional(Position) });

function positionOf(event: APIGatewayProxyEvent): Position | undefined {
  const sent = headerOf(event, "Chatflow-Position");
  return parse(PositionHeaders, { [positionHeader]: sent })[positionHeader];
}

async function positionHeaders(db: Positions): Promise<Record<string, string>> {
  const { position } = await currentPosition(db);
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

/** Headers of every response, which a route may replace. */
const commonHeaders = {
  ...securityHeaders,
  "content-security-policy": dataPolicy,
  "cache-control": "no-store",
};

/** A problem document as an API Gateway response. */
function problemResult(problem: Problem): APIGatewayProxyResult {
  return {
    statusCode: problem.status,
    headers: {
      ...commonHeaders,
      "content-type": problemMediaType,
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
      ...commonHeaders,
      ...(answer.body !== undefined && !isText && { "content-type": "application/json" }),
      ...answer.headers,
    },
    ...(answer.cookies && { multiValueHeaders: { "set-cookie": [...answer.cookies] } }),
    body: answer.body === undefined ? "" : isText ? String(answer.body) : JSON.stringify(answer.body),
  };
}

/** Parses the parts of an event that a route declares. */
function requestOf<R extends Route>(route: R, event: APIGatewayProxyEvent): RouteRequest<R> {
  const caller = route.access === "signed-in" ? callerOf(event) : undefined;
  const request = {
    params: route.params && parse(route.params, event.pathParameters ?? {}),
    query: route.query && parse(route.query, event.queryStringParameters ?? {}),
    body: route.body && parse(route.body, parseJson(bodyOf(event))),
    userId: caller?.userId,
    sessionId: caller?.sessionId,
    userAgent: headerOf(event, "User-Agent"),
    address: addressOf(event),
    language: preferredLanguage(headerOf(event, "Accept-Language")),
    cookies: cookiesOf(event),
    since: route.isByPosition && positionOf(event),
  };
  // TypeScript cannot relate values to types that depend on a type parameter. This is the only such cast.
  return request as RouteRequest<R>;
}

type Serve = (event: APIGatewayProxyEvent) => Promise<Answer>;

/** Refuses the calls that an access token alone does not admit. */
export type Admit = (caller: Caller, route: RouteName) => Promise<void>;

/** Pairs a route with its handler, so that the compiler checks that the two fit. */
function serveRoute<R extends Route>(
  route: R,
  handle: RouteHandler<R>,
  admit: (caller: Caller) => Promise<void>,
): Serve {
  return async (event) => {
    if (route.access === "signed-in") await admit(callerOf(event));
    // A token in a header proves that our own page or a program sent the request. A cookie does not.
    else if (route.method !== "GET" && !route.isFromAnywhere) requireOwnPage(event);
    return handle(requestOf(route, event));
  };
}

/**
 * Makes the Lambda handler of a REST API function. It finds the route of each event, parses the parts that the route
 * declares, calls the route's handler, and maps the result or the error to a response.
 *
 * @param db        the database that the handlers write to. Each response carries its position.
 * @param handlers  one handler for each route that the function serves
 * @param admit     runs before each route that needs a token
 * @example
 * const handlers = { getUser: async ({ params }) => ok(await getUser(db, params.id)) };
 * export const handler = restFunction<"getUser">(db, handlers, ({ sessionId }) => sessions.require(sessionId));
 */
export function restFunction<N extends RouteName>(db: Positions, handlers: Handlers<N>, admit: Admit) {
  const serveByResource = new Map<string, Serve>();
  const add = <K extends N>(name: K) => {
    const { method, path }: Route = routes[name];
    serveByResource.set(
      `${method} ${path}`,
      serveRoute<(typeof routes)[K]>(routes[name], handlers[name], (caller) => admit(caller, name)),
    );
  };
  for (const name of Object.keys(handlers) as N[]) add(name);

  const respond = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    try {
      const serve = serveByResource.get(`${event.httpMethod} ${event.resource}`);
      if (!serve) throw new RouteNotFound();
      const answer = await serve(event);
      return result({ ...answer, headers: { ...(await positionHeaders(db)), ...answer.headers } });
    } catch (error) {
      return problemResult(toProblem(error));
    }
  };
  return (event: APIGatewayProxyEvent) =>
    correlated(correlationOf(event), async () => {
      const response = await respond(event);
      const { httpMethod: method, resource: route } = event;
      logAccess({ method, route, status: response.statusCode, address: addressOf(event) });
      return response;
    });
}
