import { describe, expect, inject, test } from "vitest";
import type { ConversationId } from "../../contract/ids.ts";
import { limits } from "../../contract/limits.ts";
import { password } from "../support/accounts.ts";
import { shortTimes } from "../support/bots.ts";
import { eventually } from "../support/eventually.ts";
import { withStack } from "../support/own-stack.ts";
import { newId, newPerson, uniqueName } from "../support/people.ts";
import { type ReleasedBot, startBot } from "../support/released-clients/client-65548a0.js";

const { url } = inject("stack");

/** Runs the released client of two users. */
async function withOldClients(
  address: string,
  use: (ada: ReleasedBot, bob: ReleasedBot) => Promise<void>,
): Promise<void> {
  const bots = await Promise.all(
    ["Ada Lovelace", "Bob Noyce"].map(async (name) => {
      const { session } = await newPerson(address, uniqueName("old"), name);
      return startBot({ url: address, login: { login: session.user.username, password }, times: shortTimes });
    }),
  );
  const [ada, bob] = bots;
  if (!ada || !bob) throw new Error("There are two users");
  try {
    await eventually(() => expect(bots.map(({ client }) => client.state.status)).toEqual(["live", "live"]));
    await use(ada, bob);
  } finally {
    for (const bot of bots) bot.stop();
  }
}

const idOf = ({ session }: ReleasedBot) => {
  if (!session.user) throw new Error("Nobody is signed in");
  return session.user.id;
};
const messagesOf = ({ client }: ReleasedBot, id: ConversationId) =>
  client.state.timelines.get(id)?.messages ?? [];
const textsOf = (bot: ReleasedBot, id: ConversationId) => messagesOf(bot, id).map(({ content }) => content);
const conversationOf = ({ client }: ReleasedBot, id: ConversationId) => client.state.conversations.get(id);
const messageIdOf = (bot: ReleasedBot, id: ConversationId, at: number) => {
  const message = messagesOf(bot, id)[at];
  if (!message) throw new Error(`There is no message ${at}`);
  return message.id;
};

describe("The client of the previous release, against this server", () => {
  test("sends, edits, deletes and reacts, reads and types, and sees the same from others", async () => {
    await withOldClients(url, async (ada, bob) => {
      const id = await ada.client.createConversation([idOf(bob)]);
      await Promise.all([ada.client.open(id), bob.client.open(id)]);
      const long = "é".repeat(limits.message.max);
      for (const text of ["one", "two", long]) await ada.client.send(id, text);
      await eventually(() => expect(textsOf(bob, id)).toEqual(["one", "two", long]));
      expect(textsOf(ada, id)).toEqual(textsOf(bob, id));

      await ada.client.editMessage(id, messageIdOf(ada, id, 0), "one, edited");
      await ada.client.deleteMessage(id, messageIdOf(ada, id, 1));
      await bob.client.react(id, messageIdOf(bob, id, 0), "👍", true);
      await eventually(() => expect(textsOf(bob, id)).toEqual(["one, edited", "", long]));
      await eventually(() =>
        expect(messagesOf(ada, id)[0]?.reactions).toEqual([{ emoji: "👍", userIds: [idOf(bob)] }]),
      );

      await bob.client.markRead(id, 3);
      const positionOfBob = () =>
        conversationOf(ada, id)?.participants.find(({ user }) => user.id === idOf(bob))?.lastReadSeq;
      await eventually(() => expect(positionOfBob()).toBe(3));
      bob.client.setTyping(id, true);
      await eventually(() => expect(ada.client.state.typing.get(id)).toEqual([idOf(bob)]));
    });
  });

  test("shows polls and replies in threads as ordinary messages, and goes on after them", async () => {
    await withOldClients(url, async (ada, bob) => {
      const cyd = await newPerson(url);
      const id = await ada.client.createConversation([idOf(bob), cyd.id], "Engine room");
      await Promise.all([ada.client.open(id), bob.client.open(id)]);
      await ada.client.send(id, "root");
      await eventually(() => expect(textsOf(bob, id)).toEqual(["root"]));
      const threadId = messageIdOf(bob, id, 0);
      for (const content of ["first reply", "second reply"])
        await cyd.call("sendMessage", { params: { id }, body: { id: newId(), content, threadId } });
      await bob.client.send(id, "next");
      await eventually(() =>
        expect(textsOf(ada, id)).toEqual(["root", "first reply", "second reply", "next"]),
      );
      expect(textsOf(bob, id)).toEqual(textsOf(ada, id));
      const poll = { question: "Lunch?", options: ["Soup", "Pizza"] };
      const asked = await cyd.call("sendMessage", {
        params: { id },
        body: { id: newId(), content: "", poll },
      });
      await cyd.call("vote", { params: { id, messageId: asked.id }, body: { choices: [1] } });
      await eventually(() => expect(textsOf(bob, id).at(-1)).toBe("📊 Lunch?\n1. Soup\n2. Pizza"));
      await cyd.call("markThreadRead", { params: { id, rootId: threadId }, body: { seq: 3 } });
      await bob.client.markRead(id, 5);
      await eventually(() => expect(conversationOf(bob, id)?.unreadCount).toBe(0));
    });
  });

  test("creates a group, changes its name, participants and roles, and leaves it", async () => {
    await withOldClients(url, async (ada, bob) => {
      const cyd = await newPerson(url);
      const id = await ada.client.createConversation([idOf(bob), cyd.id], "Engine room");
      await eventually(() => expect(conversationOf(bob, id)?.name).toBe("Engine room"));
      await ada.client.updateConversation(id, { name: "Boiler room" });
      await ada.client.removeParticipant(id, cyd.id);
      await ada.client.addParticipants(id, [cyd.id]);
      await ada.client.changeRole(id, idOf(bob), "admin");
      await eventually(() =>
        expect(conversationOf(bob, id)).toMatchObject({
          name: "Boiler room",
          role: "admin",
          participantCount: 3,
        }),
      );
      await bob.client.updateSettings(id, { isPinned: true });
      expect(conversationOf(bob, id)?.settings.isPinned).toBe(true);
      await bob.client.removeParticipant(id, idOf(bob));
      await eventually(() => expect(conversationOf(bob, id)).toBeUndefined());
    });
  });

  test("renews its session, and catches up after its connection was closed by a deployment", async () => {
    await withStack(async (stack) => {
      await withOldClients(stack.url, async (ada, bob) => {
        const id = await ada.client.createConversation([idOf(bob)]);
        await Promise.all([ada.client.open(id), bob.client.open(id)]);
        await ada.client.send(id, "before");
        for (const connection of stack.webSocketApi.connectionIds) stack.webSocketApi.disconnect(connection);
        await bob.session.accessToken(true);
        await Promise.all([ada.client.send(id, "meanwhile"), bob.client.send(id, "meanwhile, too")]);
        await eventually(() => expect(textsOf(bob, id)).toHaveLength(3));
        await eventually(() => expect(textsOf(ada, id)).toEqual(textsOf(bob, id)));
        await bob.session.signOut();
        expect(bob.session.user).toBeUndefined();
      });
    });
  });
});
