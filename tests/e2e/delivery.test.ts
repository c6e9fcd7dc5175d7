import pg from "pg";
import { expect, test } from "vitest";
import type { Fault } from "../../localstack/faults.ts";
import { callsOf, quiet } from "../support/aws-calls.ts";
import { eventually } from "../support/eventually.ts";
import { faultsInTurn, pushCall } from "../support/faults.ts";
import { withStack } from "../support/own-stack.ts";
import { newId, newPeople, type Person } from "../support/people.ts";
import type { Frame, Socket } from "../support/socket.ts";

const connections = (person: Person, count: number): Promise<Socket[]> =>
  Promise.all(Array.from({ length: count }, () => person.connect()));

const sendOver = (socket: Socket, conversationId: string, content: string) =>
  socket.request({ action: "message.send", conversationId, id: newId(), content });

const isMessage = (content: string) => (frame: Frame) =>
  (frame.message as { content?: string } | undefined)?.content === content;

test("a send is one call of the Data API and one push for each other connection", async () => {
  await withStack(async (stack) => {
    const [ann, ben] = await newPeople(stack.url, 2);
    const { id } = await ann.startDirect(ben);
    const [anns, bens] = [await connections(ann, 2), await connections(ben, 3)];
    await sendOver(anns[0] as Socket, id, "warm");
    const before = await quiet(stack);
    await sendOver(anns[0] as Socket, id, "counted");
    for (const socket of [...anns.slice(1), ...bens]) await socket.next(isMessage("counted"));
    const after = await quiet(stack);
    expect(after.execute - before.execute).toBe(1);
    expect(after.pushes - before.pushes).toBe(4);
    expect(after.all - before.all).toBe(1 + 4);
  });
});

test("to more connections than a send pushes itself, slices go through the queue, and each gets it once", async () => {
  await withStack(async (stack) => {
    const people = await newPeople(stack.url, 5);
    const [ann, ...others] = people as [Person, ...Person[]];
    const { id } = await ann.startGroup(others);
    const [sender] = await connections(ann, 1);
    if (!sender) throw new Error("not connected");
    const sockets = (await Promise.all(people.map((person) => connections(person, 25)))).flat();
    await sendOver(sender, id, "warm");
    for (const socket of sockets) await socket.next(isMessage("warm"));
    const before = await quiet(stack);
    const ack = await sendOver(sender, id, "to many");
    expect(ack.type).toBe("ack");
    for (const socket of sockets) await socket.next(isMessage("to many"));
    const after = await quiet(stack);
    expect(after.pushes - before.pushes).toBe(125);
    expect(after.batches - before.batches).toBe(1);
    // The send's, and one for each slice.
    expect(after.execute - before.execute).toBe(1 + 10);
    for (const socket of [sender, ...sockets]) {
      expect(socket.received.filter(isMessage("to many"))).toEqual([]);
    }
  });
});

test("a push that is refused for now arrives by way of the queue", async () => {
  await withStack(async (stack) => {
    const [ann, ben] = await newPeople(stack.url, 2);
    const { id } = await ann.startDirect(ben);
    const [sender, reader] = [await ann.connect(), await ben.connect()];
    await quiet(stack);
    const refused: Fault[] = [429, 500, 429].map((status) => ({
      kind: "refuse",
      status,
      name: "LimitExceededException",
    }));
    faultsInTurn(stack, pushCall, refused);
    await sendOver(sender, id, "try again");
    await reader.next(isMessage("try again"));
    expect(refused).toEqual([]);
    expect(reader.received.filter(isMessage("try again"))).toEqual([]);
  });
});

test("a connection of which nobody knows whether the push arrived is closed, so that its client asks", async () => {
  await withStack(async (stack) => {
    const [ann, ben] = await newPeople(stack.url, 2);
    const { id } = await ann.startDirect(ben);
    const [sender, reader] = [await ann.connect(), await ben.connect()];
    await quiet(stack);
    faultsInTurn(stack, pushCall, [{ kind: "drop" }]);
    await sendOver(sender, id, "lost on the way");
    await reader.closed;
    const again = await ben.connect();
    const answer = await again.request({ action: "sync", conversations: { [id]: 0 } });
    expect(answer.messages).toMatchObject([{ content: "lost on the way" }]);
  });
});

test("a push that comes while a connection is still opening does not close it", async () => {
  await withStack(async (stack) => {
    const [ann, ben] = await newPeople(stack.url, 2);
    const { id } = await ann.startDirect(ben);
    const sender = await ann.connect();
    await quiet(stack);
    // `$connect` has stored the connection, and takes a while to tell of it: only then the upgrade is answered.
    const slow = { "sqs SendMessageBatch": 800, "connections DELETE": 1_600 };
    stack.faults.decide = ({ service, operation }) => {
      const ms = Object.entries(slow).find(([call]) => call === `${service} ${operation}`)?.[1];
      return ms === undefined ? undefined : { kind: "delay", ms };
    };
    const opening = ben.connect();
    const admin = new pg.Pool({ connectionString: stack.databaseUrl });
    await eventually(async () => {
      const { rows } = await admin.query("SELECT FROM connections WHERE user_id = $1", [ben.id]);
      expect(rows).toHaveLength(1);
    });
    await admin.end();
    const before = callsOf(stack).pushes;
    const early = sendOver(sender, id, "too early");
    await eventually(() => expect(callsOf(stack).pushes - before).toBe(1));
    const reader = await opening;
    await early;
    await sendOver(sender, id, "in time");
    await reader.next(isMessage("in time"));
    expect(reader.received.filter(isMessage("too early"))).toEqual([]);
  });
});

test("a delivery that fails comes again soon, and only that one", async () => {
  await withStack(async (stack) => {
    const [ann, ben] = await newPeople(stack.url, 2);
    const { id } = await ann.startDirect(ben);
    const reader = await ben.connect();
    await quiet(stack);
    // The send's own call passes; the delivery's is refused for good, once.
    const faults: (Fault | undefined)[] = [
      undefined,
      { kind: "refuse", status: 400, name: "BadRequestException" },
    ];
    stack.faults.decide = ({ service }) => (service === "rds-data" ? faults.shift() : undefined);
    await ann.send(id, "at the second attempt");
    await reader.next(isMessage("at the second attempt"));
    expect(faults).toEqual([]);
    const queue = [...stack.sqs.queues.values()].find(({ configuration }) => configuration.redrive);
    await eventually(() => expect(queue?.depth).toEqual({ visible: 0, hidden: 0 }));
  });
});

test("a job that cannot be done ends in the queue of failures", async () => {
  await withStack(async (stack) => {
    const queue = [...stack.sqs.queues.values()].find(({ configuration }) => configuration.redrive);
    const failures = queue?.configuration.redrive?.queue;
    queue?.send('{"task":"nonsense"}');
    // Each attempt comes again after a while; this test has seen enough of waiting, and asks for the next at once.
    await eventually(() => {
      for (const handle of queue?.underWay ?? []) queue?.changeVisibility(handle, 0);
      expect(failures?.depth.visible).toBe(1);
    });
  });
});

test("connections that ended without a word get nothing more once they expire, and are removed on schedule", async () => {
  await withStack(async (stack) => {
    const [ann, ben] = await newPeople(stack.url, 2);
    const { id } = await ann.startDirect(ben);
    const [watching, forgotten] = [await ann.connect(), await ben.connect()];
    await watching.next((frame) => frame.type === "presence" && frame.userId === ben.id);
    const admin = new pg.Pool({ connectionString: stack.databaseUrl });
    try {
      await admin.query("UPDATE connections SET expires_at = now() WHERE user_id = $1", [ben.id]);
      await quiet(stack);
      const before = callsOf(stack).pushes;
      await sendOver(watching, id, "anybody there?");
      expect((await quiet(stack)).pushes - before).toBe(0);
      await stack.schedules()[0]?.run();
      const { rows } = await admin.query("SELECT user_id FROM connections");
      expect(rows).toEqual([{ user_id: ann.id }]);
      // Whoever had only that one is offline from then on.
      await watching.next((frame) => frame.type === "presence" && frame.online === false);
    } finally {
      await admin.end();
      forgotten.vanish();
    }
  });
});
