import { ApiGatewayManagementApiClient } from "@aws-sdk/client-apigatewaymanagementapi";
import type { APIGatewayProxyResultV2 } from "aws-lambda";
import {
  ReadFrame,
  SendMessageFrame,
  type ServerEvent,
  SyncFrame,
  subprotocol,
} from "../../contract/frames.ts";
import type { ConnectionId, ConversationId } from "../../contract/ids.ts";
import { databaseSettings } from "../configuration.ts";
import { addConnection, listConnections, removeConnection, removeGone } from "../connections/connections.ts";
import { push } from "../connections/push.ts";
import { connect } from "../database/database.ts";
import { markRead } from "../messages/read.ts";
import { connectionsPerSend, sendMessage } from "../messages/send.ts";
import { missedMessages } from "../messages/sync.ts";
import { Invalid } from "../refusals.ts";
import { offeredProtocols } from "./offered-protocols.ts";
import {
  action,
  answerFrame,
  connectionOf,
  type FrameHandler,
  routeOf,
  type SocketEvent,
} from "./socket-function.ts";

const db = connect(databaseSettings());
// Its endpoint is the WebSocket API's stage, from AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: see infra/.
const gateway = new ApiGatewayManagementApiClient({});

/** Pushes an event to everyone in a conversation, page by page, except to the connection that caused it. */
async function pushToConversation(
  conversationId: ConversationId,
  except: ConnectionId,
  event: ServerEvent,
  firstPage?: ConnectionId[],
): Promise<void> {
  let page = firstPage ?? (await listConnections(db, conversationId, connectionsPerSend));
  for (;;) {
    const gone = await push(
      gateway,
      page.filter((id) => id !== except),
      event,
    );
    if (gone.length > 0) await removeGone(db, gone);
    if (page.length < connectionsPerSend) return;
    page = await listConnections(db, conversationId, connectionsPerSend, page.at(-1));
  }
}

const actions: Readonly<Record<string, FrameHandler>> = {
  "message.send": action(SendMessageFrame, async ({ conversationId, requestId, ...draft }, sender) => {
    const { message, connectionIds } = await sendMessage(db, conversationId, sender.userId, draft);
    // Also for a repeated send: the first one may have died between its commit and its pushes.
    const created = { type: "message.created", message } as const;
    await pushToConversation(conversationId, sender.connectionId, created, connectionIds);
    return { type: "ack", requestId, message };
  }),
  read: action(ReadFrame, async ({ conversationId, requestId, seq }, reader) => {
    const position = await markRead(db, conversationId, reader.userId, seq);
    await pushToConversation(conversationId, reader.connectionId, {
      type: "read.updated",
      conversationId,
      userId: reader.userId,
      seq: position.lastReadSeq,
    });
    return { type: "ack", requestId, ...position };
  }),
  sync: action(SyncFrame, async ({ requestId, conversations }, { userId }) => ({
    type: "sync",
    requestId,
    ...(await missedMessages(db, userId, conversations)),
  })),
  ping: async () => ({ type: "pong" }),
};

/** `$default`: whatever names no action. */
const unknownAction: FrameHandler = async () => {
  const names = Object.keys(actions).join(", ");
  throw new Invalid([{ path: "action", message: `must be one of ${names}` }], "Unknown action.");
};

/** `$connect`: whoever gets here has a valid token; what is left is to agree on the protocol. */
async function open(event: SocketEvent): Promise<APIGatewayProxyResultV2> {
  if (!offeredProtocols(event.headers).includes(subprotocol)) return { statusCode: 400 };
  const { connectionId, userId } = connectionOf(event);
  await addConnection(db, connectionId, userId);
  return { statusCode: 200, headers: { "Sec-WebSocket-Protocol": subprotocol } };
}

/** Every event of the WebSocket API: opening, closing, and each frame by its `action`. */
export async function handler(event: SocketEvent): Promise<APIGatewayProxyResultV2> {
  const { routeKey, connectionId } = routeOf(event);
  switch (routeKey) {
    case "$connect":
      return open(event);
    case "$disconnect":
      await removeConnection(db, connectionId);
      return { statusCode: 200 };
    default:
      return answerFrame(event, actions[routeKey] ?? unknownAction);
  }
}
