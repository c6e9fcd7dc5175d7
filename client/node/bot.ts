import type { Message } from "../../contract/messages.ts";
import type { Login } from "../../contract/sessions.ts";
import { ChatClient, type ChatClientOptions } from "../chat-client.ts";
import { connectionTimes } from "../connection/connection-times.ts";
import { logError } from "../errors.ts";
import { Session } from "../session/session.ts";
import { cookieFetch } from "./cookie-fetch.ts";
import { followMessages } from "./follow-messages.ts";
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
