import { expect, test } from "vitest";
import type { ServerFrame } from "../../contract/frames.ts";
import { limits } from "../../contract/limits.ts";
import type { Fault } from "../../localstack/faults.ts";
import type { RunningStack } from "../../localstack/stack.ts";
import { insertPeople } from "../support/accounts.ts";
import { adminPool } from "../support/admin-pool.ts";
import { countCalls, untilIdle } from "../support/aws-calls.ts";
import { eventually } from "../support/eventually.ts";
import { failStatement, injectFaults, pushCall, recordStatements } from "../support/faults.ts";
import { withStack } from "../support/own-stack.ts";
import { newId, newPeople, type Person } from "../support/people.ts";
import { required } from "../support/required.ts";
import type { Socket } from "../support/socket.ts";
import { createTuple, type Tuple } from "../support/tuple.ts";

const openSockets = <N extends number>(person: Person, count: N): Promise<Tuple<Socket, N>> =>
  createTuple(count, () => person.connect());

const sendOver = (socket: Socket, conversationId: string, content: string) =>
  socket.request({ action: "message.send", conversationId, id: newId(), content });

const isMessage = (content: string) => (frame: ServerFrame) =>
  "message" in frame && frame.message.content === content;

/** The queue of a construct: its messages, not its failures. */
const jobsOf = ({ sqs }: RunningStack, construct: "Delivery" | "Reads") =>
  required(
    [...sqs.queues.values()].find(({ configuration }) =>
      configuration.name.startsWith(`${construct}QueueJobs`),
    ),
    `queue of ${construct}`,
  );

test("A message costs one Data API call and one push per other connection", async () => {
  await withStack(async (stack) => {
    const [ann, ben] = await newPeople(stack.url, 2);
    const { id } = await ann.startDirect(ben);
    const [[sender, annsPhone], bens] = [await openSockets(ann, 2), await openSockets(ben, 3)];
    await sendOver(sender, id, "warm");
    const before = await untilIdle(stack);
    const statements = recordStatements(stack);
    await sendOver(sender, id, "counted");
    for (const socket of [annsPhone, ...bens]) await socket.next(isMessage("counted"));
    const after = await untilIdle(stack);
    expect(statements).toHaveLength(1);
    expect(after.pushes - before.pushes).toBe(4);
    expect(after.others - before.others).toBe(0);
  });
});

test("A reply in a thread costs one Data API call and one push per other connection", async () => {
  await withStack(async (stack) => {
    const [ann, ben] = await newPeople(stack.url, 2);
    const { id } = await ann.startDirect(ben);
    const [sender, bens] = [await ann.connect(), await ben.connect()];
    const { body: root } = await ben.send(id, "root");
    const frame = { action: "message.send", conversationId: id, threadId: root.id } as const;
    await sender.request({ ...frame, id: newId(), content: "warm" });
    const before = await untilIdle(stack);
    const statements = recordStatements(stack);
    await sender.request({ ...frame, id: newId(), content: "counted" });
    await bens.next(isMessage("counted"));
    const after = await untilIdle(stack);
    expect(statements).toHaveLength(1);
    expect(after.pushes - before.pushes).toBe(1);
    expect(after.others - before.others).toBe(0);
  });
});

test("A message that all members of a group read at the same time causes at most 2n pushes and 1 + n/4 statements", async () => {
  await withStack(async (stack) => {
    const n = 12;
    const people = await newPeople(stack.url, n);
    const [ann, ...others] = people as [Person, ...Person[]];
    const { id } = await ann.startGroup(others);
    const sockets = await Promise.all(people.map((person) => person.connect()));
    const [anns, ...readers] = sockets as [Socket, ...Socket[]];
    const reads = jobsOf(stack, "Reads");
    const readAll = async (content: string) => {
      await sendOver(anns, id, content);
      // However slow the machine is, all members read within the same second.
      reads.pause();
      const acks = readers.map(async (socket) => {
        const frame = await socket.next(isMessage(content));
        if (frame.type !== "message.created") throw new Error(`Received ${frame.type}`);
        const { seq } = frame.message;
        return socket.request({ action: "read", conversationId: id, seq });
      });
      await eventually(() => expect(reads.depth.visible).toBe(readers.length));
      reads.resume();
      for (const ack of await Promise.all(acks)) {
        expect(ack).toMatchObject({ type: "ack", unreadCount: 0 });
      }
    };
    await readAll("warm");
    const before = await untilIdle(stack);
    const statements = recordStatements(stack);
    await readAll("counted");
    const after = await untilIdle(stack);
    expect(after.pushes - before.pushes).toBeLessThanOrEqual(2 * n);
    expect(statements.length).toBeLessThanOrEqual(1 + n / 4);
    for (const socket of sockets) {
      expect(socket.received.filter(({ type }) => type === "read.updated")).toEqual([]);
    }
  });
});

test("A user who comes online costs two Data API calls and one push per connection of the others, without a job", async () => {
  await withStack(async (stack) => {
    const [ann, ben] = await newPeople(stack.url, 2);
    await ann.startDirect(ben);
    const watching = await openSockets(ann, 2);
    const before = await untilIdle(stack);
    const statements = recordStatements(stack);
    await ben.connect();
    for (const socket of watching) {
      await socket.next((frame) => frame.type === "presence" && frame.userId === ben.id);
    }
    const after = await untilIdle(stack);
    expect(statements).toHaveLength(2);
    expect(after.pushes - before.pushes).toBe(2);
    expect(after.others - before.others).toBe(0);
    // A further connection changes nothing.
    await ben.connect();
    const last = await untilIdle(stack);
    expect(statements).toHaveLength(3);
    expect(last.pushes - after.pushes).toBe(0);
    expect(last.others - after.others).toBe(0);
  });
});

test("In a channel of more than 100 people, a join costs no push to the others, and other changes at most two for each connection", async () => {
  await withStack(async (stack) => {
    const [ann, ben, cyd] = await newPeople(stack.url, 3);
    const body = { participantIds: [ben.id], name: "Everyone", kind: "channel" };
    const { id } = await ann.call("createConversation", { body });
    const participantIds = await insertPeople(stack.databaseUrl, limits.announcedParticipants);
    for (const ids of [participantIds.slice(0, 50), participantIds.slice(50)])
      await ann.call("addParticipants", { params: { id }, body: { participantIds: ids } });
    const [anns, bens] = await Promise.all([openSockets(ann, 2), openSockets(ben, 3)]);
    const cyds = await cyd.connect();
    const connections = anns.length + bens.length + 1;
    const pushesOf = async (change: () => Promise<unknown>) => {
      const before = await untilIdle(stack);
      await change();
      return (await untilIdle(stack)).pushes - before.pushes;
    };
    const params = { id };
    const join = () => cyd.call("addParticipants", { params, body: { participantIds: [cyd.id] } });
    expect(await pushesOf(join)).toBe(1);
    await cyds.nextOf("conversation.created");
    const topic = () => ann.call("updateConversation", { params, body: { topic: "Type and colour" } });
    expect(await pushesOf(topic)).toBeLessThanOrEqual(2 * connections);
    await bens[0].nextOf("conversation.updated");
    const sent = (await ann.send(id, "Read this first")).body;
    const pin = () => ann.call("pinMessage", { params: { id, messageId: sent.id } });
    expect(await pushesOf(pin)).toBeLessThanOrEqual(2 * connections);
    await bens[0].next((frame) => frame.type === "message.updated" && frame.message.id === sent.id);
  });
});

test("A message to many connections reaches each of them once, through the queue", async () => {
  await withStack(async (stack) => {
    const people = await newPeople(stack.url, 5);
    const [ann, ...others] = people;
    const { id } = await ann.startGroup(others);
    const sender = await ann.connect();
    const sockets = (await Promise.all(people.map((person) => openSockets(person, 25)))).flat();
    await sendOver(sender, id, "warm");
    for (const socket of sockets) await socket.next(isMessage("warm"));
    const before = await untilIdle(stack);
    const statements = recordStatements(stack);
    const ack = await sendOver(sender, id, "to many");
    expect(ack.type).toBe("ack");
    for (const socket of sockets) await socket.next(isMessage("to many"));
    const after = await untilIdle(stack);
    expect(after.pushes - before.pushes).toBe(125);
    expect(after.batches - before.batches).toBe(1);
    // One call stores the message, and one finds the connections of these few people.
    expect(statements).toHaveLength(1 + 1);
    for (const socket of [sender, ...sockets]) {
      expect(socket.received.filter(isMessage("to many"))).toEqual([]);
    }
  });
});

test("A push that API Gateway refuses for a while arrives through the queue", async () => {
  await withStack(async (stack) => {
    const [ann, ben] = await newPeople(stack.url, 2);
    const { id } = await ann.startDirect(ben);
    const [sender, reader] = [await ann.connect(), await ben.connect()];
    await untilIdle(stack);
    const refused: Fault[] = [429, 500, 429].map((status) => ({
      kind: "refuse",
      status,
      name: "LimitExceededException",
    }));
    injectFaults(stack, pushCall, refused);
    await sendOver(sender, id, "try again");
    await reader.next(isMessage("try again"));
    expect(refused).toEqual([]);
    expect(reader.received.filter(isMessage("try again"))).toEqual([]);
  });
});

test("A push with an unknown outcome closes the connection, so that the client syncs", async () => {
  await withStack(async (stack) => {
    const [ann, ben] = await newPeople(stack.url, 2);
    const { id } = await ann.startDirect(ben);
    const [sender, reader] = [await ann.connect(), await ben.connect()];
    await untilIdle(stack);
    injectFaults(stack, pushCall, [{ kind: "drop" }]);
    await sendOver(sender, id, "lost on the way");
    await reader.closed;
    const again = await ben.connect();
    const answer = await again.request({ action: "sync", conversations: { [id]: 0 } });
    expect(answer.messages).toMatchObject([{ content: "lost on the way" }]);
  });
});

test("A push to a connection that is still opening does not close it", async () => {
  await withStack(async (stack) => {
    const [ann, ben] = await newPeople(stack.url, 2);
    const { id } = await ann.startDirect(ben);
    const sender = await ann.connect();
    await untilIdle(stack);
    // `$connect` has stored the connection. The slow search for the audience of Ben's presence delays the answer to the
    // upgrade.
    stack.faults.decide = ({ operation }, body) => {
      if (operation === "DELETE") return { kind: "delay", ms: 1_600 };
      return body.includes("participants me") ? { kind: "delay", ms: 800 } : undefined;
    };
    const opening = ben.connect();
    const admin = adminPool(stack.databaseUrl);
    await eventually(async () => {
      const { rows } = await admin.query("SELECT FROM connections WHERE user_id = $1", [ben.id]);
      expect(rows).toHaveLength(1);
    });
    await admin.end();
    const before = countCalls(stack).pushes;
    const early = sendOver(sender, id, "too early");
    await eventually(() => expect(countCalls(stack).pushes - before).toBe(1));
    const reader = await opening;
    await early;
    await sendOver(sender, id, "in time");
    await reader.next(isMessage("in time"));
    expect(reader.received.filter(isMessage("too early"))).toEqual([]);
  });
});

test("A delivery job that fails is retried within seconds", async () => {
  await withStack(async (stack) => {
    const [ann, ben] = await newPeople(stack.url, 2);
    const { id } = await ann.startDirect(ben);
    const reader = await ben.connect();
    await untilIdle(stack);
    const fault: Fault = { kind: "refuse", status: 400, name: "BadRequestException" };
    const hasFailed = failStatement(stack, /JOIN connections/, fault);
    await ann.send(id, "at the second attempt");
    await reader.next(isMessage("at the second attempt"));
    expect(hasFailed()).toBe(true);
    await eventually(() => expect(jobsOf(stack, "Delivery").depth).toEqual({ visible: 0, hidden: 0 }));
  });
});

test("A job that always fails ends in the failure queue", async () => {
  await withStack(async (stack) => {
    const queue = jobsOf(stack, "Delivery");
    const { queue: failures } = required(queue.configuration.redrive, "failure queue");
    queue.send('{"task":"nonsense"}');
    // The pauses between attempts are another test's subject, so this one skips them.
    await eventually(() => {
      for (const handle of queue.hiddenHandles) queue.changeVisibility(handle, 0);
      expect(failures.depth.visible).toBe(1);
    });
  });
});

test("An expired connection receives no more pushes, and the cleanup removes it", async () => {
  await withStack(async (stack) => {
    const [ann, ben] = await newPeople(stack.url, 2);
    const { id } = await ann.startDirect(ben);
    const [watching, forgotten] = [await ann.connect(), await ben.connect()];
    await watching.next((frame) => frame.type === "presence" && frame.userId === ben.id);
    const admin = adminPool(stack.databaseUrl);
    try {
      await admin.query("UPDATE connections SET expires_at = now() WHERE user_id = $1", [ben.id]);
      await untilIdle(stack);
      const before = countCalls(stack).pushes;
      await sendOver(watching, id, "anybody there?");
      expect((await untilIdle(stack)).pushes - before).toBe(0);
      await required(stack.schedules()[0], "schedule").run();
      const { rows } = await admin.query("SELECT user_id FROM connections");
      expect(rows).toEqual([{ user_id: ann.id }]);
      // Ben had no other connection, so he is offline now.
      await watching.next((frame) => frame.type === "presence" && frame.online === false);
    } finally {
      await admin.end();
      forgotten.terminate();
    }
  });
});
