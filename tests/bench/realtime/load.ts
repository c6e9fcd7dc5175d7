/**
 * The benchmark's load program: many chat clients in one process. Its parent sends one command at a time.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import pMap from "p-map";
import { WebSocket } from "ws";
import { subprotocol } from "../../../contract/web-socket.ts";
import { latencyOf } from "../quantiles.ts";
import type { LoadCommand, LoadConversation, LoadResult } from "./load-protocol.ts";

interface Sent {
  at: number;
  acknowledged: () => void;
  refused: (error: Error) => void;
  deliveriesLeft: number;
}

/** A scenario's messages and latencies so far. */
class Record {
  readonly sent = new Map<string, Sent>();
  readonly acks: number[] = [];
  readonly deliveries: number[] = [];
  readonly lasts: number[] = [];
  expected = 0;
  /** Why a message was refused, which makes the measurements worthless. */
  failure: unknown;
}

/** The number of sockets that open at the same time. */
const opening = 50;

const sockets: WebSocket[] = [];
let record = new Record();

function receive(data: string): void {
  const now = performance.now();
  const { type, message, requestId, problem } = JSON.parse(data);
  if (type === "error")
    record.sent.get(requestId)?.refused(new Error(`A message was refused: ${problem.detail}`));
  const sent = record.sent.get(message?.id);
  if (!sent) return;
  if (type === "ack") {
    record.acks.push(now - sent.at);
    sent.acknowledged();
  } else if (type === "message.created") {
    record.deliveries.push(now - sent.at);
    if (--sent.deliveriesLeft === 0) record.lasts.push(now - sent.at);
  }
}

/** Fails the scenario, which would otherwise wait for acks that cannot arrive. */
function refuseAll(error: Error): void {
  record.failure ??= error;
  for (const { refused } of record.sent.values()) refused(error);
}

async function open({ url, people }: Extract<LoadCommand, { do: "open" }>): Promise<void> {
  let failed = 0;
  await pMap(
    people.entries(),
    async ([at, { token }]) => {
      const socket = new WebSocket(url, [subprotocol, token], { perMessageDeflate: false });
      sockets[at] = socket;
      socket.on("message", (bytes) => receive(String(bytes)));
      socket.on("close", (code) => refuseAll(new Error(`A socket closed with ${code}`)));
      await new Promise<void>((resolve) => {
        socket.once("open", resolve).once("error", () => {
          failed++;
          resolve();
        });
      });
    },
    { concurrency: opening },
  );
  if (failed > 0) throw new Error(`${failed} of ${people.length} sockets did not open`);
}

/** Sends a message. Resolves with its ack. @throws if the server refuses it */
function send(conversation: LoadConversation, turn: number): Promise<void> {
  const id = randomUUID();
  const sender = conversation.members[turn % conversation.members.length] ?? 0;
  const others = conversation.members.length - 1;
  record.expected += 1 + others;
  const frame = {
    action: "message.send",
    requestId: id,
    conversationId: conversation.id,
    id,
    content: `turn ${turn}`,
  };
  return new Promise((resolve, reject) => {
    record.sent.set(id, {
      at: performance.now(),
      acknowledged: resolve,
      refused: reject,
      deliveriesLeft: others,
    });
    sockets[sender]?.send(JSON.stringify(frame));
  });
}

async function closedLoop(conversations: LoadConversation[], seconds: number): Promise<void> {
  const end = performance.now() + seconds * 1000;
  await Promise.all(
    conversations.map(async (conversation) => {
      for (let turn = 0; performance.now() < end; turn++) await send(conversation, turn);
    }),
  );
}

async function paced(conversations: LoadConversation[], perSecond: number, seconds: number): Promise<void> {
  const started = performance.now();
  const failed = (error: unknown) => {
    record.failure ??= error;
  };
  for (let sent = 0; sent < perSecond * seconds; sent++) {
    await wait((sent / perSecond) * 1000 - (performance.now() - started));
    const conversation = conversations[sent % conversations.length];
    if (conversation) void send(conversation, Math.floor(sent / conversations.length)).catch(failed);
  }
}

/** Runs a scenario and waits for its last acks and deliveries. */
async function measure(run: () => Promise<void>): Promise<LoadResult> {
  record = new Record();
  const started = performance.now();
  await run();
  const seconds = (performance.now() - started) / 1000;
  const arrived = () => record.acks.length + record.deliveries.length;
  for (
    const end = performance.now() + 30_000;
    !record.failure && arrived() < record.expected && performance.now() < end;
  )
    await wait(20);
  if (record.failure) throw record.failure;
  return {
    sockets: sockets.filter((socket) => socket.readyState === WebSocket.OPEN).length,
    acks: record.acks.length,
    deliveries: record.deliveries.length,
    missing: record.expected - arrived(),
    seconds,
    ack: latencyOf(record.acks),
    delivery: latencyOf(record.deliveries),
    lastDelivery: latencyOf(record.lasts),
  };
}

async function execute(command: LoadCommand): Promise<LoadResult> {
  switch (command.do) {
    case "open":
      return measure(() => open(command));
    case "closed loop":
      return measure(() => closedLoop(command.conversations, command.seconds));
    case "paced":
      return measure(() => paced(command.conversations, command.perSecond, command.seconds));
    case "close":
      for (const socket of sockets.splice(0)) socket.removeAllListeners("close").terminate();
      return measure(async () => {});
  }
}

process.on("message", (command: LoadCommand) => {
  execute(command).then(
    (result) => process.send?.({ result }),
    (error) => process.send?.({ error: String(error) }),
  );
});
process.on("disconnect", () => process.exit(0));
