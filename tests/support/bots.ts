import { connectionTimes } from "../../client/connection/connection.ts";
import { type Bot, type BotOptions, startBot } from "../../client/node/bot.ts";
import type { Outbox, OutboxMessage } from "../../client/outbox/outbox.ts";
import type { MessageId } from "../../contract/ids.ts";
import { password } from "./accounts.ts";
import { eventually } from "./eventually.ts";
import { newPerson, uniqueName } from "./people.ts";
import { required } from "./required.ts";

/** Like the production values, but with short pauses. */
export const shortTimes = { ...connectionTimes, ack: 3_000, backoff: { first: 20, most: 200 } };

/** Creates an account and starts a chat client for it in this process. */
export async function newBot(url: string, options: Partial<BotOptions> = {}): Promise<Bot> {
  const { session } = await newPerson(url, uniqueName("bot"));
  return startBot({ url, login: { login: session.user.username, password }, times: shortTimes, ...options });
}

export const userId = ({ session }: Bot) => required(session.user, "signed-in user").id;

/** Waits until a bot's client is connected and has caught up. */
export const untilLive = ({ client }: Bot) =>
  eventually(() => {
    if (client.state.status !== "live") throw new Error(`The client is ${client.state.status}`);
  }, 40_000);

/** An outbox that outlives its client, like the one in the browser. */
export class PersistentOutbox implements Outbox {
  readonly messages = new Map<MessageId, OutboxMessage>();
  load = async () => [...this.messages.values()];
  put = async (message: OutboxMessage) => {
    this.messages.set(message.id, message);
  };
  remove = async (id: MessageId) => {
    this.messages.delete(id);
  };
}
