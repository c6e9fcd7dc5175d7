import { setTimeout as wait } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";
import { ChatClient } from "../../client/chat-client.ts";
import { ProblemError } from "../../client/http/problem-error.ts";
import { cookieFetch } from "../../client/node/cookie-fetch.ts";
import { openNodeSocket } from "../../client/node/open-node-socket.ts";
import { Session } from "../../client/session/session.ts";
import type { ConversationId, MessageId, UserId } from "../../contract/ids.ts";
import type { Message } from "../../contract/messages.ts";
import type { Fault, ServiceCall } from "../../localstack/faults.ts";
import type { RunningStack } from "../../localstack/stack.ts";
import { password } from "../support/accounts.ts";
import { LastingOutbox, quickTimes } from "../support/bots.ts";
import { eventually } from "../support/eventually.ts";
import { uniqueName } from "../support/people.ts";
import { devicesPerPerson, groupCount, peopleCount, type Step } from "./steps.ts";

/** A message that somebody began to send. */
interface Sent {
  conversationId: ConversationId;
  content: string;
  /** When the first attempt began: it was accepted later than this, if at all. */
  begunAt: number;
}

/** A time in which somebody certainly had no access: from the confirmed removal to the attempt to add them again. */
interface Exclusion {
  from: number;
  until: number;
}

/** One client of a person, and everything that was pushed to it. */
interface Device {
  person: number;
  client: ChatClient;
  outbox: LastingOutbox;
  isRunning: boolean;
  received: { message: Message; at: number }[];
}

/** A delivery that takes longer than this has died. */
const stuckMs = 5_000;

/** The people of all runs: signing up is slow, and no part of what is tested here. */
export async function signUpPeople(url: string): Promise<Session[]> {
  return Promise.all(
    Array.from({ length: peopleCount }, async () => {
      const session = new Session(`${url}/api`, { fetch: cookieFetch() });
      const username = uniqueName("model");
      await session.register({ username, email: `${username}@example.com`, password });
      return session;
    }),
  );
}

const userIdOf = (session: Session): UserId => {
  if (!session.user) throw new Error("Nobody is signed in");
  return session.user.id;
};

/** A throttled or failing call is made again until it is decided. @returns undefined when it was refused */
async function untilDecided<T>(call: () => Promise<T>): Promise<T | undefined> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      if (!error.isTemporary) return undefined;
      await wait(50);
    }
  }
}

/** Clients, groups and faults of one run, and what the checker must know of them. */
export class World {
  readonly stack: RunningStack;
  readonly people: readonly Session[];
  readonly devices: Device[] = [];
  readonly groups: ConversationId[] = [];
  readonly sent = new Map<MessageId, Sent>();
  readonly acknowledged = new Set<MessageId>();
  /** By person and group: `${person} ${conversationId}`. */
  readonly exclusions = new Map<string, Exclusion[]>();
  readonly #faults: { on: ServiceCall; fault: Fault; left: number }[] = [];
  readonly #running = new Set<Promise<unknown>>();
  /** Changes of a person's membership of a group are made one after the other. */
  readonly #memberships = new Map<string, Promise<unknown>>();
  /** When a job of the queue was first seen to be under way, by its receipt handle. */
  readonly #underWay = new Map<string, number>();
  /** Whether a push was lost without a trace, as by a network that is gone: its client must reconnect to know. */
  #swallowed = false;

  constructor(stack: RunningStack, people: readonly Session[]) {
    this.stack = stack;
    this.people = people;
  }

  /** Makes the groups and starts the clients; all of them have seen the groups empty. */
  async begin(): Promise<void> {
    const [owner, ...others] = this.people;
    for (let at = 0; at < groupCount; at++) {
      const participantIds = others.map(userIdOf);
      const body = { participantIds, name: `Group ${at}`, isGroupChat: true };
      const group = await owner?.call("createConversation", { body });
      if (group) this.groups.push(group.id);
    }
    for (let at = 0; at < peopleCount * devicesPerPerson; at++)
      this.devices.push(this.#device(at % peopleCount));
    await Promise.all(this.devices.map((device) => this.#start(device)));
  }

  /** Begins a step. Most of them go on while the next ones begin. */
  async take(step: Step): Promise<void> {
    switch (step.do) {
      case "send":
        return this.#send(step.device, step.group);
      case "send by REST":
        return this.#sendByRest(step.person, this.#group(step.group), step.again);
      case "repeat":
        return this.#repeat(step.pick);
      case "add":
        return this.#changeMembership(step.person, this.#group(step.group), "add");
      case "remove":
        return this.#changeMembership(step.person, this.#group(step.group), "remove");
      case "read": {
        const id = this.#group(step.group);
        const { client } = this.#deviceAt(step.device);
        client.readPositions.markRead(id, client.state.conversations.get(id)?.lastSeq ?? 0);
        return;
      }
      case "go offline":
        this.#stop(this.#deviceAt(step.device));
        return;
      case "come back":
        this.#run(this.#start(this.#deviceAt(step.device)));
        return;
      case "drop": {
        const ids = this.stack.webSocketApi.connectionIds;
        const id = ids[step.device % Math.max(1, ids.length)];
        if (id) this.stack.webSocketApi.disconnect(id);
        return;
      }
      case "drop all":
        this.dropAll();
        return;
      case "kill": {
        const victims = [...this.stack.functions().values()].filter(
          ({ configuration }) => configuration.name === step.function,
        );
        for (const pid of victims.flatMap((fn) => fn.pids)) process.kill(pid, "SIGKILL");
        return;
      }
      case "restart the database":
        // The only step that the next one waits for: two restarts at once are one.
        await this.stack.postgres?.restart();
        return;
      case "fault":
        this.#inject(step.on, step.fault, step.times);
        return;
      case "wait":
        await wait(step.ms);
    }
  }

  dropAll(): void {
    for (const id of this.stack.webSocketApi.connectionIds) this.stack.webSocketApi.disconnect(id);
  }

  /** Ends all faults, brings everybody back, and waits until everything that was begun is decided. */
  async settle(): Promise<void> {
    this.stack.faults.decide = () => undefined;
    await Promise.all(this.devices.map((device) => this.#start(device)));
    if (this.#swallowed) this.dropAll();
    await Promise.all(this.#running);
    await eventually(() => {
      this.hurryQueue();
      const left = this.devices.flatMap(({ outbox }) =>
        [...outbox.messages.values()].filter(({ failure }) => failure === undefined),
      );
      if (left.length > 0) throw new Error(`${left.length} messages are still in the outboxes`);
    }, 60_000);
  }

  /** What is left in the queue by an instance that died comes again soon, instead of after three minutes. */
  hurryQueue(): void {
    const now = performance.now();
    for (const queue of this.stack.sqs.queues.values()) {
      for (const handle of queue.underWay) {
        const since = this.#underWay.get(handle) ?? now;
        this.#underWay.set(handle, since);
        if (now - since > stuckMs) queue.changeVisibility(handle, 0);
      }
    }
  }

  stop(): void {
    this.stack.faults.decide = () => undefined;
    for (const device of this.devices) this.#stop(device);
  }

  #device(person: number): Device {
    const session = this.people[person];
    if (!session) throw new Error(`There is no person ${person}`);
    const received: Device["received"] = [];
    const outbox = new LastingOutbox();
    const client = new ChatClient({
      session,
      socketUrl: `${this.stack.url.replace("http", "ws")}/ws`,
      outbox,
      times: quickTimes,
      openSocket: (url, protocols) => {
        const socket = openNodeSocket(url, protocols);
        socket.addEventListener("message", ({ data }) => {
          const { type, message, messages = [] } = JSON.parse(String(data));
          const at = performance.now();
          if (type === "message.created") received.push({ message, at });
          for (const missed of messages) received.push({ message: missed, at });
        });
        return socket;
      },
    });
    return { person, client, outbox, isRunning: false, received };
  }

  async #start(device: Device): Promise<void> {
    if (!device.isRunning) {
      device.isRunning = true;
      device.client.start();
    }
    // What it does not take part in at the moment, it cannot open.
    for (const id of this.groups) {
      await device.client.open(id).catch((error: unknown) => {
        if (!(error instanceof ProblemError)) throw error;
      });
    }
  }

  #stop(device: Device): void {
    if (!device.isRunning) return;
    device.isRunning = false;
    device.client.stop();
  }

  #group(at: number): ConversationId {
    const id = this.groups[at];
    if (!id) throw new Error(`There is no group ${at}`);
    return id;
  }

  #deviceAt(at: number): Device {
    const device = this.devices[at];
    if (!device) throw new Error(`There is no device ${at}`);
    return device;
  }

  #run(promise: Promise<unknown>): void {
    this.#running.add(promise);
    void promise.finally(() => this.#running.delete(promise));
  }

  /** Sends as the page does: nobody waits, and the outbox keeps it. */
  #send(at: number, groupAt: number): void {
    const device = this.#deviceAt(at);
    const conversationId = this.#group(groupAt);
    const content = uniqueName("said");
    const begunAt = performance.now();
    void device.client.messages.send(conversationId, content);
    const pending = device.client.state.timelines.get(conversationId)?.pending.at(-1);
    if (pending?.content !== content) throw new Error("What is sent does not show");
    this.sent.set(pending.id, { conversationId, content, begunAt });
  }

  /** Sends by REST, as a bot without a socket: the same id several times at once, and until it is decided. */
  #sendByRest(person: number, conversationId: ConversationId, times: number): void {
    const id = uuidv7() as MessageId;
    const content = uniqueName("posted");
    this.sent.set(id, { conversationId, content, begunAt: performance.now() });
    for (let copy = 0; copy < times; copy++) this.#post(person, id, conversationId, content);
  }

  #post(person: number, id: MessageId, conversationId: ConversationId, content: string): void {
    const call = () =>
      this.people[person]?.call("sendMessage", {
        params: { id: conversationId },
        body: { id, content },
      }) ?? Promise.reject(new Error("nobody"));
    this.#run(untilDecided(call).then((answer) => answer && this.acknowledged.add(answer.id)));
  }

  /** Sends something again that was acknowledged before. */
  #repeat(pick: number): void {
    const ids = [...this.acknowledged];
    const id = ids[pick % Math.max(1, ids.length)];
    const sent = id && this.sent.get(id);
    // By the first person, who is always in; if it is somebody else's message, that is refused.
    if (id && sent) this.#post(0, id, sent.conversationId, sent.content);
  }

  #changeMembership(person: number, id: ConversationId, change: "add" | "remove"): void {
    const key = `${person} ${id}`;
    const [owner, member] = [this.people[0], this.people[person]];
    if (!owner || !member) throw new Error(`There is no person ${person}`);
    const userId = userIdOf(member);
    const before = this.#memberships.get(key) ?? Promise.resolve();
    const changed = before.then(async () => {
      const exclusions = this.exclusions.get(key) ?? [];
      const current = exclusions.at(-1);
      if (change === "add") {
        if (current) current.until = Math.min(current.until, performance.now());
        const body = { participantIds: [userId] };
        await untilDecided(() => owner.call("addParticipants", { params: { id }, body }));
        return;
      }
      await untilDecided(() => owner.call("removeParticipant", { params: { id, userId } }));
      // Also when they were out before: then the earlier exclusion goes on.
      if (current && current.until === Number.POSITIVE_INFINITY) return;
      this.exclusions.set(key, [...exclusions, { from: performance.now(), until: Number.POSITIVE_INFINITY }]);
    });
    this.#memberships.set(key, changed);
    this.#run(changed);
  }

  /** The SDK tries a call to SQS three times: with more faults than two at once, an event is lost for good. */
  #inject(on: ServiceCall, fault: Fault, times: number): void {
    const waiting = this.#faults.filter((other) => other.on.service === "sqs" && other.left > 0);
    if (on.service === "sqs" && waiting.length > 0) return;
    if (fault.kind === "swallow") this.#swallowed = true;
    this.#faults.push({ on, fault, left: on.service === "sqs" ? Math.min(times, 2) : times });
    this.stack.faults.decide = (call) => {
      const found = this.#faults.find(
        (one) => one.left > 0 && one.on.service === call.service && one.on.operation === call.operation,
      );
      if (!found) return undefined;
      found.left--;
      return found.fault;
    };
  }
}

/**
 * Waits until every device that may see a group shows exactly what is stored of it.
 * @throws what differs
 */
export async function agree(
  world: World,
  id: ConversationId,
  stored: () => Promise<readonly Message[]>,
): Promise<void> {
  await eventually(async () => {
    world.hurryQueue();
    const expected = (await stored()).map((message) => message.id);
    for (const { client, person } of world.devices) {
      const isOut = world.exclusions.get(`${person} ${id}`)?.at(-1)?.until === Number.POSITIVE_INFINITY;
      if (isOut) continue;
      const timeline = client.state.timelines.get(id);
      // As the page does with a conversation that is open and comes back.
      if (!timeline?.isLoaded) void client.open(id).catch(() => {});
      const seen = (timeline?.messages ?? []).map((message) => message.id);
      const differs = seen.findIndex((message, at) => message !== expected[at]);
      if (seen.length !== expected.length || differs >= 0) {
        const { status } = client.state;
        throw new Error(
          `A device of person ${person} (${status}) shows ${seen.length} of ${expected.length} messages; the first that differs is number ${differs + 1}`,
        );
      }
    }
  }, 30_000);
}
