import { expect, inject, test } from "vitest";
import { ChatClient } from "../../client/chat-client.ts";
import { cookieFetch } from "../../client/node/cookie-fetch.ts";
import { openNodeSocket } from "../../client/node/open-node-socket.ts";
import { Session } from "../../client/session/session.ts";
import { password } from "../support/accounts.ts";
import { signWithOurKey } from "../support/aws.ts";
import { untilIdle } from "../support/aws-calls.ts";
import { newBot, shortTimes, untilLive, userId } from "../support/bots.ts";
import { eventually } from "../support/eventually.ts";
import { databaseCall, failStatement, injectFaults, pushCall } from "../support/faults.ts";
import { decodeJwt, makeJwt } from "../support/jwt.ts";
import { withStack } from "../support/own-stack.ts";
import { newId, newPeople, newPerson } from "../support/people.ts";
import { required } from "../support/required.ts";
import { Socket } from "../support/socket.ts";

const { url, awsUrl, assembly } = inject("stack");

const sendFrame = (conversationId: string, content: string, id = newId()) => ({
  action: "message.send" as const,
  conversationId,
  id,
  content,
});

test("Clients recover by themselves when the database restarts under load, and lose no acknowledged message", async () => {
  await withStack(async (stack) => {
    const bots = await Promise.all([newBot(stack.url), newBot(stack.url)]);
    const [writer, reader] = bots;
    try {
      await Promise.all(bots.map(untilLive));
      const id = await writer.client.conversations.create([userId(reader)]);
      await Promise.all(bots.map(({ client }) => client.open(id)));
      const texts = Array.from({ length: 60 }, (_, at) => `message ${at}`);
      const sending = Promise.all(texts.map((text) => writer.client.messages.send(id, text)));
      const shown = (bot: typeof writer) =>
        bot.client.state.timelines.get(id)?.messages.map(({ content }) => content) ?? [];
      await eventually(() => expect(shown(writer).length).toBeGreaterThan(5));
      const postgres = required(stack.postgres, "embedded database");
      await postgres.restart();
      await eventually(() => expect(shown(writer).length).toBeGreaterThan(20));
      await postgres.restart();
      await sending;
      for (const bot of bots) await eventually(() => expect(shown(bot)).toEqual(texts));
    } finally {
      for (const bot of bots) bot.stop();
    }
  });
});

const resuming = { kind: "refuse", status: 400, name: "DatabaseResumingException" } as const;

test("The first request to a paused cluster waits until the cluster has resumed", async () => {
  await withStack(async (stack) => {
    const [ann, ben] = await newPeople(stack.url, 2);
    const { id } = await ann.startDirect(ben);
    const socket = await ann.connect();
    const left = injectFaults(stack, databaseCall, [resuming, resuming, resuming]);
    expect((await socket.request(sendFrame(id, "good morning"))).type).toBe("ack");
    expect(left).toEqual([]);
  });
});

test("A request and a new socket are refused as waking up while the cluster resumes, and succeed afterwards", async () => {
  await withStack(async (stack) => {
    const person = await newPerson(stack.url);
    stack.faults.decide = ({ service }) => (service === "rds-data" ? resuming : undefined);
    const [refused] = await Promise.all([
      person.refused("listConversations"),
      // A function that fails would answer 500, and count for the alarm.
      expect(person.connect()).rejects.toThrow("503"),
    ]);
    expect(refused).toMatchObject({ status: 503, body: { code: "waking-up", retryAfter: 2 } });
    expect(refused.headers.get("retry-after")).toBe("2");
    stack.faults.decide = () => undefined;
    expect(await person.status("listConversations")).toBe(200);
    await person.connect();
  });
});

test("A user whose socket closes while the cluster resumes goes offline once it has resumed", async () => {
  await withStack(async (stack) => {
    const [ann, ben] = await newPeople(stack.url, 2);
    await ann.startDirect(ben);
    const [watching, leaving] = [await ann.connect(), await ben.connect()];
    await untilIdle(stack);
    const handedOn = new Promise<void>((resolve) => {
      stack.faults.decide = ({ service }, body) => {
        if (service === "sqs" && body.includes("end connection")) resolve();
        return service === "rds-data" ? resuming : undefined;
      };
    });
    leaving.close();
    await handedOn;
    stack.faults.decide = () => undefined;
    await watching.next((frame) => frame.type === "presence" && frame.userId === ben.id && !frame.online);
  });
});

test("A lost answer from the database becomes a 503 with Retry-After when a retry would not be safe", async () => {
  await withStack(async (stack) => {
    const [ann, ben] = await newPeople(stack.url, 2);
    const { id } = await ann.startGroup([ben]);
    failStatement(stack, /remove_participant/, { kind: "lose answer" });
    const params = { id, userId: ben.id };
    const refused = await ann.refused("removeParticipant", { params });
    expect(refused).toMatchObject({ status: 503, body: { status: 503, retryAfter: 2 } });
    expect(refused.headers.get("retry-after")).toBe("2");
    // The removal had happened, and a second attempt reports that.
    expect(await ann.status("removeParticipant", { params })).toBe(404);
  });
});

test("A push that times out closes the recipient's connection and does not delay the ack", async () => {
  await withStack(async (stack) => {
    const [ann, ben] = await newPeople(stack.url, 2);
    const { id } = await ann.startDirect(ben);
    const [sender, reader] = [await ann.connect(), await ben.connect()];
    await untilIdle(stack);
    injectFaults(stack, pushCall, [{ kind: "delay", ms: 4_000 }]);
    expect((await sender.request(sendFrame(id, "slow"))).type).toBe("ack");
    await reader.closed;
  });
});

test("A message whose ack was lost with its socket is stored once when the client sends it again", async () => {
  await withStack(async (stack) => {
    const [ann, ben] = await newPeople(stack.url, 2);
    const { id } = await ann.startDirect(ben);
    const [sender] = [await ann.connect(), await ben.connect()];
    await untilIdle(stack);
    // The ack waits for a slow push, so the socket drops after the commit and before the ack.
    injectFaults(stack, pushCall, [{ kind: "delay", ms: 1_000 }]);
    const messageId = newId();
    sender.send({ ...sendFrame(id, "once", messageId), requestId: "lost" });
    await eventually(async () => expect((await ben.history(id)).items).toHaveLength(1));
    sender.terminate();
    const again = await ann.connect();
    const ack = await again.request(sendFrame(id, "once", messageId));
    expect(ack).toMatchObject({ type: "ack", message: { id: messageId, seq: 1 } });
    expect((await ben.history(id)).items).toHaveLength(1);
  });
});

test("Deeply nested JSON over the WebSocket returns an error frame, and the connection stays open", async () => {
  const socket = await (await newPerson(url)).connect();
  const deep = "[".repeat(15_000) + "]".repeat(15_000);
  socket.send(`{"action":"message.send","requestId":"deep","content":${deep}}`);
  expect(await socket.nextOf("error")).toMatchObject({ requestId: "deep", problem: { status: 400 } });
  socket.send(deep);
  await socket.nextOf("error");
  socket.send({ action: "ping" });
  await socket.nextOf("pong");
});

test("The client sends a message that is too large for a frame over REST, and the next message follows it", async () => {
  const bots = await Promise.all([newBot(url), newBot(url)]);
  const [writer, reader] = bots;
  try {
    const id = await writer.client.conversations.create([userId(reader)]);
    await Promise.all(bots.map(({ client }) => client.open(id)));
    // These characters take almost 48,000 bytes as JSON. A message needs a visible one.
    const texts = [`${"\u0001".repeat(7_999)}x`, "next"];
    await Promise.all(texts.map((text) => writer.client.messages.send(id, text)));
    await eventually(() =>
      expect(reader.client.state.timelines.get(id)?.messages.map(({ content }) => content)).toEqual(texts),
    );
  } finally {
    for (const bot of bots) bot.stop();
  }
});

test("A connection outlives its access token, which opens no further connection", async () => {
  const [ann, ben] = await newPeople(url, 2);
  const { id } = await ann.startDirect(ben);
  const { header, claims } = decodeJwt(ann.token);
  // The authorizer tolerates five seconds of clock skew.
  const exp = Math.floor(Date.now() / 1000) - 2;
  const token = await makeJwt(header, { ...claims, exp }, signWithOurKey(awsUrl, assembly));
  const socket = await Socket.open(url, token);
  await eventually(async () => {
    await expect(Socket.open(url, token)).rejects.toThrow("401");
  });
  expect((await socket.request(sendFrame(id, "still here"))).type).toBe("ack");
});

test("A client whose clock was set back fetches a new token when the server refuses the old one", async () => {
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
  // By the client's clock, this token is valid for another hour. The server refuses it.
  const entry = [...values].find(([, value]) => value.startsWith("{"));
  const [key, value] = required(entry, "stored session");
  const stored = JSON.parse(value);
  values.set(key, JSON.stringify({ ...stored, accessToken: "expired", expiresAt: Date.now() + 3_600_000 }));
  const session = new Session(`${url}/api`, options);
  const tokens: (string | undefined)[] = [];
  const client = new ChatClient({
    session,
    socketUrl: `${url.replace("http", "ws")}/ws`,
    times: shortTimes,
    openSocket: (address, protocols) => {
      tokens.push(protocols[1]);
      return openNodeSocket(address, protocols);
    },
  });
  client.start();
  try {
    await eventually(() => expect(client.state.status).toBe("live"));
    expect(tokens[0]).toBe("expired");
  } finally {
    client.stop();
  }
});
