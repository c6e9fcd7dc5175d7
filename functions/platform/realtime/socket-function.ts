import type { APIGatewayProxyResultV2, APIGatewayProxyWebsocketEventV2WithRequestContext } from "aws-lambda";
import * as z from "zod/mini";
import { ConnectionId, UserId } from "../../../contract/ids.ts";
import { parse, parseJson } from "../problems/parse.ts";
import { toProblem } from "../problems/to-problem.ts";

/** What the WebSocket API tells on each of its events. */
const Route = z.object({ connectionId: ConnectionId, routeKey: z.string(), requestId: z.string() });

/** What it tells of the person, from the authorizer. */
const Context = z.object({ connectionId: ConnectionId, authorizer: z.object({ principalId: UserId }) });

type RequestContext = APIGatewayProxyWebsocketEventV2WithRequestContext<unknown>["requestContext"];
export type SocketEvent = Omit<APIGatewayProxyWebsocketEventV2WithRequestContext<RequestContext>, "body"> & {
  body?: string | undefined;
  headers?: Record<string, string | undefined>;
};

/** The connection a frame came over, and whose it is. */
export interface Connection {
  connectionId: ConnectionId;
  userId: UserId;
}

/** Returns the frame to answer with, if there is one. */
export type FrameHandler = (body: unknown, connection: Connection) => Promise<object | undefined>;

/** A handler of one action, which parses the frame by its schema. */
export function action<S extends z.ZodMiniType>(
  schema: S,
  handle: (frame: z.output<S>, connection: Connection) => Promise<object | undefined>,
): FrameHandler {
  return (body, connection) => handle(parse(schema, body), connection);
}

const RequestId = z.object({ requestId: z.string().check(z.maxLength(128)) });

/** The frame that reports a refusal, with the request's id if the frame had one. */
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
  return { connectionId, userId: authorizer.principalId };
}

/**
 * Answers one frame; whatever is thrown becomes an error frame, and the connection stays open.
 * @param admit  throws when the connection sends too fast
 */
export async function answerFrame(
  event: SocketEvent,
  handle: FrameHandler,
  admit: (connectionId: ConnectionId) => void,
): Promise<APIGatewayProxyResultV2> {
  const connection = connectionOf(event);
  let body: unknown;
  try {
    body = parseJson(event.body ?? null);
    admit(connection.connectionId);
    return answer(await handle(body, connection));
  } catch (error) {
    return answer(errorFrame(error, body));
  }
}
