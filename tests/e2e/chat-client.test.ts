import { describe, expect, inject, test } from "vitest";
import { ChatClient } from "../../client/chat-client.ts";
import type { Bot } from "../../client/node/bot.ts";
import { openNodeSocket } from "../../client/node/open-node-socket.ts";
import type { ConversationId } from "../../contract/ids.ts";
import { isLive, LastingOutbox, newBot, quickTimes, userId } from "../support/bots.ts";
import { eventually } from "../support/eventually.ts";
import { withStack } from "../support/own-stack.ts";

const { url } = inject("stack");

const seen = ({ client }: Bot, id: ConversationId) =>
  (client.state.timelines.get(id)?.messages ?? []).map(({ content }) => content);
const conversationOf = ({ client }: Bot, id: ConversationId) => client.state.conversations.get(id);

/** Runs `use` with bots that are live, and stops them. */
async function withBots(
  count: number,
  use: (...bots: Bot[]) => Promise<void>,
  address = url,
  options: Parameters<typeof newBot>[1] = {},
): Promise<void> {
  const bots = await Promise.all(Array.from({ length: count }, () => newBot(address, options)));
  try {
    await Promise.all(bots.map(isLive));
    await use(...bots);
  } finally {
    for (const bot of bots) bot.stop();
  }
}
type Two = [Bot, Bot];
type Three = [Bot, Bot, Bot];

test("what bots send while their connections are cut again and again arrives once, in order, at both", async () => {
  await withStack((stack) =>
    withBots(
      2,
      async (...bots) => {
        const [one, other] = bots as Two;
        const id = await one.client.conversations.create([userId(other)]);
        await Promise.all([one.client.open(id), other.client.open(id)]);
        const texts = Array.from({ length: 60 }, (_, at) => `message ${at}`);
        const sending = Promise.all(texts.map((text) => one.client.messages.send(id, text)));
        for (let cut = 1; cut <= 6; cut++) {
          // Each time after some more have arrived, and with the next one under way.
          await eventually(() => expect(seen(one, id).length).toBeGreaterThanOrEqual(cut * 8));
          for (const connection of stack.webSocketApi.connectionIds)
            stack.webSocketApi.disconnect(connection);
        }
        await sending;
        for (const bot of bots) await eventually(() => expect(seen(bot, id)).toEqual(texts));
        expect(one.client.state.timelines.get(id)?.pending).toEqual([]);
        await eventually(() => expect(conversationOf(other, id)?.unreadCount).toBe(60));
      },
      stack.url,
    ),
  );
});

test("what is written offline survives the end of the program, and is sent once, in order, when it comes back", async () => {
  await withStack((stack) =>
    withBots(
      1,
      async (reader) => {
        if (!reader) throw new Error("no reader");
        const outbox = new LastingOutbox();
        const times = { ...quickTimes, backoff: { first: 50, most: 100 } };
        const writer = await newBot(stack.url, { outbox, times });
        await isLive(writer);
        const id = await writer.client.conversations.create([userId(reader)]);
        await reader.client.open(id);

        // The network is gone: no call reaches the database, and every connection is cut.
        stack.faults.decide = ({ service }) => (service === "rds-data" ? { kind: "drop" } : undefined);
        for (const connection of stack.webSocketApi.connectionIds) stack.webSocketApi.disconnect(connection);
        await eventually(() => expect(writer.client.state.status).toBe("offline"));
        const texts = ["one", "two", "three", "four"];
        for (const text of texts) void writer.client.messages.send(id, text);
        await eventually(() => expect(outbox.messages.size).toBe(4));
        writer.stop();

        stack.faults.decide = () => undefined;
        const again = new ChatClient({
          session: writer.session,
          socketUrl: `${stack.url.replace("http", "ws")}/ws`,
          openSocket: openNodeSocket,
          outbox,
          times,
        });
        again.start();
        // They show at once, before anything has been reached.
        await eventually(() =>
          expect(again.state.timelines.get(id)?.pending.map(({ content }) => content)).toEqual(texts),
        );
        await eventually(() => expect(seen(reader, id)).toEqual(texts), 40_000);
        await eventually(() => expect(outbox.messages.size).toBe(0));
        again.stop();
      },
      stack.url,
    ),
  );
});

test("who is told to slow down sends everything all the same", async () => {
  const context = {
    sendLimits: { user: { burst: 3, perSecond: 4 }, connection: { burst: 100, perSecond: 50 } },
  };
  await withStack(
    (stack) =>
      withBots(
        2,
        async (...bots) => {
          const [one, other] = bots as Two;
          const id = await one.client.conversations.create([userId(other)]);
          await other.client.open(id);
          const texts = Array.from({ length: 8 }, (_, at) => `message ${at}`);
          await Promise.all(texts.map((text) => one.client.messages.send(id, text)));
          await eventually(() => expect(seen(other, id)).toEqual(texts));
        },
        stack.url,
      ),
    { context },
  );
});

test("a refused message keeps its place with the reason, until it is sent again or discarded", async () => {
  await withBots(2, async (...bots) => {
    const [one, other] = bots as Two;
    const id = await one.client.conversations.create([userId(other)]);
    await one.client.open(id);
    await one.client.messages.send(id, "x".repeat(8_001));
    const pending = () => one.client.state.timelines.get(id)?.pending ?? [];
    expect(pending()).toMatchObject([
      { failure: expect.stringMatching(/must have at most 8000 characters/) },
    ]);
    await one.client.messages.send(id, "next");
    expect(seen(one, id)).toEqual(["next"]);
    const [refused] = pending();
    if (refused) one.client.messages.discard({ conversationId: id, messageId: refused.id });
    expect(pending()).toEqual([]);
  });
});

describe("events", () => {
  test("show who writes, until they send or go silent", async () => {
    await withBots(2, async (...bots) => {
      const [one, other] = bots as Two;
      const id = await one.client.conversations.create([userId(other)]);
      await eventually(() => expect(conversationOf(other, id)).toBeDefined());
      const writers = () => other.client.state.typing.get(id) ?? [];
      one.client.presence.setTyping(id, true);
      await eventually(() => expect(writers()).toEqual([userId(one)]));
      await one.client.messages.send(id, "done");
      await eventually(() => expect(writers()).toEqual([]));
      one.client.presence.setTyping(id, true);
      await eventually(() => expect(writers()).toEqual([userId(one)]));
      // Nothing more is said; it ends by itself.
      await eventually(() => expect(writers()).toEqual([]));
    });
  });

  test("show who is online, and how far others have read", async () => {
    await withBots(2, async (...bots) => {
      const [one, other] = bots as Two;
      const id = await one.client.conversations.create([userId(other)]);
      const otherOf = () =>
        conversationOf(one, id)?.participants.find(({ user }) => user.id === userId(other));
      await one.client.open(id);
      await eventually(() => expect(otherOf()?.online).toBe(true));
      await one.client.messages.send(id, "hello");
      await eventually(() => expect(conversationOf(other, id)?.lastSeq).toBe(1));
      await other.client.readPositions.markRead(id, 1);
      await eventually(() => expect(otherOf()?.lastReadSeq).toBe(1));
      other.stop();
      await eventually(() => expect(otherOf()?.online).toBe(false), 30_000);
    });
  });

  test("take a conversation away from who is removed, and give it back with all of it", async () => {
    await withBots(3, async (...bots) => {
      const [owner, member, third] = bots as Three;
      const id = await owner.client.conversations.create([userId(member), userId(third)], "Plans");
      await member.client.open(id);
      await owner.client.messages.send(id, "one");
      await eventually(() => expect(seen(member, id)).toEqual(["one"]));
      await owner.session.call("removeParticipant", { params: { id, userId: userId(member) } });
      await eventually(() => expect(conversationOf(member, id)).toBeUndefined());
      expect(seen(member, id)).toEqual([]);
      await eventually(() => expect(conversationOf(third, id)?.participantCount).toBe(2));
      await owner.client.messages.send(id, "two, without them");
      await owner.session.call("updateConversation", { params: { id }, body: { name: "Other plans" } });
      await owner.session.call("addParticipants", {
        params: { id },
        body: { participantIds: [userId(member)] },
      });
      await eventually(() => expect(conversationOf(member, id)?.name).toBe("Other plans"));
      await member.client.open(id);
      await owner.client.messages.send(id, "three");
      await eventually(() => expect(seen(member, id)).toEqual(["one", "two, without them", "three"]));
      await eventually(() => expect(conversationOf(third, id)?.name).toBe("Other plans"));
    });
  });

  test("that were overtaken by later ones do not bring back what was", async () => {
    await withStack((stack) =>
      withBots(
        2,
        async (...bots) => {
          const [owner, member] = bots as Two;
          const id = await owner.client.conversations.create([userId(member)], "Old name");
          await member.client.open(id);
          const conversation = await member.session.call("getConversation", { params: { id } });
          await owner.session.call("updateConversation", { params: { id }, body: { name: "New name" } });
          await eventually(() => expect(conversationOf(member, id)?.name).toBe("New name"));
          const late = Buffer.from(JSON.stringify({ type: "conversation.created", conversation }));
          for (const connection of stack.webSocketApi.connectionIds)
            stack.webSocketApi.push(connection, late);
          // What is sent after that comes after that.
          await owner.client.messages.send(id, "hello");
          await eventually(() => expect(seen(member, id)).toEqual(["hello"]));
          expect(conversationOf(member, id)?.name).toBe("New name");
        },
        stack.url,
      ),
    );
  });

  test("that were missed while offline are made up for: removed, renamed, said", async () => {
    await withStack((stack) =>
      withBots(
        2,
        async (...bots) => {
          const [owner, member] = bots as Two;
          const [stays, goes] = [
            await owner.client.conversations.create([userId(member)], "Stays"),
            await owner.client.conversations.create([userId(member)], "Goes"),
          ];
          await Promise.all([member.client.open(stays), member.client.open(goes)]);
          member.client.stop();
          await owner.client.messages.send(stays, "while you were away");
          await owner.session.call("updateConversation", { params: { id: stays }, body: { name: "Stayed" } });
          await owner.session.call("removeParticipant", { params: { id: goes, userId: userId(member) } });
          member.client.start();
          await eventually(() => expect(conversationOf(member, goes)).toBeUndefined());
          await eventually(() => expect(seen(member, stays)).toEqual(["while you were away"]));
          expect(conversationOf(member, stays)?.name).toBe("Stayed");
        },
        stack.url,
      ),
    );
  });
});

describe("a bot", () => {
  test("is told each message of others once, in order, also of conversations that are new to it", async () => {
    const heard: string[] = [];
    const bot = await newBot(url, { onMessage: ({ content }) => heard.push(content) });
    try {
      await isLive(bot);
      await withBots(1, async (person) => {
        const id = await person?.client.conversations.create([userId(bot)]);
        if (!person || !id) throw new Error("no conversation");
        const texts = Array.from({ length: 20 }, (_, at) => `message ${at}`);
        await Promise.all(texts.map((text) => person.client.messages.send(id, text)));
        await eventually(() => expect(heard).toEqual(texts));
        await bot.client.messages.send(id, "my own");
        await person.client.messages.send(id, "last");
        await eventually(() => expect(heard).toEqual([...texts, "last"]));
      });
    } finally {
      bot.stop();
    }
  });

  test("keeps its session over the end of its access token, as a browser does", async () => {
    const bot = await newBot(url);
    try {
      const before = await bot.session.accessToken();
      // A token with less than a minute left is renewed for the next call.
      const realNow = Date.now;
      Date.now = () => realNow() + 14.5 * 60_000;
      try {
        expect(await bot.session.accessToken()).not.toBe(before);
      } finally {
        Date.now = realNow;
      }
    } finally {
      bot.stop();
    }
  });
});

test("what others edit, delete and react to shows at once, and what was missed while offline shows afterwards", async () => {
  await withStack((stack) =>
    withBots(
      2,
      async (...bots) => {
        const [one, other] = bots as Two;
        const id = await one.client.conversations.create([userId(other)]);
        await Promise.all([one.client.open(id), other.client.open(id)]);
        for (const text of ["first", "second", "third"]) await one.client.messages.send(id, text);
        await eventually(() => expect(seen(other, id)).toEqual(["first", "second", "third"]));
        const [first, second, third] = one.client.state.timelines.get(id)?.messages ?? [];
        if (!first || !second || !third) throw new Error("messages are missing");
        const shown = ({ client }: Bot) =>
          client.state.timelines
            .get(id)
            ?.messages.map(({ content, reactions, deletedAt }) => [
              deletedAt ? "gone" : content,
              reactions.map(({ emoji, userIds }) => `${emoji}${userIds.length}`).join(),
            ]);

        const editing = one.client.messages.edit({ conversationId: id, messageId: first.id }, "FIRST");
        expect(shown(one)?.[0]).toEqual(["FIRST", ""]);
        await editing;
        await other.client.messages.react(
          { conversationId: id, messageId: second.id },
          { emoji: "🦉", isSet: true },
        );
        for (const bot of bots) {
          await eventually(() =>
            expect(shown(bot)).toEqual([
              ["FIRST", ""],
              ["second", "🦉1"],
              ["third", ""],
            ]),
          );
        }

        // The other one is gone until all of it has happened.
        other.client.stop();
        await one.client.messages.edit({ conversationId: id, messageId: first.id }, "1st");
        await one.client.messages.delete({ conversationId: id, messageId: second.id });
        await one.client.messages.react(
          { conversationId: id, messageId: third.id },
          { emoji: "🎉", isSet: true },
        );
        await one.client.messages.react(
          { conversationId: id, messageId: third.id },
          { emoji: "👍", isSet: true },
        );
        await one.client.messages.react(
          { conversationId: id, messageId: third.id },
          { emoji: "🎉", isSet: false },
        );
        other.client.start();
        for (const bot of bots) {
          await eventually(() =>
            expect(shown(bot)).toEqual([
              ["1st", ""],
              ["gone", ""],
              ["third", "👍1"],
            ]),
          );
          await eventually(() => expect(conversationOf(bot, id)?.lastMessage?.reactions).toHaveLength(1));
        }
        // What the server refuses is taken back.
        await expect(
          other.client.messages.edit({ conversationId: id, messageId: first.id }, "mine"),
        ).rejects.toThrow("Only the author");
        expect(shown(other)?.[0]).toEqual(["1st", ""]);
      },
      stack.url,
    ),
  );
});

test("a message of long ago is shown among those around it, and one reads on from there to the newest", async () => {
  await withBots(2, async (...bots) => {
    const [one, other] = bots as Two;
    const id = await one.client.conversations.create([userId(other)]);
    await one.client.open(id);
    const texts = Array.from({ length: 180 }, (_, at) => `message ${at + 1}`);
    await Promise.all(texts.map((text) => one.client.messages.send(id, text)));
    // Who missed more than a page begins where they left off.
    await eventually(() => expect(conversationOf(other, id)?.unreadCount).toBe(180));
    await other.client.open(id);
    const timeline = () => other.client.state.timelines.get(id);
    expect(timeline()).toMatchObject({ isAtEnd: false, focus: { seq: 1 } });
    await other.client.show(id, 90);
    expect(seen(other, id)).toEqual(texts.slice(39, 139));
    // What comes meanwhile is counted, and does not tear a hole.
    await one.client.messages.send(id, "new");
    await eventually(() => expect(conversationOf(other, id)?.lastSeq).toBe(181));
    expect(seen(other, id)).toEqual(texts.slice(39, 139));
    await other.client.timelines.loadNewer(id);
    expect(timeline()?.isAtEnd).toBe(true);
    expect(seen(other, id)).toEqual([...texts.slice(39), "new"]);
    await one.client.messages.send(id, "newer");
    await eventually(() => expect(seen(other, id).at(-1)).toBe("newer"));
    // What one writes in the past shows among the newest.
    await other.client.show(id, 5);
    expect(timeline()?.isAtEnd).toBe(false);
    await other.client.messages.send(id, "an answer");
    await eventually(() => expect(seen(other, id).at(-1)).toBe("an answer"));
    expect(timeline()?.isAtEnd).toBe(true);
  });
});
