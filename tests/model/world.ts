import { setTimeout as wait } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";
import { ChatClient } from "../../client/chat-client.ts";
import { ProblemError } from "../../client/http/problem-error.ts";
import { messageKey } from "../../client/messages/message-key.ts";
import { cookieFetch } from "../../client/node/cookie-fetch.ts";
import { openNodeSocket } from "../../client/node/open-node-socket.ts";
import { Session } from "../../client/session/session.ts";
import { type ConversationId, MessageId, type UserId } from "../../contract/ids.ts";
import type { Message, NewMessage } from "../../contract/messages.ts";
import { pollText } from "../../contract/polls.ts";
import type { Fault, ServiceCall } from "../../localstack/faults.ts";
import type { RunningStack } from "../../localstack/stack.ts";
import { insertAccount, password } from "../support/accounts.ts";
import { PersistentOutbox, shortTimes } from "../support/bots.ts";
import { eventually } from "../support/eventually.ts";
import { uniqueName } from "../support/people.ts";
import { required } from "../support/required.ts";
import { Marks } from "./marks.ts";
import { channel, devicesPerPerson, groupCount, peopleCount, pollOptions, type Step } from "./steps.ts";
import { untilDecided } from "./until-decided.ts";

/** A message that a client began to send. */
interface Sent {
  conversationId: ConversationId;
  content: string;
  /** When the first attempt began. The server accepted the message later than this, if at all. */
  begunAt: number;
}

/** A time in which a user certainly had no access: from the confirmed removal to the attempt to add them again. */
interface Exclusion {
  from: number;
  until: number;
}

/** One client of a user, and the messages that it received. */
interface Device {
  person: number;
  client: ChatClient;
  outbox: PersistentOutbox;
  isRunning: boolean;
  received: { message: Message; at: number }[];
}

/** A job that takes longer than this belonged to an instance that died. */
const stuckMs = 5_000;

/** Creates the users of all runs. If the database is known, their passwords have a cheap hash. */
export async function signUpPeople(url: string): Promise<Session[]> {
  return Promise.all(
    Array.from({ length: peopleCount }, async () => {
      const session = new Session(`${url}/api`, { fetch: cookieFetch() });
      const username = uniqueName("model");
      const account = { username, email: `${username}@example.com` };
      if (await insertAccount(url, account)) await session.logIn({ login: username, password });
      else await session.register({ ...account, password });
      return session;
    }),
  );
}

const userIdOf = (session: Session): UserId => required(session.user, "signed-in user").id;

/** The clients, groups and faults of one run, with a record of the messages and removals for the checker. */
export class World {
  readonly stack: RunningStack;
  readonly people: readonly Session[];
  readonly devices: Device[] = [];
  readonly groups: ConversationId[] = [];
  readonly sent = new Map<MessageId, Sent>();
  readonly acknowledged = new Set<MessageId>();
  readonly marks: Marks;
  /** The key is `${person} ${conversationId}`. */
  readonly exclusions = new Map<string, Exclusion[]>();
  readonly #faults: { on: ServiceCall; fault: Fault; left: number }[] = [];
  readonly #running = new Set<Promise<unknown>>();
  /** A user's membership of a group changes in steps that wait for each other. */
  readonly #memberships = new Map<string, Promise<unknown>>();
  /** When the world first saw a hidden job, by its receipt handle. */
  readonly #hiddenSince = new Map<string, number>();
  /** Whether a push vanished, as in a dead network. Its client must reconnect to notice. */
  #swallowed = false;

  constructor(stack: RunningStack, people: readonly Session[]) {
    this.stack = stack;
    this.people = people;
    this.marks = new Marks(people);
  }

  /** The first user, who owns every group. */
  get owner(): Session {
    return required(this.people[0], "owner");
  }

  /** Creates the groups, starts the clients, and waits until every client has loaded the empty groups. */
  async begin(): Promise<void> {
    const participantIds = this.people.slice(1).map(userIdOf);
    for (let at = 0; at < groupCount; at++) {
      const kind = at === channel ? "channel" : "group";
      const body = { participantIds, name: uniqueName(kind), kind } as const;
      this.groups.push((await this.owner.call("createConversation", { body })).id);
    }
    for (let at = 0; at < peopleCount * devicesPerPerson; at++)
      this.devices.push(this.#device(at % peopleCount));
    await Promise.all(this.devices.map((device) => this.#start(device)));
  }

  /** Begins a step. Most steps continue while the next ones begin. */
  async take(step: Step): Promise<void> {
    switch (step.do) {
      case "send":
        return this.#send(step.device, step.group);
      case "send by REST":
        return this.#sendByRest(step.person, this.#group(step.group), step.again);
      case "reply":
        return this.#send(
          step.device,
          step.group,
          this.#shown(step.device, step.group, step.pick),
          step.also,
        );
      case "reply by REST":
        return this.#replyByRest(step.person, step.pick, step.also);
      case "read thread":
        return this.#readThread(this.#deviceAt(step.device), step.pick);
      case "follow":
        return this.#follow(this.#deviceAt(step.device), step.pick, step.isFollowing);
      case "repeat":
        return this.#repeat(step.pick);
      case "schedule and send":
        return this.#run(this.#scheduleAndSend(step.person, this.#group(step.group), step.again));
      case "ask":
        return this.#run(this.#ask(step.person, this.#group(step.group)));
      case "vote":
        return this.#run(this.marks.vote(step.person, step.pick, step.option));
      case "close poll":
        return this.#run(this.marks.close(step.pick));
      case "pin":
        return this.#pin(step.person, step.pick, step.isPinned);
      case "add":
        return this.#changeMembership(step.person, this.#group(step.group), "add");
      case "remove":
        return this.#changeMembership(step.person, this.#group(step.group), "remove");
      case "join":
        return this.#changeMembership(step.person, this.#group(channel), "join");
      case "archive":
        return this.#run(this.#setArchived(true));
      case "restore":
        return this.#run(this.#setArchived(false));
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
        // Only this step delays the next one, because overlapping restarts would count as one.
        await required(this.stack.postgres, "embedded database").restart();
        return;
      case "fault":
        this.#inject(step.on, step.fault, step.times);
        return;
      case "wait":
        await wait(step.ms);
        return;
      case "finish":
        await Promise.all(this.#running);
        await this.#untilSent();
    }
  }

  dropAll(): void {
    for (const id of this.stack.webSocketApi.connectionIds) this.stack.webSocketApi.disconnect(id);
  }

  /** Ends all faults, starts every client, and waits until the outcome of every step is known. */
  async settle(): Promise<void> {
    this.stack.faults.decide = () => undefined;
    await Promise.all(this.devices.map((device) => this.#start(device)));
    if (this.#swallowed) this.dropAll();
    await Promise.all(this.#running);
    await this.#setArchived(false);
    await this.#untilSent();
  }

  /** Waits until every running client is connected, and every message in an outbox is acknowledged or refused. */
  #untilSent(): Promise<void> {
    return eventually(() => {
      this.releaseStuckJobs();
      const lost = this.devices.filter(
        ({ isRunning, client }) => isRunning && client.state.status !== "live",
      );
      const left = this.devices.flatMap(({ outbox }) =>
        [...outbox.entries.values()].filter(({ failure }) => failure === undefined),
      );
      if (lost.length > 0) throw new Error(`${lost.length} clients are not connected`);
      if (left.length > 0) throw new Error(`${left.length} messages are still in the outboxes`);
    });
  }

  /** Releases the jobs of instances that died, which would otherwise return only after three minutes. */
  releaseStuckJobs(): void {
    const now = performance.now();
    for (const queue of this.stack.sqs.queues.values()) {
      for (const handle of queue.hiddenHandles) {
        const since = this.#hiddenSince.get(handle) ?? now;
        this.#hiddenSince.set(handle, since);
        if (now - since > stuckMs) queue.changeVisibility(handle, 0);
      }
    }
  }

  stop(): void {
    this.stack.faults.decide = () => undefined;
    for (const device of this.devices) this.#stop(device);
  }

  #device(person: number): Device {
    const session = required(this.people[person], `person ${person}`);
    const received: Device["received"] = [];
    const outbox = new PersistentOutbox();
    const client = new ChatClient({
      session,
      socketUrl: `${this.stack.url.replace("http", "ws")}/ws`,
      outbox,
      times: shortTimes,
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
    // A client cannot open a group that its user does not take part in.
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
    return required(this.groups[at], `group ${at}`);
  }

  #deviceAt(at: number): Device {
    return required(this.devices[at], `device ${at}`);
  }

  #run(promise: Promise<unknown> | undefined): void {
    if (!promise) return;
    this.#running.add(promise);
    void promise.finally(() => this.#running.delete(promise));
  }

  /** Sends like the page: the outbox keeps the message, and the step does not wait for the ack. */
  #send(at: number, groupAt: number, threadId?: MessageId, alsoInConversation = false): void {
    const device = this.#deviceAt(at);
    const conversationId = this.#group(groupAt);
    const content = uniqueName("said");
    const begunAt = performance.now();
    const reply = threadId && { threadId, alsoInConversation };
    void device.client.messages.send(conversationId, content, reply);
    const pending = device.client.state.timelines.get(conversationId)?.pending.at(-1);
    if (pending?.content !== content) throw new Error("The client does not show the pending message");
    this.sent.set(pending.id, { conversationId, content, begunAt });
  }

  /** Sends over REST, like a bot without a socket: several copies with one id at the same time. */
  #sendByRest(person: number, conversationId: ConversationId, times: number): void {
    const id = MessageId.parse(uuidv7());
    const content = uniqueName("posted");
    this.sent.set(id, { conversationId, content, begunAt: performance.now() });
    for (let copy = 0; copy < times; copy++) this.#post(person, id, conversationId, content);
  }

  #post(
    person: number,
    id: MessageId,
    conversationId: ConversationId,
    content: string,
    reply: Pick<NewMessage, "threadId" | "alsoInConversation"> = {},
  ): void {
    const sender = required(this.people[person], `person ${person}`);
    const body = { id, content, ...reply };
    const call = () => sender.call("sendMessage", { params: { id: conversationId }, body });
    this.#run(untilDecided(call).then((answer) => answer && this.acknowledged.add(answer.id)));
  }

  /** One of the messages that a device shows. */
  #shown(at: number, groupAt: number, pick: number): MessageId | undefined {
    const messages = this.#deviceAt(at).client.state.timelines.get(this.#group(groupAt))?.messages ?? [];
    return messages[pick % Math.max(1, messages.length)]?.id;
  }

  #replyByRest(person: number, pick: number, alsoInConversation: boolean): void {
    const ids = [...this.acknowledged];
    const threadId = ids[pick % Math.max(1, ids.length)];
    const conversationId = threadId && this.sent.get(threadId)?.conversationId;
    if (!conversationId) return;
    const id = MessageId.parse(uuidv7());
    const content = uniqueName("replied");
    this.sent.set(id, { conversationId, content, begunAt: performance.now() });
    this.#post(person, id, conversationId, content, { threadId, alsoInConversation });
  }

  /** Reads a thread up to the last message that the device knows. */
  #readThread({ client }: Device, pick: number): void {
    const threads = [...client.state.threads.values()];
    const thread = threads[pick % Math.max(1, threads.length)];
    if (!thread) return;
    const { conversationId, root } = thread;
    const seq = client.state.conversations.get(conversationId)?.lastSeq ?? 0;
    client.threads.markRead({ conversationId, rootId: root.id }, seq);
  }

  #follow({ client }: Device, pick: number, isFollowing: boolean): void {
    const roots = [...client.state.timelines.values()]
      .flatMap(({ messages }) => messages)
      .filter(({ threadId }) => threadId === undefined);
    const root = roots[pick % Math.max(1, roots.length)];
    if (!root) return;
    const { conversationId, id: rootId } = root;
    this.#run(untilDecided(() => client.threads.setFollowing({ conversationId, rootId }, isFollowing)));
  }

  /** Sends an acknowledged message again. */
  #repeat(pick: number): void {
    const ids = [...this.acknowledged];
    const id = ids[pick % Math.max(1, ids.length)];
    const sent = id && this.sent.get(id);
    // The owner always takes part. The server refuses the repetition of another user's message.
    if (id && sent) this.#post(0, id, sent.conversationId, sent.content);
  }

  async #scheduleAndSend(person: number, conversationId: ConversationId, times: number): Promise<void> {
    const sender = required(this.people[person], `person ${person}`);
    const id = MessageId.parse(uuidv7());
    const content = uniqueName("scheduled");
    this.sent.set(id, { conversationId, content, begunAt: performance.now() });
    const sendAt = new Date(Date.now() + 86_400_000).toISOString();
    const body = { id, content, sendAt };
    await untilDecided(() => sender.call("scheduleMessage", { params: { id: conversationId }, body }));
    const send = () => sender.call("sendScheduledMessage", { params: { messageId: id } });
    const answers = await Promise.all(Array.from({ length: times }, () => untilDecided(send)));
    if (answers.some((answer) => answer !== undefined)) this.acknowledged.add(id);
  }

  async #ask(person: number, conversationId: ConversationId): Promise<void> {
    const author = required(this.people[person], `person ${person}`);
    const id = MessageId.parse(uuidv7());
    const poll = { question: uniqueName("asked"), options: pollOptions };
    this.sent.set(id, { conversationId, content: pollText(poll), begunAt: performance.now() });
    const body = { id, content: "", poll };
    const answer = await untilDecided(() =>
      author.call("sendMessage", { params: { id: conversationId }, body }),
    );
    if (!answer) return;
    this.acknowledged.add(id);
    this.marks.polls.set(id, { conversationId });
  }

  #pin(person: number, pick: number, isPinned: boolean): void {
    const ids = [...this.acknowledged];
    const messageId = ids[pick % Math.max(1, ids.length)];
    const conversationId = messageId && this.sent.get(messageId)?.conversationId;
    if (conversationId) this.#run(this.marks.pin(person, { conversationId, messageId }, isPinned));
  }

  async #setArchived(isArchived: boolean): Promise<void> {
    const params = { id: this.#group(channel) };
    await untilDecided(() => this.owner.call("updateConversation", { params, body: { isArchived } }));
  }

  #changeMembership(person: number, id: ConversationId, change: "add" | "join" | "remove"): void {
    const key = `${person} ${id}`;
    const session = required(this.people[person], `person ${person}`);
    const userId = userIdOf(session);
    const before = this.#memberships.get(key) ?? Promise.resolve();
    const changed = before.then(async () => {
      const exclusions = this.exclusions.get(key) ?? [];
      const current = exclusions.at(-1);
      if (change !== "remove") {
        const wasOut = current?.until === Number.POSITIVE_INFINITY;
        if (current) current.until = Math.min(current.until, performance.now());
        const caller = change === "join" ? session : this.owner;
        const body = { participantIds: [userId] };
        const answer = await untilDecided(() => caller.call("addParticipants", { params: { id }, body }));
        // An archived channel refuses new participants.
        if (!answer && current && wasOut) current.until = Number.POSITIVE_INFINITY;
        return;
      }
      await untilDecided(() => this.owner.call("removeParticipant", { params: { id, userId } }));
      // The user may have been removed before. Then the earlier exclusion continues.
      if (current && current.until === Number.POSITIVE_INFINITY) return;
      this.exclusions.set(key, [...exclusions, { from: performance.now(), until: Number.POSITIVE_INFINITY }]);
    });
    this.#memberships.set(key, changed);
    this.#run(changed);
  }

  /** Adds a fault. The SDK tries a call to SQS three times, so more than two faults in a row would lose an event. */
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

/** The parts of a message that all clients must show. */
const identityOf = ({ id, threadId, replyCount = 0, pinnedAt, poll }: Message): string => {
  const votes = poll?.options.map((option) => option.votes);
  return `${id} ${threadId} ${replyCount} ${pinnedAt} ${votes} ${poll?.closedAt}`;
};

/**
 * Waits until every participant's device shows exactly the stored messages of a group.
 *
 * @throws an error that names a device that differs
 */
export async function untilDevicesAgree(
  world: World,
  id: ConversationId,
  stored: () => Promise<readonly Message[]>,
): Promise<void> {
  await eventually(async () => {
    world.releaseStuckJobs();
    const expected = (await stored()).map(identityOf);
    for (const { client, person } of world.devices) {
      const isExcluded = world.exclusions.get(`${person} ${id}`)?.at(-1)?.until === Number.POSITIVE_INFINITY;
      if (isExcluded) continue;
      const timeline = client.state.timelines.get(id);
      // The page reopens an open conversation in the same way after its user has returned.
      if (!timeline?.isLoaded) void client.open(id).catch(() => {});
      const seen = (timeline?.messages ?? []).map(identityOf);
      const differs = seen.findIndex((message, at) => message !== expected[at]);
      if (seen.length !== expected.length || differs >= 0) {
        const { status } = client.state;
        throw new Error(
          `A device of person ${person} (${status}) shows ${seen.length} of ${expected.length} messages; the first that differs is number ${differs + 1}`,
        );
      }
    }
  });
}

/** Waits until all clients have caught up and count the unread replies of each thread as the server does. */
export async function untilThreadsAgree(world: World): Promise<void> {
  // No later event replaces one about a read position that was lost.
  world.dropAll();
  await eventually(async () => {
    world.releaseStuckJobs();
    for (const { client, person } of world.devices) {
      const session = required(world.people[person], `person ${person}`);
      const { items } = await session.call("listThreads", { query: { limit: "100" } });
      for (const { root, unreadCount, lastReadSeq, conversationId } of items) {
        if (!world.groups.includes(conversationId)) continue;
        const known = client.state.threads.get(messageKey(conversationId, root.id));
        // A client counts a reading immediately, and a lost request is not repeated.
        if (known && known.lastReadSeq > lastReadSeq) continue;
        if ((known?.unreadCount ?? 0) !== unreadCount) {
          throw new Error(
            `A device of person ${person} counts ${known?.unreadCount} of ${unreadCount} unread replies to ${root.id}`,
          );
        }
      }
    }
  });
}
