import { connectionTimes } from "../../client/connection/connection-times.ts";
import { type Bot, type BotOptions, startBot } from "../../client/node/bot.ts";
import type { Outbox, OutboxEntry, OutboxNews } from "../../client/outbox/outbox.ts";
import type { OutboxChange } from "../../client/outbox/outbox-change.ts";
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
export const untilLive = ({ client }: Pick<Bot, "client">) =>
  eventually(() => {
    if (client.state.status !== "live") throw new Error(`The client is ${client.state.status}`);
  });

/** An outbox that outlives its client, like the one in the browser. */
export class PersistentOutbox implements Outbox {
  readonly entries = new Map<string, OutboxEntry>();
  readonly #listeners = new Set<(news: OutboxNews) => void>();
  load = async () => [...this.entries.values()];
  put = async (entry: OutboxEntry) => {
    this.entries.set(entry.id, entry);
  };
  remove = async ({ id }: OutboxEntry) => {
    this.entries.delete(id);
    for (const listener of this.#listeners) listener(id);
  };
  onNews = (listener: (news: OutboxNews) => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  onTabClosed = () => () => {};
  alone = ({ id }: OutboxChange, task: (isWaiting: boolean) => Promise<void>) => task(this.entries.has(id));
}
