import * as fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import type { Bot } from "../../client/node/bot.ts";
import type { Conversation } from "../../contract/conversations.ts";
import { fieldError } from "../../contract/field-errors.ts";
import type { ConversationId } from "../../contract/ids.ts";
import type { MessagePage } from "../../contract/messages.ts";
import type { RunningStack } from "../../localstack/stack.ts";
import { newBot, untilLive, userId } from "../support/bots.ts";
import { eventually } from "../support/eventually.ts";
import { startOwnStack } from "../support/own-stack.ts";
import { http, newId, newPerson, type Person } from "../support/people.ts";
import { required } from "../support/required.ts";
import { createTuple } from "../support/tuple.ts";

// The profile `scale`: a primary and a streaming-replication standby that replays each commit late.

/** The standby's delay. Some reads precede the replay of their write, and some follow it. */
const readerDelayMs = 40;

let stack: RunningStack;
let standby: NonNullable<RunningStack["standby"]>;
let admin: pg.Client;
let stop: () => Promise<void>;
/** The standby's log of statements. */
let standbyLog = "";

beforeAll(async () => {
  ({ stack, stop } = await startOwnStack({ context: { profile: "scale" }, readerDelayMs }));
  standby = required(stack.standby, "standby");
  admin = new pg.Client({ connectionString: standby.url });
  // One test stops the standby.
  admin.on("error", () => {});
  await admin.connect();
  await admin.query("ALTER SYSTEM SET log_statement = 'all'");
  await admin.query("SELECT pg_reload_conf()");
  standby.onLog((text) => {
    standbyLog += text;
  });
});
afterAll(async () => {
  await admin.end().catch(() => {});
  await stop();
});

/** Options of a request with a database position. */
const at = (position?: string) => ({
  ...(position !== undefined && { headers: { "chatflow-position": position } }),
});
const historyOf = (person: Person, { id }: { id: ConversationId }, position?: string) =>
  person.answer("listMessages", { params: { id }, ...at(position) });
const listOf = (person: Person, position?: string) => person.answer("listConversations", at(position));
const contents = ({ body }: { body: MessagePage }) => body.items.map(({ content }) => content);
const positionOf = ({ headers }: { headers: Headers }) =>
  required(headers.get("chatflow-position"), "database position");

/** Waits until the standby has replayed every write before a position. */
const untilReplayed = (position: string) =>
  eventually(async () => {
    const { rows } = await admin.query("SELECT pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8 AS done", [
      position,
    ]);
    if (!rows[0]?.done) throw new Error("The standby is behind");
  });

/** Runs `whileBehind` while the standby replays nothing. */
async function withoutReplay(whileBehind: () => Promise<void>): Promise<void> {
  await admin.query("SELECT pg_wal_replay_pause()");
  try {
    await eventually(async () => {
      const { rows } = await admin.query("SELECT pg_get_wal_replay_pause_state() AS state");
      expect(rows).toEqual([{ state: "paused" }]);
    });
    await whileBehind();
  } finally {
    await admin.query("SELECT pg_wal_replay_resume()");
  }
}

describe("A read with the database position", () => {
  let alice: Person;
  let bob: Person;
  let group: Conversation;
  beforeEach(async () => {
    alice = await newPerson(stack.url);
    bob = await newPerson(stack.url);
    group = await alice.startGroup([bob], "Delayed");
  });

  test("goes to the standby if the standby has replayed it, and otherwise to the primary", async () => {
    const early = await alice.send(group.id, "early rhubarb");
    await untilReplayed(positionOf(early));
    await withoutReplay(async () => {
      const late = await alice.send(group.id, "late rhubarb");

      // The standby has not replayed the second message, so an answer without it came from the standby. On a busy
      // machine, the standby may take too long to accept a connection, and the primary answers instead.
      await eventually(async () =>
        expect(contents(await historyOf(bob, group, positionOf(early)))).toEqual(["early rhubarb"]),
      );
      const [now, withoutPosition] = await Promise.all([
        historyOf(alice, group, positionOf(late)),
        historyOf(alice, group),
      ]);
      expect(contents(now)).toEqual(["late rhubarb", "early rhubarb"]);
      expect(contents(withoutPosition)).toEqual(["late rhubarb", "early rhubarb"]);

      const list = async (position: string) =>
        (await listOf(bob, position)).body.items[0]?.lastMessage?.content;
      await eventually(async () => expect(await list(positionOf(early))).toBe("early rhubarb"));
      expect(await list(positionOf(late))).toBe("late rhubarb");
      const search = async (position: string) =>
        (await bob.answer("search", { query: { query: "rhubarb" }, ...at(position) })).body.items.length;
      await eventually(async () => expect(await search(positionOf(early))).toBe(1));
      expect(await search(positionOf(late))).toBe(2);
    });
  });

  test("of the caller's last write goes to the standby as soon as the standby has replayed the write", async () => {
    const sent = await alice.send(group.id, "caught up");
    await untilReplayed(positionOf(sent));
    standbyLog = "";
    expect(contents(await historyOf(alice, group, positionOf(sent)))).toContain("caught up");
    await eventually(() => expect(standbyLog).toMatch(/FROM conversations c\s+LEFT JOIN LATERAL/));
  });

  test("finds a conversation that an event has just announced, even if the position is older", async () => {
    const before = positionOf(await bob.answer("getMe"));
    await untilReplayed(before);
    const socket = await bob.connect();
    await withoutReplay(async () => {
      const conversation = await alice.startGroup([bob], "New");
      await socket.nextOf("conversation.created");
      // The standby does not find the conversation, so the function asks the primary.
      expect((await historyOf(bob, conversation, before)).status).toBe(200);
      // The event carried a position, with which the list includes the conversation.
      const { body } = await listOf(bob, socket.position);
      expect(body.items.map(({ id }) => id)).toContain(conversation.id);
    });
    await socket.close();
  });

  test("of an ack returns the acknowledged message", async () => {
    const socket = await alice.connect();
    const content = "by socket";
    await socket.request({ action: "message.send", conversationId: group.id, id: newId(), content });
    expect(contents(await historyOf(alice, group, socket.position))[0]).toBe("by socket");
    await socket.close();
  });

  test("is refused if the position is malformed, and the answer names the header", async () => {
    const { status, problem } = await historyOf(alice, group, "last week");
    expect(status).toBe(400);
    expect(problem).toMatchObject({
      errors: [fieldError("chatflow-position", "invalid-position")],
    });
  });
});

/** A write that its author must be able to read: a message, or a conversation, whose `seq` is 0. */
interface Written {
  id: ConversationId;
  seq: number;
  word: string;
}

const post = async ({ session }: Bot, id: ConversationId, content: string) =>
  session.call("sendMessage", { params: { id }, body: { id: newId(), content } });

const writes = {
  post: async (bot: Bot, id: ConversationId, word: string): Promise<Written> => {
    const { seq } = await post(bot, id, word);
    return { id, seq, word };
  },
  /** Sends over the WebSocket like the page, and waits for the ack. */
  frame: async ({ client }: Bot, id: ConversationId, word: string): Promise<Written> => {
    await client.messages.send(id, word);
    const { seq } = await eventually(() => {
      const message = client.state.timelines.get(id)?.messages.find(({ content }) => content === word);
      if (!message) throw new Error("No ack yet");
      return message;
    });
    return { id, seq, word };
  },
  /** Waits until the standby has replayed the message. */
  replay: async (bot: Bot, id: ConversationId, word: string): Promise<Written> => {
    const { seq } = await post(bot, id, word);
    await untilReplayed(required(bot.session.position.headers["chatflow-position"], "position"));
    return { id, seq, word };
  },
  edit: async (bot: Bot, id: ConversationId, word: string): Promise<Written> => {
    const { id: messageId, seq } = await post(bot, id, "a draft");
    await bot.session.call("editMessage", { params: { id, messageId }, body: { content: word } });
    return { id, seq, word };
  },
  create: async ({ session }: Bot, _: ConversationId, word: string): Promise<Written> => {
    const body = { participantIds: [], name: word, isGroupChat: true };
    const { id } = await session.call("createConversation", { body });
    return { id, seq: 0, word };
  },
};

/** Whether a user finds their write in each kind of read. */
const finds = {
  history: async ({ session }: Bot, { id, seq, word }: Written) => {
    const { items } = await session.call("listMessages", { params: { id }, query: { limit: "100" } });
    return seq === 0 || items.some((message) => message.seq === seq && message.content === word);
  },
  list: async ({ session }: Bot, { id, seq }: Written) => {
    const { items } = await session.call("listConversations", { query: {} });
    return items.some((conversation) => conversation.id === id && conversation.lastSeq >= seq);
  },
  search: async ({ session }: Bot, { seq, word }: Written) => {
    const { items } = await session.call("search", { query: { query: word } });
    return seq === 0 || items.length === 1;
  },
};

test("Every user reads their own writes, whatever several users do at the same time", async () => {
  const bots = await createTuple(3, () => newBot(stack.url));
  try {
    await Promise.all(bots.map(untilLive));
    const [first, ...others] = bots;
    const participantIds = others.map(userId);
    const { id } = await first.session.call("createConversation", {
      body: { participantIds, name: "Everybody", isGroupChat: true },
    });
    await Promise.all(bots.map((bot) => eventually(() => bot.client.open(id))));

    let counter = 0;
    /** Runs random writes, each followed by a read of its author. */
    const everyoneReads = async (kinds: (typeof writes)[keyof typeof writes][]) => {
      const step = fc.record({
        bot: fc.constantFrom(...bots),
        write: fc.constantFrom(...kinds),
        find: fc.constantFrom(...Object.values(finds)),
      });
      const steps = fc.array(step, { minLength: 4, maxLength: 12 });
      const reads = fc.asyncProperty(steps, async (steps) => {
        // Each user takes their steps in order. The users act at the same time.
        await Promise.all(
          bots.map(async (user) => {
            for (const { bot, write, find } of steps) {
              if (bot !== user) continue;
              const written = await write(bot, id, `w${process.pid}x${counter++}`);
              expect(await find(bot, written)).toBe(true);
            }
          }),
        );
      });
      await fc.assert(reads, { numRuns: 4 });
    };

    // The standby is behind for every read.
    const { replay, ...immediate } = writes;
    standbyLog = "";
    await withoutReplay(() => everyoneReads(Object.values(immediate)));
    await eventually(() => expect(standbyLog).toMatch(/: ROLLBACK/));

    // The standby is behind for some reads, and at the end for none.
    standbyLog = "";
    await everyoneReads([replay, ...Object.values(immediate)]);
    await eventually(async () => {
      await first.session.call("listConversations", { query: {} });
      expect(standbyLog).toMatch(/: COMMIT/);
    });
  } finally {
    for (const bot of bots) bot.stop();
  }
});

test("A read goes to the primary after the standby has stopped", async () => {
  const alice = await newPerson(stack.url);
  const group = await alice.startGroup([], "Alone");
  const sent = await alice.send(group.id, "still here");
  await standby.stop();
  expect(contents(await historyOf(alice, group, positionOf(sent)))).toEqual(["still here"]);
});

test("A deployment without readers returns no database positions and accepts requests that carry one", async () => {
  const { url } = inject("stack");
  const alice = await newPerson(url);
  const headers = { authorization: `Bearer ${alice.token}`, "chatflow-position": "12" };
  const answer = await http(url, "GET", "/api/conversations", { headers });
  expect([answer.status, answer.headers.get("chatflow-position")]).toEqual([200, null]);
});
