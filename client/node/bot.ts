import type { ConversationId } from "../../contract/ids.ts";
import type { Message } from "../../contract/messages.ts";
import type { Login } from "../../contract/sessions.ts";
import { ChatClient, type ChatClientOptions } from "../chat-client.ts";
import type { ChatState } from "../chat-state.ts";
import { inBackground, logError, type ReportError } from "../errors.ts";
import { Session } from "../session/session.ts";
import { lastSeq } from "../timelines/timeline.ts";
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

/** Calls `onMessage` for each message that arrives after the bot has started. */
function followMessages(
  client: ChatClient,
  onMessage: (message: Message) => void,
  reportError: ReportError,
): () => void {
  const delivered = new Map<ConversationId, number>();
  const opening = new Set<ConversationId>();
  let isFirst = true;
  const look = ({ conversations, conversationsCursor, timelines }: ChatState) => {
    if (conversationsCursor === undefined) return;
    for (const [id, conversation] of conversations) {
      // In a conversation that appears later, unread messages are new as well.
      if (!delivered.has(id)) delivered.set(id, isFirst ? conversation.lastSeq : conversation.lastReadSeq);
      if (timelines.get(id)?.isLoaded || opening.has(id)) continue;
      opening.add(id);
      const opened = client.open(id).finally(() => opening.delete(id));
      inBackground("bot.open", opened, reportError);
    }
    isFirst = false;
    for (const [id, timeline] of timelines) {
      const from = delivered.get(id);
      if (from === undefined || !timeline.isLoaded) continue;
      delivered.set(id, Math.max(from, lastSeq(timeline)));
      for (const message of timeline.messages) if (message.seq > from) onMessage(message);
    }
  };
  return client.subscribe(() => look(client.state));
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
  const bot: Bot = { session, client, stop: () => client.stop() };
  if (onMessage) {
    const onOthers = (message: Message) => {
      if (message.senderId !== session.user?.id) onMessage(message, bot);
    };
    followMessages(client, onOthers, options.reportError ?? logError);
  }
  client.start();
  return bot;
}
