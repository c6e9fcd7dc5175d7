import fc from "fast-check";
import type { Fault, ServiceCall } from "../../localstack/faults.ts";

/** The number of users in a run. The first one owns the groups and is never removed. */
export const peopleCount = 4;
export const devicesPerPerson = 2;
export const groupCount = 2;
/** The last group is a channel, which users join by themselves and which may be archived. */
export const channel = groupCount - 1;

/** The options of each poll. */
export const pollOptions = ["Soup", "Pizza"];

/** The functions whose instances a step may kill. */
const victims = ["Socket", "Api", "DeliveryFunction", "Authorizer"] as const;

export type Step =
  | { do: "send"; device: number; group: number }
  | { do: "send by REST"; person: number; group: number; again: number }
  /** Replies in the thread of any stored message. */
  | { do: "reply"; device: number; group: number; pick: number; also: boolean }
  | { do: "reply by REST"; person: number; pick: number; also: boolean }
  | { do: "read thread"; device: number; pick: number }
  | { do: "follow"; device: number; pick: number; isFollowing: boolean }
  | { do: "repeat"; pick: number }
  /** Schedules a message for tomorrow, and sends it now: several times at the same time. */
  | { do: "schedule and send"; person: number; group: number; again: number }
  | { do: "ask"; person: number; group: number }
  | { do: "vote"; person: number; pick: number; option: number }
  | { do: "close poll"; pick: number }
  | { do: "pin"; person: number; pick: number; isPinned: boolean }
  | { do: "add"; person: number; group: number }
  | { do: "remove"; person: number; group: number }
  | { do: "join"; person: number }
  | { do: "archive" }
  | { do: "restore" }
  | { do: "read"; device: number; group: number }
  | { do: "go offline"; device: number }
  | { do: "come back"; device: number }
  | { do: "drop"; device: number }
  | { do: "drop all" }
  | { do: "kill"; function: (typeof victims)[number] }
  | { do: "restart the database" }
  | { do: "fault"; on: ServiceCall; fault: Fault; times: number }
  | { do: "wait"; ms: number }
  /**
   * Waits until the clients are connected and the outcome of all earlier steps is known. Random runs have no such step,
   * so that requests overtake each other.
   */
  | { do: "finish" };

const device = fc.nat(peopleCount * devicesPerPerson - 1);
const person = fc.nat(peopleCount - 1);
/** Any user except the owner. */
const member = fc.integer({ min: 1, max: peopleCount - 1 });
const group = fc.nat(groupCount - 1);
/** One of the messages that were sent before. */
const pick = fc.nat(1_000);

const refuse = (status: number, name: string): Fault => ({ kind: "refuse", status, name });
const database = { service: "rds-data", operation: "Execute" } as const;
const push = { service: "connections", operation: "POST" } as const;
const queue = { service: "sqs", operation: "SendMessageBatch" } as const;

/** Every kind of fault on every service that can have it. */
const faults: { on: ServiceCall; fault: Fault }[] = [
  { on: database, fault: { kind: "drop" } },
  { on: database, fault: { kind: "lose answer" } },
  { on: database, fault: { kind: "delay", ms: 120 } },
  { on: database, fault: refuse(400, "DatabaseResumingException") },
  { on: database, fault: refuse(400, "ThrottlingException") },
  { on: database, fault: refuse(504, "DatabaseUnavailableException") },
  { on: push, fault: { kind: "drop" } },
  { on: push, fault: { kind: "lose answer" } },
  { on: push, fault: { kind: "delay", ms: 120 } },
  { on: push, fault: { kind: "duplicate" } },
  { on: push, fault: { kind: "swallow" } },
  { on: push, fault: refuse(410, "GoneException") },
  { on: push, fault: refuse(429, "LimitExceededException") },
  { on: push, fault: refuse(500, "InternalServerErrorException") },
  { on: queue, fault: { kind: "duplicate" } },
  { on: queue, fault: { kind: "lose answer" } },
  { on: queue, fault: refuse(429, "ThrottlingException") },
];

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 40, arbitrary: fc.record({ do: fc.constant("send" as const), device, group }) },
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant("send by REST" as const),
      person,
      group,
      /** The number of copies that are sent at the same time. */
      again: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({ do: fc.constant("reply" as const), device, group, pick, also: fc.boolean() }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("reply by REST" as const), person, pick, also: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("read thread" as const), device, pick }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("follow" as const), device, pick, isFollowing: fc.boolean() }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("repeat" as const), pick }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("schedule and send" as const),
      person,
      group,
      again: fc.integer({ min: 1, max: 2 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("ask" as const), person, group }) },
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant("vote" as const),
      person,
      pick,
      option: fc.nat(pollOptions.length - 1),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("close poll" as const), pick }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("pin" as const), person, pick, isPinned: fc.boolean() }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("add" as const), person: member, group }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("remove" as const), person: member, group }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("join" as const), person: member }) },
  { weight: 2, arbitrary: fc.constant({ do: "archive" as const }) },
  { weight: 4, arbitrary: fc.constant({ do: "restore" as const }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("read" as const), device, group }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("go offline" as const), device }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("come back" as const), device }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("drop" as const), device }) },
  { weight: 1, arbitrary: fc.constant({ do: "drop all" as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("kill" as const), function: fc.constantFrom(...victims) }),
  },
  { weight: 1, arbitrary: fc.constant({ do: "restart the database" as const }) },
  {
    weight: 12,
    arbitrary: fc
      .record({ which: fc.constantFrom(...faults), times: fc.integer({ min: 1, max: 3 }) })
      .map(({ which, times }) => ({ do: "fault" as const, ...which, times })),
  },
  {
    weight: 10,
    arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.integer({ min: 1, max: 60 }) }),
  },
);

/** Generates random interleavings. Most steps begin while earlier ones are still in progress. */
export const stepsOf = (count: number): fc.Arbitrary<Step[]> =>
  fc.array(step, { minLength: count, maxLength: count, size: "max" });
