import * as fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { Bot } from "../../client/node/bot.ts";
import type { Conversation } from "../../contract/conversations.ts";
import { fieldError } from "../../contract/field-errors.ts";
import type { ConversationId } from "../../contract/ids.ts";
import type { MessagePage } from "../../contract/messages.ts";
import type { RunningStack } from "../../localstack/stack.ts";
import { isLive, newBot, userId } from "../support/bots.ts";
import { eventually } from "../support/eventually.ts";
import { startOwnStack } from "../support/own-stack.ts";
import { http, newId, newPerson, type Person } from "../support/people.ts";

// The profile `scale`: a primary, and a streaming-replication standby that replays each commit late.

/** Long enough for a whole test to fall into it, if the test says nothing else. */
const delayMs = 4_000;

let stack: RunningStack;
let standby: pg.Client;
let stop: () => Promise<void>;
/** What the standby was asked. */
let asked = "";

beforeAll(async () => {
  ({ stack, stop } = await startOwnStack({ context: { profile: "scale" }, readerDelayMs: delayMs }));
  standby = new pg.Client({ connectionString: stack.standby?.url });
  standby.on("error", () => {});
  await standby.connect();
  await standby.query("ALTER SYSTEM SET log_statement = 'all'");
  await standby.query("SELECT pg_reload_conf()");
  stack.standby?.onLog((text) => {
    asked += text;
  });
});
afterAll(async () => {
  await standby.end().catch(() => {});
  await stop();
});

/** A client that gives back what answers tell, or an earlier position, or none. */
const at = (position?: string) => ({
  ...(position !== undefined && { headers: { "chatflow-position": position } }),
});
const historyOf = (person: Person, { id }: { id: ConversationId }, position?: string) =>
  person.answer("listMessages", { params: { id }, ...at(position) });
const listOf = (person: Person, position?: string) => person.answer("listConversations", at(position));
const contents = ({ body }: { body: MessagePage }) => body.items.map(({ content }) => content);
const told = ({ headers }: { headers: Headers }) => headers.get("chatflow-position") ?? "none";

/** Waits until the standby has all that was written before a position. */
const replayed = (position: string) =>
  eventually(async () => {
    const { rows } = await standby.query(
      "SELECT pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8 AS done",
      [position],
    );
    if (!rows[0]?.done) throw new Error("The standby is behind");
  });

describe("history, lists and search", () => {
  let alice: Person;
  let bob: Person;
  let group: Conversation;
  beforeAll(async () => {
    alice = await newPerson(stack.url);
    bob = await newPerson(stack.url);
    group = await alice.startGroup([bob], "Delayed");
  });

  test("come from the standby as of a position, and from the primary after it", async () => {
    const early = await alice.send(group.id, "early rhubarb");
    await replayed(told(early));
    const late = await alice.send(group.id, "late rhubarb");

    // The standby has not replayed the second message: who sees the first alone was answered by it.
    const [old, now, unsaid] = await Promise.all([
      historyOf(bob, group, told(early)),
      historyOf(alice, group, told(late)),
      historyOf(alice, group),
    ]);
    expect(contents(old)).toEqual(["early rhubarb"]);
    expect(contents(now)).toEqual(["late rhubarb", "early rhubarb"]);
    expect(contents(unsaid)).toEqual(["late rhubarb", "early rhubarb"]);

    const list = async (position: string) =>
      (await listOf(bob, position)).body.items[0]?.lastMessage?.content;
    expect(await list(told(early))).toBe("early rhubarb");
    expect(await list(told(late))).toBe("late rhubarb");
    const search = async (position: string) =>
      (await bob.answer("search", { query: { query: "rhubarb" }, ...at(position) })).body.items.length;
    expect(await search(told(early))).toBe(1);
    expect(await search(told(late))).toBe(2);
  });

  test("come from the standby again as soon as it has what the caller has", async () => {
    const sent = await alice.send(group.id, "caught up");
    await replayed(told(sent));
    asked = "";
    expect(contents(await historyOf(alice, group, told(sent)))).toContain("caught up");
    await eventually(() => expect(asked).toMatch(/FROM participants p\s+JOIN conversations c/));
  });

  test("have what somebody was just told of, whatever they gave", async () => {
    const before = told(await bob.answer("getMe"));
    await replayed(before);
    const socket = await bob.connect();
    const conversation = await alice.startGroup([bob], "New");
    await socket.nextOf("conversation.created");
    // The standby knows no such conversation, and so the primary is asked.
    expect((await historyOf(bob, conversation, before)).status).toBe(200);
    // Events tell a position as well, by which the list has it.
    const { body } = await listOf(bob, socket.position);
    expect(body.items.map(({ id }) => id)).toContain(conversation.id);
    await socket.close();
  });

  test("are as of an ack, too", async () => {
    const socket = await alice.connect();
    const frame = { action: "message.send", conversationId: group.id, id: newId(), content: "by socket" };
    await socket.request(frame);
    expect(contents(await historyOf(alice, group, socket.position))[0]).toBe("by socket");
    await socket.close();
  });

  test("are refused for what is no position, which is named", async () => {
    const { status, problem } = await historyOf(alice, group, "last week");
    expect(status).toBe(400);
    expect(problem).toMatchObject({
      errors: [fieldError("chatflow-position", "invalid-position")],
    });
  });
});

/** What somebody has written: a message, or a conversation, of which `seq` is 0. */
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
  /** By the WebSocket, as the page does; done when the ack is there. */
  frame: async ({ client }: Bot, id: ConversationId, word: string): Promise<Written> => {
    await client.messages.send(id, word);
    const { seq } = await eventually(() => {
      const message = client.state.timelines.get(id)?.messages.find(({ content }) => content === word);
      if (!message) throw new Error("No ack yet");
      return message;
    });
    return { id, seq, word };
  },
  /** And reads when the standby has it. */
  patiently: async (bot: Bot, id: ConversationId, word: string): Promise<Written> => {
    const { seq } = await post(bot, id, word);
    await replayed(bot.session.position.headers["chatflow-position"] ?? "0");
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

/** Whether a person finds what they wrote, where they look. */
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

interface Step {
  who: number;
  does: keyof typeof writes;
  reads: keyof typeof finds;
}

test("nobody misses what they wrote, whatever several people do at the same time", async () => {
  const bots = await Promise.all([1, 2, 3].map(() => newBot(stack.url)));
  try {
    await Promise.all(bots.map(isLive));
    const [first, ...others] = bots as [Bot, ...Bot[]];
    const participantIds = others.map(userId);
    const { id } = await first.session.call("createConversation", {
      body: { participantIds, name: "Everybody", isGroupChat: true },
    });
    await Promise.all(bots.map((bot) => eventually(() => bot.client.open(id))));

    const step = fc.record({
      who: fc.nat(bots.length - 1),
      does: fc.constantFrom(...(Object.keys(writes) as Step["does"][])),
      reads: fc.constantFrom(...(Object.keys(finds) as Step["reads"][])),
    });
    let counter = 0;
    const run = async ({ who, does, reads }: Step) => {
      const bot = bots[who] as Bot;
      const wrote = await writes[does](bot, id, `w${process.pid}x${counter++}`);
      expect(await finds[reads](bot, wrote)).toBe(true);
    };
    // So that some reads fall before the replay of what they must have, and some after it.
    await standby.query("ALTER SYSTEM SET recovery_min_apply_delay = '40ms'");
    await standby.query("SELECT pg_reload_conf()");
    asked = "";
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
        // Each person does one thing after the other; they all do so at once.
        await Promise.all(
          bots.map(async (_, who) => {
            for (const each of steps) if (each.who === who) await run(each);
          }),
        );
      }),
      { numRuns: 8 },
    );
    // Both happened: a read that the standby could answer, and one for which it was behind.
    expect(asked).toMatch(/: COMMIT/);
    expect(asked).toMatch(/: ROLLBACK/);
  } finally {
    for (const bot of bots) bot.stop();
  }
}, 180_000);

test("a reader that is gone is done without", async () => {
  const alice = await newPerson(stack.url);
  const group = await alice.startGroup([], "Alone");
  const sent = await alice.send(group.id, "still here");
  await stack.standby?.stop();
  expect(contents(await historyOf(alice, group, told(sent)))).toEqual(["still here"]);
});

test("without readers, nobody is told of positions, and they are taken all the same", async () => {
  const { url } = inject("stack");
  const alice = await newPerson(url);
  const headers = { authorization: `Bearer ${alice.token}`, "chatflow-position": "12" };
  const answer = await http(url, "GET", "/api/conversations", { headers });
  expect([answer.status, told(answer)]).toEqual([200, "none"]);
});
