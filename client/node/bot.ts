import type { ConversationId } from "../../contract/ids.ts";
import type { Message } from "../../contract/messages.ts";
import type { Login } from "../../contract/sessions.ts";
import { type Backoff, backoffMs, wait } from "../backoff.ts";
import { ChatClient, type ChatClientOptions } from "../chat-client.ts";
import { connectionTimes } from "../connection/connection-times.ts";
import { inBackground, logError, type ReportError } from "../errors.ts";
import { ProblemError } from "../http/problem-error.ts";
import { Session } from "../session/session.ts";
import { emptyTimeline, lastSeq } from "../timelines/timeline.ts";
import { cookieFetch } from "./cookie-fetch.ts";
import { openNodeSocket } from "./open-node-socket.ts";

export interface BotOptions extends Partial<Omit<ChatClientOptions, "session" | "socketUrl">> {
  /** Where ChatFlow is: `https://chat.example.com`. */
  url: string;
  login: Login;
  /** Called once for each message that others write while the bot runs, in order in each conversation. */
  onMessage?: (message: Message, bot: Bot) => void;
}

/** A chat client in Node that is signed in and running. */
export interface Bot {
  session: Session;
  client: ChatClient;
  stop: () => void;
}

interface FollowOptions {
  onMessage: (message: Message) => void;
  reportError: ReportError;
  backoff: Backoff;
}

/** Calls `onMessage` for each message that arrives after the bot has started. @returns a function that ends this */
function followMessages(client: ChatClient, { onMessage, reportError, backoff }: FollowOptions): () => void {
  const delivered = new Map<ConversationId, number>();
  const following = new Set<ConversationId>();
  let isFirst = true;
  let isStopped = false;
  const timelineOf = (id: ConversationId) => client.state.timelines.get(id) ?? emptyTimeline;

  /** Whether no message is missing between the last delivered one and those of the timeline. */
  const continues = (id: ConversationId, from: number) => {
    const timeline = timelineOf(id);
    const first = timeline.messages[0]?.seq ?? 0;
    return timeline.isLoaded && first <= from + 1 && (timeline.isAtEnd || lastSeq(timeline) >= from);
  };
  const deliver = (id: ConversationId, from: number) => {
    const timeline = timelineOf(id);
    delivered.set(id, Math.max(from, lastSeq(timeline)));
    for (const message of timeline.messages) if (message.seq > from && !isStopped) onMessage(message);
  };

  /** Loads all messages after the last delivered one, because a timeline that ends in the past receives no new ones. */
  const loadMissed = async (id: ConversationId, from: number) => {
    if (!timelineOf(id).isLoaded) await client.open(id);
    if (!continues(id, from)) {
      await client.show(id, from + 1);
      deliver(id, delivered.get(id) ?? from);
    }
    while (!isStopped && !timelineOf(id).isAtEnd) await client.timelines.loadNewer(id);
  };
  /** Repeats a load after temporary failures, because nothing else may happen after which it would be repeated. */
  const persistently = async (load: () => Promise<void>) => {
    for (let failures = 0; !isStopped; failures++) {
      try {
        return await load();
      } catch (error) {
        if (!(error instanceof ProblemError && error.isTemporary)) throw error;
        await wait(backoffMs(backoff, failures));
      }
    }
  };
  const look = () => {
    const { conversations, conversationsCursor } = client.state;
    if (isStopped || conversationsCursor === undefined) return;
    for (const [id, conversation] of conversations) {
      // In a conversation that appears later, unread messages are new as well.
      const from = delivered.get(id) ?? (isFirst ? conversation.lastSeq : conversation.lastReadSeq);
      delivered.set(id, from);
      const isComplete = continues(id, from);
      if (isComplete) deliver(id, from);
      if (following.has(id) || (isComplete && timelineOf(id).isAtEnd)) continue;
      following.add(id);
      const loaded = persistently(() => loadMissed(id, delivered.get(id) ?? from));
      const ended = loaded.finally(() => following.delete(id));
      inBackground("bot.loadMissed", ended.then(look), reportError);
    }
    isFirst = false;
  };
  const unsubscribe = client.subscribe(look);
  return () => {
    isStopped = true;
    unsubscribe();
  };
}

/**
 * Signs in and runs a chat client until it is stopped.
 *
 * @throws {ProblemError} when the sign-in is refused
 * @example
 * const bot = await startBot({
 *   url: "https://chat.example.com",
 *   login: { login: "helper", password },
 *   onMessage: (message, { client }) => {
 *     if (message.content === "ping") void client.messages.send(message.conversationId, "pong");
 *   },
 * });
 */
export async function startBot({ url, login, onMessage, ...options }: BotOptions): Promise<Bot> {
  const session = new Session(`${url}/api`, { fetch: cookieFetch() });
  await session.logIn(login);
  const socketUrl = `${url.replace(/^http/, "ws")}/ws`;
  const client = new ChatClient({ session, socketUrl, openSocket: openNodeSocket, ...options });
  let stopFollowing = () => {};
  const stop = () => {
    stopFollowing();
    client.stop();
  };
  const bot: Bot = { session, client, stop };
  if (onMessage) {
    const onOthers = (message: Message) => {
      if (message.senderId !== session.user?.id) onMessage(message, bot);
    };
    const { reportError = logError, times = connectionTimes } = options;
    stopFollowing = followMessages(client, { onMessage: onOthers, reportError, backoff: times.backoff });
  }
  client.start();
  return bot;
}
