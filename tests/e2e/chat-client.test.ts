import { expect, inject, test } from "vitest";
import { WebSocket as NodeWebSocket } from "ws";
import { startStack } from "../../localstack/stack.ts";
import { ChatClient } from "../../web/src/client/chat-client.ts";
import { Session } from "../../web/src/client/session.ts";
import { eventually } from "../support/eventually.ts";
import { password, uniqueName } from "../support/people.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const { assembly } = inject("stack");

/** The client of the page, as a bot in Node would run it. */
async function startBot(url: string) {
  const session = new Session(`${url}/api`);
  const username = uniqueName("bot");
  await session.register({ username, email: `${username}@example.com`, password });
  const client = new ChatClient({
    session,
    socketUrl: `${url.replace("http", "ws")}/ws`,
    // The same interface, by another name: Node has a WebSocket of its own from version 22 on.
    openSocket: (address, protocols) => new NodeWebSocket(address, protocols) as unknown as WebSocket,
  });
  client.start();
  await eventually(() => expect(client.state.status).toBe("live"));
  return { client, session };
}

test("what bots send while their connections are cut again and again arrives once, in order, at both", async () => {
  const folder = await temporaryFolder();
  const stack = await startStack({ assembly, dataFolder: folder.path });
  const [one, other] = [await startBot(stack.url), await startBot(stack.url)];
  try {
    const otherUser = other.session.user;
    if (!otherUser) throw new Error("Nobody is signed in");
    const id = await one.client.createConversation([otherUser.id]);
    await Promise.all([one.client.open(id), other.client.open(id)]);
    const seen = ({ client }: typeof one) =>
      (client.state.timelines.get(id)?.messages ?? []).map(({ content }) => content);

    const texts = Array.from({ length: 60 }, (_, at) => `message ${at}`);
    const sending = Promise.all(texts.map((text) => one.client.send(id, text)));
    for (let cut = 1; cut <= 6; cut++) {
      // Each time after some more have arrived, and with the next one under way.
      await eventually(() => expect(seen(one).length).toBeGreaterThanOrEqual(cut * 8));
      for (const connection of stack.webSocketApi.connectionIds) stack.webSocketApi.disconnect(connection);
    }
    await sending;
    for (const bot of [one, other]) await eventually(() => expect(seen(bot)).toEqual(texts));
    expect(one.client.state.timelines.get(id)?.pending).toEqual([]);
    await eventually(() => expect(other.client.state.conversations.get(id)?.unreadCount).toBe(60));
  } finally {
    one.client.stop();
    other.client.stop();
    await stack.stop();
    await folder.remove();
  }
});
