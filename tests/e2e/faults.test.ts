import { expect, inject, test } from "vitest";
import { ChatClient } from "../../client/chat-client.ts";
import { cookieFetch } from "../../client/node/cookie-fetch.ts";
import { openNodeSocket } from "../../client/node/open-node-socket.ts";
import { Session } from "../../client/session/session.ts";
import { password } from "../support/accounts.ts";
import { signWithOurKey } from "../support/aws.ts";
import { quiet } from "../support/aws-calls.ts";
import { isLive, newBot, quickTimes, userId } from "../support/bots.ts";
import { eventually } from "../support/eventually.ts";
import { databaseCall, faultsInTurn, pushCall } from "../support/faults.ts";
import { decodeJwt, makeJwt } from "../support/jwt.ts";
import { withStack } from "../support/own-stack.ts";
import { newId, newPeople, newPerson } from "../support/people.ts";
import { Socket } from "../support/socket.ts";

const { url, awsUrl, assembly } = inject("stack");

const sendFrame = (conversationId: string, content: string, id = newId()) => ({
  action: "message.send",
  conversationId,
  id,
  content,
});

test("the database is killed and restarted under load: nothing acknowledged is lost, and clients go on by themselves", async () => {
  await withStack(async (stack) => {
    const bots = await Promise.all([newBot(stack.url), newBot(stack.url)]);
    const [writer, reader] = bots;
    try {
      await Promise.all(bots.map(isLive));
      const id = await writer.client.conversations.create([userId(reader)]);
      await Promise.all(bots.map(({ client }) => client.open(id)));
      const texts = Array.from({ length: 60 }, (_, at) => `message ${at}`);
      const sending = Promise.all(texts.map((text) => writer.client.messages.send(id, text)));
      const shown = (bot: typeof writer) =>
        bot.client.state.timelines.get(id)?.messages.map(({ content }) => content) ?? [];
      await eventually(() => expect(shown(writer).length).toBeGreaterThan(5));
      await stack.postgres?.restart();
      await eventually(() => expect(shown(writer).length).toBeGreaterThan(20));
      await stack.postgres?.restart();
      await sending;
      for (const bot of bots) await eventually(() => expect(shown(bot)).toEqual(texts), 30_000);
    } finally {
      for (const bot of bots) bot.stop();
    }
  });
});

const resuming = { kind: "refuse", status: 400, name: "DatabaseResumingException" } as const;

test("the cluster was paused: whoever comes first waits until it is awake, and is not refused", async () => {
  await withStack(async (stack) => {
    const [ann, ben] = await newPeople(stack.url, 2);
    const { id } = await ann.startDirect(ben);
    const socket = await ann.connect();
    const left = faultsInTurn(stack, databaseCall, [resuming, resuming, resuming]);
    expect((await socket.request(sendFrame(id, "good morning"))).type).toBe("ack");
    expect(left).toEqual([]);
  });
});

test("a request is refused as waking up while the cluster resumes, and succeeds once it has", async () => {
  await withStack(async (stack) => {
    const person = await newPerson(stack.url);
    stack.faults.decide = ({ service }) => (service === "rds-data" ? resuming : undefined);
    const refused = await person.refused("listConversations");
    expect(refused).toMatchObject({ status: 503, body: { code: "waking-up", retryAfter: 2 } });
    expect(refused.headers.get("retry-after")).toBe("2");
    stack.faults.decide = () => undefined;
    expect(await person.status("listConversations")).toBe(200);
  });
});

test("an answer of the database that is lost is a 503 with Retry-After where a second attempt would not be safe", async () => {
  await withStack(async (stack) => {
    const [ann, ben] = await newPeople(stack.url, 2);
    const { id } = await ann.startGroup([ben]);
    // Announcing the group calls the database as well.
    await quiet(stack);
    // The first call looks at the caller's role; the second one removes.
    let calls = 0;
    stack.faults.decide = ({ service }) =>
      service === "rds-data" && ++calls === 2 ? { kind: "lose answer" } : undefined;
    const params = { id, userId: ben.id };
    const refused = await ann.refused("removeParticipant", { params });
    expect(refused).toMatchObject({ status: 503, body: { status: 503, retryAfter: 2 } });
    expect(refused.headers.get("retry-after")).toBe("2");
    // It had happened, and the caller finds that out.
    expect(await ann.status("removeParticipant", { params })).toBe(404);
  });
});

test("a push that takes too long closes its connection, and the ack comes all the same", async () => {
  await withStack(async (stack) => {
    const [ann, ben] = await newPeople(stack.url, 2);
    const { id } = await ann.startDirect(ben);
    const [sender, reader] = [await ann.connect(), await ben.connect()];
    await quiet(stack);
    faultsInTurn(stack, pushCall, [{ kind: "delay", ms: 4_000 }]);
    expect((await sender.request(sendFrame(id, "slow"))).type).toBe("ack");
    await reader.closed;
  });
});

test("the socket drops between commit and ack: the client sends again, and there is one message", async () => {
  await withStack(async (stack) => {
    const [ann, ben] = await newPeople(stack.url, 2);
    const { id } = await ann.startDirect(ben);
    const [sender] = [await ann.connect(), await ben.connect()];
    await quiet(stack);
    // It is committed; the ack waits for a push.
    faultsInTurn(stack, pushCall, [{ kind: "delay", ms: 1_000 }]);
    const messageId = newId();
    sender.send({ ...sendFrame(id, "once", messageId), requestId: "lost" });
    await eventually(async () => expect((await ben.history(id)).items).toHaveLength(1));
    sender.vanish();
    const again = await ann.connect();
    const ack = await again.request(sendFrame(id, "once", messageId));
    expect(ack).toMatchObject({ type: "ack", message: { id: messageId, seq: 1 } });
    expect((await ben.history(id)).items).toHaveLength(1);
  });
});

test("deep JSON over the socket gets an error frame, and harms nobody", async () => {
  const socket = await (await newPerson(url)).connect();
  const deep = "[".repeat(15_000) + "]".repeat(15_000);
  socket.send(`{"action":"message.send","requestId":"deep","content":${deep}}`);
  expect(await socket.nextOf("error")).toMatchObject({ requestId: "deep", problem: { status: 400 } });
  socket.send(deep);
  await socket.nextOf("error");
  socket.send({ action: "ping" });
  await socket.nextOf("pong");
});

test("a message that no frame can carry goes by REST, and holds up nothing", async () => {
  const bots = await Promise.all([newBot(url), newBot(url)]);
  const [writer, reader] = bots;
  try {
    const id = await writer.client.conversations.create([userId(reader)]);
    await Promise.all(bots.map(({ client }) => client.open(id)));
    // 8,000 characters, and 48,000 bytes as JSON.
    const texts = ["\u0001".repeat(8_000), "next"];
    await Promise.all(texts.map((text) => writer.client.messages.send(id, text)));
    await eventually(() =>
      expect(reader.client.state.timelines.get(id)?.messages.map(({ content }) => content)).toEqual(texts),
    );
  } finally {
    for (const bot of bots) bot.stop();
  }
});

test("a token expires while connected: the connection goes on, and nothing new is opened with it", async () => {
  const [ann, ben] = await newPeople(url, 2);
  const { id } = await ann.startDirect(ben);
  const { header, claims } = decodeJwt(ann.token);
  // Verifiers forgive five seconds, for clocks that differ.
  const exp = Math.floor(Date.now() / 1000) - 2;
  const token = await makeJwt(header, { ...claims, exp }, signWithOurKey(awsUrl, assembly));
  const socket = await Socket.open(url, token);
  await eventually(async () => {
    await expect(Socket.open(url, token)).rejects.toThrow("401");
  });
  expect((await socket.request(sendFrame(id, "still here"))).type).toBe("ack");
});

test("a clock that was set back: the client does not trust it, and takes a new token when the old one is refused", async () => {
  const person = await newPerson(url);
  const values = new Map<string, string>();
  const store = {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  };
  const fetcher = cookieFetch();
  const options = { stores: { tab: store, browser: store }, fetch: fetcher };
  const first = new Session(`${url}/api`, options);
  await first.logIn({ login: person.username, password });
  // As the clock has it, this token is good for an hour; the server says otherwise.
  const [key = ""] = [...values.keys()].filter((name) => values.get(name)?.startsWith("{"));
  const stored = JSON.parse(values.get(key) ?? "{}");
  values.set(key, JSON.stringify({ ...stored, accessToken: "expired", expiresAt: Date.now() + 3_600_000 }));
  const session = new Session(`${url}/api`, options);
  const connects: string[] = [];
  const client = new ChatClient({
    session,
    socketUrl: `${url.replace("http", "ws")}/ws`,
    times: quickTimes,
    openSocket: (address, protocols) => {
      connects.push(protocols[1] ?? "");
      return openNodeSocket(address, protocols);
    },
  });
  client.start();
  try {
    await eventually(() => expect(client.state.status).toBe("live"));
    expect(connects[0]).toBe("expired");
  } finally {
    client.stop();
  }
});
