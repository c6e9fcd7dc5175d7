import type { APIGatewayProxyResultV2, APIGatewayProxyWebsocketEventV2WithRequestContext } from "aws-lambda";
import * as z from "zod/mini";
import { ConnectionId, SessionId, UserId } from "../../../contract/ids.ts";
import { addressOf } from "../http/viewer.ts";
import { logAccess } from "../observability/log.ts";
import { parse, parseJson } from "../problems/parse.ts";
import { toProblem } from "../problems/to-problem.ts";

/** The part of the request context that every event has. */
const Route = z.object({ connectionId: ConnectionId, routeKey: z.string(), requestId: z.string() });

/** The part that a line of the access log needs. The address is the edge's. */
const Opening = z.object({ routeKey: z.string(), identity: z.object({ sourceIp: z.string() }) });

/** The part of `$connect` and of frames, with the authorizer's result. */
const Context = z.object({
  connectionId: ConnectionId,
  authorizer: z.object({ principalId: UserId, sessionId: SessionId }),
});

/** The part of `$disconnect`. AWS does not document whether it has the authorizer's result, so anything else is no user. */
const Ending = z.object({
  connectionId: ConnectionId,
  authorizer: z.catch(z.optional(z.object({ principalId: UserId })), undefined),
});

type RequestContext = APIGatewayProxyWebsocketEventV2WithRequestContext<unknown>["requestContext"];
export type SocketEvent = Omit<APIGatewayProxyWebsocketEventV2WithRequestContext<RequestContext>, "body"> & {
  body?: string | undefined;
  headers?: Record<string, string | undefined>;
};

/** The connection that a frame arrived on, with its user and session. */
export interface Connection {
  connectionId: ConnectionId;
  userId: UserId;
  sessionId: SessionId;
}

/** Handles a frame. Returns the reply, or undefined for none. It may throw a refusal. */
export type FrameHandler = (body: unknown, connection: Connection) => Promise<object | undefined>;

/** Makes the handler of one action, which parses the frame with a schema. */
export function action<S extends z.ZodMiniType>(
  schema: S,
  handle: (frame: z.output<S>, connection: Connection) => Promise<object | undefined>,
): FrameHandler {
  return (body, connection) => handle(parse(schema, body), connection);
}

const RequestId = z.object({ requestId: z.string().check(z.maxLength(128)) });

/** Makes the error frame, with the request's id if the frame had one. */
function errorFrame(error: unknown, body: unknown): object {
  const request = RequestId.safeParse(body);
  return { type: "error", ...(request.success && request.data), problem: toProblem(error) };
}

const answer = (frame: object | undefined): APIGatewayProxyResultV2 => ({
  statusCode: 200,
  ...(frame && { body: JSON.stringify(frame) }),
});

export const routeOf = (event: SocketEvent) => Route.parse(event.requestContext);

export function connectionOf(event: SocketEvent): Connection {
  const { connectionId, authorizer } = Context.parse(event.requestContext);
  return { connectionId, userId: authorizer.principalId, sessionId: authorizer.sessionId };
}

/** The connection that `$disconnect` reports, with its user if the event names them. */
export function endingOf(event: SocketEvent): { connectionId: ConnectionId; userId: UserId | undefined } {
  const { connectionId, authorizer } = Ending.parse(event.requestContext);
  return { connectionId, userId: authorizer?.principalId };
}

/** Logs the outcome of `$connect` with the viewer's address. */
export function logConnect(
  { headers, requestContext }: Pick<SocketEvent, "headers"> & { requestContext: unknown },
  status: number,
): void {
  const { routeKey, identity } = Opening.parse(requestContext);
  const address = addressOf({ headers, requestContext: { identity } });
  logAccess({ method: "GET", route: routeKey, status, address });
}

/**
 * Handles one frame. An error becomes an error frame, and the connection stays open.
 *
 * @param admit  throws {@link RateLimited} when the connection sends too many frames
 */
export async function answerFrame(
  event: SocketEvent,
  handle: FrameHandler,
  admit: (connection: Connection) => void,
): Promise<APIGatewayProxyResultV2> {
  const connection = connectionOf(event);
  let body: unknown;
  try {
    body = parseJson(event.body ?? null);
    admit(connection);
    return answer(await handle(body, connection));
  } catch (error) {
    return answer(errorFrame(error, body));
  }
}
