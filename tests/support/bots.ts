import { connectionTimes } from "../../client/connection/connection.ts";
import { type Bot, type BotOptions, startBot } from "../../client/node/bot.ts";
import type { Outbox, OutboxMessage } from "../../client/outbox/outbox.ts";
import type { MessageId } from "../../contract/ids.ts";
import { password } from "./accounts.ts";
import { eventually } from "./eventually.ts";
import { newPerson, uniqueName } from "./people.ts";

/** As in production, but for a test that has no time for long pauses. */
export const quickTimes = { ...connectionTimes, ack: 3_000, backoff: { first: 20, most: 200 } };

/** An account, and the page's client for it, running in this process. */
export async function newBot(url: string, options: Partial<BotOptions> = {}): Promise<Bot> {
  const { session } = await newPerson(url, uniqueName("bot"));
  return startBot({ url, login: { login: session.user.username, password }, times: quickTimes, ...options });
}

export const userId = ({ session }: Bot) => {
  if (!session.user) throw new Error("Nobody is signed in");
  return session.user.id;
};

export const isLive = ({ client }: Bot) =>
  eventually(() => {
    if (client.state.status !== "live") throw new Error(`It is ${client.state.status}`);
  }, 40_000);

/** An outbox that outlives the client which uses it, as the browser's does. */
export class LastingOutbox implements Outbox {
  readonly messages = new Map<MessageId, OutboxMessage>();
  load = async () => [...this.messages.values()];
  put = async (message: OutboxMessage) => {
    this.messages.set(message.id, message);
  };
  remove = async (id: MessageId) => {
    this.messages.delete(id);
  };
}
