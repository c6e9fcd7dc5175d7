import { describe, expect, inject, test } from "vitest";
import { ChatClient } from "../../client/chat-client.ts";
import { type Bot, type BotOptions, startBot } from "../../client/node/bot.ts";
import { openNodeSocket } from "../../client/node/open-node-socket.ts";
import { pageSize } from "../../client/timelines/history-pages.ts";
import type { ConversationId } from "../../contract/ids.ts";
import { times } from "../../contract/times.ts";
import type { RunningStack } from "../../localstack/stack.ts";
import { password } from "../support/accounts.ts";
import { newBot, PersistentOutbox, shortTimes, untilLive, userId } from "../support/bots.ts";
import { eventually } from "../support/eventually.ts";
import { withStack } from "../support/own-stack.ts";
import { newPeople, numbered } from "../support/people.ts";
import { required } from "../support/required.ts";
import { createTuple, type Tuple } from "../support/tuple.ts";

const { url } = inject("stack");

const contentsOf = ({ client }: Bot, id: ConversationId) =>
  (client.state.timelines.get(id)?.messages ?? []).map(({ content }) => content);
const conversationOf = ({ client }: Bot, id: ConversationId) => client.state.conversations.get(id);

/** Runs `use` with connected bots, and stops them. */
async function withBots<N extends number>(
  count: N,
  use: (bots: Tuple<Bot, N>) => Promise<void>,
  address = url,
): Promise<void> {
  const started: Bot[] = [];
  const bots = await createTuple(count, async () => {
    const bot = await newBot(address);
    started.push(bot);
    return bot;
  });
  try {
    await Promise.all(started.map(untilLive));
    await use(bots);
  } finally {
    for (const bot of started) bot.stop();
  }
}

/** Cuts every WebSocket, as a lost network does. */
function disconnectAll({ webSocketApi }: RunningStack): void {
  for (const connection of webSocketApi.connectionIds) webSocketApi.disconnect(connection);
}

test("Messages that are sent over connections that keep breaking arrive once and in order at both clients", async () => {
  await withStack((stack) =>
    withBots(
      2,
      async (bots) => {
        const [one, other] = bots;
        const id = await one.client.conversations.create([userId(other)]);
        await Promise.all([one.client.open(id), other.client.open(id)]);
        const texts = Array.from({ length: 60 }, (_, at) => `message ${at}`);
        const sending = Promise.all(texts.map((text) => one.client.messages.send(id, text)));
        for (let cut = 1; cut <= 6; cut++) {
          // Every cut hits a message in flight, after eight more have arrived.
          await eventually(() => expect(contentsOf(one, id).length).toBeGreaterThanOrEqual(cut * 8));
          disconnectAll(stack);
        }
        await sending;
        for (const bot of bots) await eventually(() => expect(contentsOf(bot, id)).toEqual(texts));
        expect(required(one.client.state.timelines.get(id), "timeline").pending).toEqual([]);
        await eventually(() => expect(conversationOf(other, id)?.unreadCount).toBe(60));
      },
      stack.url,
    ),
  );
});

test("Messages that are written offline survive a restart of the client, which then sends them once and in order", async () => {
  await withStack((stack) =>
    withBots(
      1,
      async ([reader]) => {
        const outbox = new PersistentOutbox();
        const times = { ...shortTimes, backoff: { first: 50, most: 100 } };
        const writer = await newBot(stack.url, { outbox, times });
        await untilLive(writer);
        const id = await writer.client.conversations.create([userId(reader)]);
        await reader.client.open(id);

        // Simulate a lost network: no call reaches the database, and every connection breaks.
        stack.faults.decide = ({ service }) => (service === "rds-data" ? { kind: "drop" } : undefined);
        disconnectAll(stack);
        await eventually(() => expect(writer.client.state.status).toBe("offline"));
        const texts = ["one", "two", "three", "four"];
        for (const text of texts) void writer.client.messages.send(id, text);
        await eventually(() => expect(outbox.entries.size).toBe(4));
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
        // The client shows the messages before it has reached the server.
        await eventually(() =>
          expect(again.state.timelines.get(id)?.pending.map(({ content }) => content)).toEqual(texts),
        );
        await eventually(() => expect(contentsOf(reader, id)).toEqual(texts));
        await eventually(() => expect(outbox.entries.size).toBe(0));
        again.stop();
      },
      stack.url,
    ),
  );
});

test("A client that exceeds the send limit still sends all its messages in order", async () => {
  const context = {
    sendLimits: { user: { burst: 3, perSecond: 4 }, connection: { burst: 100, perSecond: 50 } },
  };
  await withStack(
    (stack) =>
      withBots(
        2,
        async ([one, other]) => {
          const id = await one.client.conversations.create([userId(other)]);
          await other.client.open(id);
          const texts = Array.from({ length: 8 }, (_, at) => `message ${at}`);
          await Promise.all(texts.map((text) => one.client.messages.send(id, text)));
          await eventually(() => expect(contentsOf(other, id)).toEqual(texts));
        },
        stack.url,
      ),
    { context },
  );
});

test("A refused message stays in the timelines of all tabs with the reason, until the user discards it in one", async () => {
  const outbox = new PersistentOutbox();
  const one = await newBot(url, { outbox });
  const { session } = one;
  const tab = new ChatClient({
    session,
    socketUrl: `${url.replace("http", "ws")}/ws`,
    openSocket: openNodeSocket,
    outbox,
    times: shortTimes,
  });
  await withBots(1, async ([other]) => {
    try {
      const id = await one.client.conversations.create([userId(other)]);
      await one.client.open(id);
      await one.client.messages.send(id, "x".repeat(8_001));
      const pending = (client: ChatClient) => client.state.timelines.get(id)?.pending ?? [];
      expect(pending(one.client)).toMatchObject([
        { failure: expect.stringMatching(/must have at most 8000 characters/) },
      ]);
      await one.client.messages.send(id, "next");
      expect(contentsOf(one, id)).toEqual(["next"]);
      tab.start();
      await eventually(() => expect(pending(tab)).toHaveLength(1));
      const refused = required(pending(one.client)[0], "refused message");
      one.client.messages.discard({ conversationId: id, messageId: refused.id });
      expect(pending(one.client)).toEqual([]);
      await eventually(() => expect(pending(tab)).toEqual([]));
    } finally {
      one.stop();
      tab.stop();
    }
  });
});

describe("The chat client", () => {
  test("shows that a participant is typing until they send the message or stop typing", async () => {
    await withBots(2, async ([one, other]) => {
      const id = await one.client.conversations.create([userId(other)]);
      await eventually(() => expect(conversationOf(other, id)).toMatchObject({ id }));
      const typists = () => other.client.state.typing.get(id) ?? [];
      one.client.presence.setTyping({ conversationId: id }, true);
      await eventually(() => expect(typists()).toEqual([userId(one)]));
      await one.client.messages.send(id, "done");
      await eventually(() => expect(typists()).toEqual([]));
      one.client.presence.setTyping({ conversationId: id }, true);
      await eventually(() => expect(typists()).toEqual([userId(one)]));
      // No further frame follows, so the indicator expires.
      await eventually(() => expect(typists()).toEqual([]));
    });
  });

  test("shows which participants are online and how far they have read", async () => {
    await withBots(2, async ([one, other]) => {
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
      await eventually(() => expect(otherOf()?.online).toBe(false));
    });
  });

  test("hides a conversation from a removed participant and shows its whole history after they return", async () => {
    await withBots(3, async ([owner, member, third]) => {
      const id = await owner.client.conversations.create([userId(member), userId(third)], "Plans");
      await member.client.open(id);
      await owner.client.messages.send(id, "one");
      await eventually(() => expect(contentsOf(member, id)).toEqual(["one"]));
      await owner.session.call("removeParticipant", { params: { id, userId: userId(member) } });
      await eventually(() => expect(conversationOf(member, id)).toBeUndefined());
      expect(contentsOf(member, id)).toEqual([]);
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
      await eventually(() => expect(contentsOf(member, id)).toEqual(["one", "two, without them", "three"]));
      await eventually(() => expect(conversationOf(third, id)?.name).toBe("Other plans"));
    });
  });

  test("ignores an outdated event that arrives after a newer one", async () => {
    await withStack((stack) =>
      withBots(
        2,
        async ([owner, member]) => {
          const id = await owner.client.conversations.create([userId(member)], "Old name");
          await member.client.open(id);
          const conversation = await member.session.call("getConversation", { params: { id } });
          await owner.session.call("updateConversation", { params: { id }, body: { name: "New name" } });
          await eventually(() => expect(conversationOf(member, id)?.name).toBe("New name"));
          const late = Buffer.from(JSON.stringify({ type: "conversation.created", conversation }));
          for (const connection of stack.webSocketApi.connectionIds)
            stack.webSocketApi.push(connection, late);
          // This message arrives after the outdated event.
          await owner.client.messages.send(id, "hello");
          await eventually(() => expect(contentsOf(member, id)).toEqual(["hello"]));
          expect(conversationOf(member, id)?.name).toBe("New name");
        },
        stack.url,
      ),
    );
  });

  test("catches up on removals, new names and messages that it missed while offline", async () => {
    await withStack((stack) =>
      withBots(
        2,
        async ([owner, member]) => {
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
          await eventually(() => expect(contentsOf(member, stays)).toEqual(["while you were away"]));
          expect(conversationOf(member, stays)?.name).toBe("Stayed");
        },
        stack.url,
      ),
    );
  });
});

describe("A bot", () => {
  test("receives every message of others once and in order, also in new conversations", async () => {
    const heard: string[] = [];
    const bot = await newBot(url, { onMessage: ({ content }) => heard.push(content) });
    try {
      await untilLive(bot);
      await withBots(1, async ([person]) => {
        const id = await person.client.conversations.create([userId(bot)]);
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

  test("receives every message after a start with many unread ones, and every one of many that it missed", async () => {
    const [ann, helper] = await newPeople(url, 2);
    const { id } = await ann.startGroup([helper]);
    await ann.sendAll(id, numbered("old", pageSize + 2));
    const heard: string[] = [];
    const login = { login: helper.username, password };
    const onMessage: BotOptions["onMessage"] = ({ content }) => heard.push(content);
    const bot = await startBot({ url, login, times: shortTimes, onMessage });
    try {
      await untilLive(bot);
      await ann.send(id, "new");
      await eventually(() => expect(heard).toEqual(["new"]));
      bot.client.stop();
      const { id: later } = await ann.startGroup([helper]);
      const missed = numbered("missed", pageSize + 2);
      await ann.sendAll(later, missed);
      bot.client.start();
      await eventually(() => expect(heard).toEqual(["new", ...missed]));
    } finally {
      bot.stop();
    }
  });

  test("loads missed messages again after an attempt that failed, although nothing else happens", async () => {
    const [ann, helper] = await newPeople(url, 2);
    const { id } = await ann.startGroup([helper]);
    await ann.send(id, "old");
    const heard: string[] = [];
    const login = { login: helper.username, password };
    const onMessage: BotOptions["onMessage"] = ({ content }) => heard.push(content);
    const bot = await startBot({ url, login, times: shortTimes, onMessage });
    const { fetch } = globalThis;
    try {
      await untilLive(bot);
      bot.client.stop();
      const { id: later } = await ann.startGroup([helper]);
      await ann.send(later, "missed");
      let failures = 2;
      globalThis.fetch = (input, init) =>
        String(input).includes(`${later}/messages`) && failures-- > 0
          ? Promise.reject(new TypeError("The network is down"))
          : fetch(input, init);
      bot.client.start();
      await eventually(() => expect(heard).toEqual(["missed"]));
    } finally {
      globalThis.fetch = fetch;
      bot.stop();
    }
  });

  test("that is stopped in the middle of several messages receives no more of them", async () => {
    const [ann, helper] = await newPeople(url, 2);
    const heard: string[] = [];
    const onMessage: BotOptions["onMessage"] = ({ content }, itself) => {
      heard.push(content);
      itself.stop();
    };
    const login = { login: helper.username, password };
    const bot = await startBot({ url, login, times: shortTimes, onMessage });
    try {
      await untilLive(bot);
      bot.client.stop();
      const { id } = await ann.startGroup([helper]);
      const missed = numbered("missed", 3);
      await ann.sendAll(id, missed);
      bot.client.start();
      await eventually(() => expect(heard).toEqual(missed.slice(0, 1)));
    } finally {
      bot.stop();
    }
  });

  test("renews its access token shortly before the token expires", async () => {
    const bot = await newBot(url);
    try {
      const before = await bot.session.accessToken();
      // The session renews a token that expires in less than a minute.
      const realNow = Date.now;
      Date.now = () => realNow() + (times.accessTokenSeconds - 30) * 1_000;
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

test("Edits, deletions and reactions appear immediately, and those missed while offline appear after reconnecting", async () => {
  await withStack((stack) =>
    withBots(
      2,
      async (bots) => {
        const [one, other] = bots;
        const id = await one.client.conversations.create([userId(other)]);
        await Promise.all([one.client.open(id), other.client.open(id)]);
        for (const text of ["first", "second", "third"]) await one.client.messages.send(id, text);
        await eventually(() => expect(contentsOf(other, id)).toEqual(["first", "second", "third"]));
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

        // The other client is offline during all of these changes.
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
        // An edit that the server refuses does not show, and keeps its text until the user discards it.
        await other.client.messages.edit({ conversationId: id, messageId: first.id }, "mine");
        const [refused] = other.client.state.timelines.get(id)?.changes ?? [];
        expect(refused).toMatchObject({
          failure: expect.stringContaining("Only the author"),
          change: { kind: "edit", content: "mine" },
        });
        if (refused) other.client.messages.discardChange(refused);
        expect(other.client.state.timelines.get(id)?.changes).toEqual([]);
        expect(shown(other)?.[0]).toEqual(["1st", ""]);
      },
      stack.url,
    ),
  );
});

test("An old message opens among its neighbours, and the timeline loads from there to the newest message", async () => {
  await withBots(2, async ([one, other]) => {
    const id = await one.client.conversations.create([userId(other)]);
    await one.client.open(id);
    const texts = Array.from({ length: 180 }, (_, at) => `message ${at + 1}`);
    await Promise.all(texts.map((text) => one.client.messages.send(id, text)));
    // A user who missed more than a page starts at the first unread message.
    await eventually(() => expect(conversationOf(other, id)?.unreadCount).toBe(180));
    await other.client.open(id);
    const timeline = () => other.client.state.timelines.get(id);
    expect(timeline()).toMatchObject({ isAtEnd: false, focus: { seq: 1 } });
    await other.client.show(id, 90);
    expect(contentsOf(other, id)).toEqual(texts.slice(39, 139));
    // A new message counts, but does not leave a gap in the timeline.
    await one.client.messages.send(id, "new");
    await eventually(() => expect(conversationOf(other, id)?.lastSeq).toBe(181));
    expect(contentsOf(other, id)).toEqual(texts.slice(39, 139));
    await other.client.timelines.loadNewer(id);
    expect(timeline()?.isAtEnd).toBe(true);
    expect(contentsOf(other, id)).toEqual([...texts.slice(39), "new"]);
    await one.client.messages.send(id, "newer");
    await eventually(() => expect(contentsOf(other, id).at(-1)).toBe("newer"));
    // A message that the user sends from an old place returns to the newest messages.
    await other.client.show(id, 5);
    expect(timeline()?.isAtEnd).toBe(false);
    await other.client.messages.send(id, "an answer");
    await eventually(() => expect(contentsOf(other, id).at(-1)).toBe("an answer"));
    expect(timeline()?.isAtEnd).toBe(true);
  });
});
