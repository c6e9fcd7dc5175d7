import type { APIGatewayProxyResultV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { limits } from "../../../contract/limits.ts";
import { SendMessageFrame } from "../../../contract/messages.ts";
import { ReadFrame } from "../../../contract/read-positions.ts";
import { SyncFrame } from "../../../contract/sync.ts";
import { TypingFrame } from "../../../contract/typing.ts";
import { subprotocol } from "../../../contract/web-socket.ts";
import { uploadedFiles } from "../../domain/attachments/uploads.ts";
import { addConnection, listenersOf } from "../../domain/connections/connections.ts";
import { ConversationNotFound } from "../../domain/conversations/refusals.ts";
import { connectDatabase } from "../../domain/database.ts";
import { announceOnline } from "../../domain/events/announce-online.ts";
import type { DeliveryJob } from "../../domain/events/delivery-job.ts";
import { type Ending, endConnection, queueEndOfConnection } from "../../domain/events/end-connection.ts";
import { announceNow, directPushes } from "../../domain/events/fan-out.ts";
import type { LinkPreviewJob } from "../../domain/link-previews/link-preview-job.ts";
import { queueLinkPreviews } from "../../domain/link-previews/queue-link-previews.ts";
import { MailRequests } from "../../domain/mail/mail-requests.ts";
import type { ReadJob } from "../../domain/messages/read-job.ts";
import { sendMessage } from "../../domain/messages/send.ts";
import { missed } from "../../domain/messages/sync.ts";
import { notifyAbsent } from "../../domain/notifications/notify-absent.ts";
import type { WebPushJob } from "../../domain/notifications/web-push-job.ts";
import { LiveSessions } from "../../domain/sessions/live-sessions.ts";
import { currentPosition } from "../../platform/database/current-position.ts";
import { correlated } from "../../platform/observability/correlation.ts";
import { logMetric } from "../../platform/observability/log.ts";
import { Refusal } from "../../platform/problems/refusal.ts";
import { Unavailable, UnknownAction, WakingUp } from "../../platform/problems/refusals.ts";
import { toProblem } from "../../platform/problems/to-problem.ts";
import { JobQueue } from "../../platform/queue/job-queue.ts";
import { connectionsClient } from "../../platform/realtime/connections-client.ts";
import { offeredProtocols } from "../../platform/realtime/offered-protocols.ts";
import {
  action,
  answerFrame,
  connectionOf,
  endingOf,
  type FrameHandler,
  logConnect,
  routeOf,
  type SocketEvent,
} from "../../platform/realtime/socket-function.ts";
import { ObjectStore } from "../../platform/storage/object-store.ts";
import {
  callSettings,
  databaseSettings,
  deliveryQueueUrl,
  linkPreviewsQueueUrl,
  mailQueueUrl,
  readsQueueUrl,
  sendLimits,
  uploadSettings,
  webPushQueueUrl,
} from "../configuration.ts";
import { callActions } from "./call-actions.ts";
import { frameLimits } from "./frame-limits.ts";
import { IceConfiguration } from "./ice-configuration.ts";

const db = await connectDatabase(databaseSettings(), { caller: "gateway" });
const queue = new JobQueue<DeliveryJob>(deliveryQueueUrl());
const webPushQueue = new JobQueue<WebPushJob>(webPushQueueUrl());
const mailQueue = mailQueueUrl();
const mailRequests = new MailRequests(mailQueue === undefined ? undefined : new JobQueue(mailQueue));
const absentQueues = { webPushQueue, mailRequests };
const linkPreviewQueue = new JobQueue<LinkPreviewJob>(linkPreviewsQueueUrl());
const reads = new JobQueue<ReadJob>(readsQueueUrl());
const fanOut = { db, queue, gateway: connectionsClient() };
const objects = new ObjectStore(uploadSettings());
const sessions = new LiveSessions(db);
const rates = sendLimits();
const { admit, admitTyping } = frameLimits(rates.connection);

/** Makes the handler of an action whose statements do not check the session themselves. */
const inSession: typeof action = (schema, handle) =>
  action(schema, async (frame, connection) => {
    await sessions.require(connection.sessionId);
    return handle(frame, connection);
  });

const actions: Readonly<Record<string, FrameHandler>> = {
  "message.send": action(SendMessageFrame, async ({ conversationId, requestId, ...draft }, sender) => {
    const started = performance.now();
    const sent = await sendMessage(
      db,
      conversationId,
      sender,
      { ...draft, uploads: await uploadedFiles(objects, conversationId, draft.attachmentIds) },
      rates.user,
      directPushes + 1,
    );
    const { message, connectionIds, participantCount, followerIds } = sent;
    // A repeated send is announced again, because the first one may have failed before its pushes.
    const event = { type: "message.created", message, ...(followerIds && { followerIds }) } as const;
    const audience = { of: "conversation", conversationId } as const;
    const announcement = { event, audience, except: sender.connectionId };
    await announceNow(fanOut, announcement, connectionIds, participantCount);
    await notifyAbsent(absentQueues, sent);
    await queueLinkPreviews(linkPreviewQueue, message);
    logMetric("SendLatency", Math.round(performance.now() - started));
    return { type: "ack", requestId, message, ...(await currentPosition(db)) };
  }),
  // The reads function checks the session, and answers.
  read: action(ReadFrame, async ({ action: _, ...frame }, { connectionId, userId, sessionId }) => {
    await reads.send([{ ...frame, connectionId, userId, sessionId }]);
    return undefined;
  }),
  typing: inSession(TypingFrame, async ({ conversationId, threadId, isTyping }, { userId }) => {
    admitTyping(userId);
    const listeners = await listenersOf(db, conversationId, userId, limits.typingConnections + 1);
    // The sender is connected, so a participant always finds at least one connection.
    if (listeners.length === 0) throw new ConversationNotFound();
    const event = {
      type: "typing",
      conversationId,
      ...(threadId && { threadId }),
      userId,
      isTyping,
    } as const;
    const others = listeners.filter((listener) => listener.userId !== userId);
    if (listeners.length <= limits.typingConnections) {
      await announceNow(
        fanOut,
        { event, audience: { of: "conversation", conversationId } },
        others.map(({ connectionId }) => connectionId),
      );
    }
    return undefined;
  }),
  sync: inSession(SyncFrame, async ({ requestId, ...known }, { userId }) => ({
    type: "sync",
    requestId,
    ...(await missed(db, userId, known)),
    ...(await currentPosition(db)),
  })),
  ...callActions({ fanOut, absentQueues, ice: new IceConfiguration(callSettings()), inSession }),
  ping: async () => ({ type: "pong" }),
};

/** `$default`: frames without a known action. */
const unknownAction: FrameHandler = async () => {
  throw new UnknownAction(Object.keys(actions));
};

/**
 * `$connect`: the authorizer has accepted the token. This function agrees on the subprotocol, and checks that the
 * session is live.
 */
async function open(event: SocketEvent): Promise<APIGatewayProxyStructuredResultV2 & { statusCode: number }> {
  if (!offeredProtocols(event.headers).includes(subprotocol)) return { statusCode: 400 };
  const connection = connectionOf(event);
  const change = await addConnection(db, connection).catch((error: unknown) => {
    if (error instanceof Refusal) return error;
    throw error;
  });
  // The upgrade fails with this status. Browsers hide it from the page, which waits longer before each attempt.
  if (change instanceof Refusal) return { statusCode: toProblem(change).status };
  logMetric("SocketsOpened", 1);
  await announceOnline(fanOut, connection, change);
  return { statusCode: 200, headers: { "Sec-WebSocket-Protocol": subprotocol } };
}

/** `$disconnect`. The delivery function waits longer for a database that does not answer. */
async function close(ending: Ending): Promise<void> {
  try {
    await endConnection(fanOut, ending);
  } catch (error) {
    if (!(error instanceof WakingUp || error instanceof Unavailable)) throw error;
    await queueEndOfConnection(fanOut, ending);
  }
}

/** The socket function. Handles `$connect`, `$disconnect`, and each frame by its `action`. */
export async function handler(event: SocketEvent): Promise<APIGatewayProxyResultV2> {
  const route = routeOf(event);
  const { requestId } = route;
  return correlated({ correlationId: requestId, requestId }, () => serve(event, route));
}

async function serve(
  event: SocketEvent,
  { routeKey }: ReturnType<typeof routeOf>,
): Promise<APIGatewayProxyResultV2> {
  switch (routeKey) {
    case "$connect": {
      const result = await open(event);
      logConnect(event, result.statusCode);
      return result;
    }
    case "$disconnect": {
      logMetric("SocketsClosed", 1);
      await close(endingOf(event));
      return { statusCode: 200 };
    }
    default:
      return answerFrame(event, actions[routeKey] ?? unknownAction, admit);
  }
}
