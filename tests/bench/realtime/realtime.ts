/**
 * `npm run bench -- realtime [--yardstick] [--people N] [--small]` measures the local stack with ten thousand users
 * online. It prints tables and writes the report. With `--yardstick`, a single-process FastAPI
 * server runs the same scenarios on the same database. That needs Python and PyPI.
 */
import { createPrivateKey, randomUUID, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { directPushes } from "../../../functions/domain/events/fan-out.ts";
import { type RunningStack, startStack } from "../../../localstack/stack.ts";
import { synthesize } from "../../../localstack/synthesize.ts";
import { makeJwt } from "../../support/jwt.ts";
import { request } from "../../support/people.ts";
import { required } from "../../support/required.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { withoutSendLimits } from "../../support/without-send-limits.ts";
import { flameGraphs } from "../profile/flame-graph.ts";
import { profiledInstance, profileStack } from "../profile/profile.ts";
import { type Latency, shares } from "../quantiles.ts";
import type { Figure } from "../report/results.ts";
import { report } from "../report/write-report.ts";
import { sized } from "../small.ts";
import { startYardstick } from "../yardstick/yardstick.ts";
import { LoadProcess } from "./load-process.ts";
import type { LoadCommand, LoadConversation, LoadResult } from "./load-protocol.ts";
import { populate } from "./population.ts";
import { childrenOf, cpuSeconds, usedBytes } from "./processes.ts";

const { values: options } = parseArgs({
  args: process.argv.slice(3),
  options: {
    yardstick: { type: "boolean", default: false },
    people: { type: "string", default: String(sized(10_000, 110)) },
    small: { type: "boolean", default: false },
  },
});
const peopleCount = Number(options.people);

/**
 * Checks the limit of open files. This process and the load program need one per socket. Node raises the soft limit by
 * itself.
 */
function requireFiles(): void {
  const limit = /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1];
  if (Number(limit) < peopleCount + 500) {
    throw new Error(
      `${peopleCount} sockets need as many open files, and the limit is ${limit}: ulimit -n 20000`,
    );
  }
}

/** A system under load: its processes and its calls so far, by their names in the table. */
interface Subject {
  processes: () => Record<string, number[]>;
  calls: () => Record<string, number>;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const rounded = (number: number, digits = 2) => Number(number.toFixed(digits));

/** Runs a scenario and measures its CPU time and calls. */
async function measure(name: string, subject: Subject, run: () => Promise<LoadResult>) {
  const cpu = () =>
    Object.fromEntries(
      Object.entries(subject.processes()).map(([process, pids]) => [process, sum(pids.map(cpuSeconds))]),
    );
  const before = { cpu: cpu(), calls: subject.calls() };
  const result = await run();
  const after = { cpu: cpu(), calls: subject.calls() };
  const perMessage = (now: Record<string, number>, then: Record<string, number>, factor = 1) =>
    Object.fromEntries(
      Object.entries(now).map(([key, value]) => [
        key,
        rounded(((value - (then[key] ?? 0)) * factor) / Math.max(1, result.acks)),
      ]),
    );
  return {
    scenario: name,
    ...result,
    acksPerSecond: Math.round(result.acks / result.seconds),
    deliveriesPerSecond: Math.round(result.deliveries / result.seconds),
    callsAMessage: perMessage(after.calls, before.calls),
    cpuMillisecondsAMessage: perMessage(after.cpu, before.cpu, 1000),
  };
}
type Measurement = Awaited<ReturnType<typeof measure>>;

interface Rooms {
  direct: LoadConversation[];
  teams: LoadConversation[];
  /** The largest group whose messages the sending function pushes itself. */
  atBound: LoadConversation;
  /** The smallest group whose messages go through the queue. */
  overBound: LoadConversation;
  group500: LoadConversation;
  group5000: LoadConversation;
}

/** Runs every scenario while all sockets are open. */
async function scenarios(
  subject: Subject,
  load: LoadProcess,
  { direct, teams, atBound, overBound, group500, group5000 }: Rooms,
) {
  const run = (name: string, command: LoadCommand) => measure(name, subject, () => load.run(command));
  // The first run only warms up the caches and the just-in-time compiler.
  await load.run({ do: "closed loop", conversations: direct, seconds: sized(5, 1) });
  return [
    await run("50 direct conversations, closed loop", {
      do: "closed loop",
      conversations: direct,
      seconds: sized(15, 1),
    }),
    await run("200 messages/s", {
      do: "paced",
      conversations: direct,
      perSecond: 200,
      seconds: sized(15, 1),
    }),
    await run("50 teams of 21, 1,000 deliveries/s", {
      do: "paced",
      conversations: teams,
      perSecond: 50,
      seconds: sized(20, 1),
    }),
    await run(`group of ${directPushes}, 5 messages/s`, {
      do: "paced",
      conversations: [atBound],
      perSecond: 5,
      seconds: sized(10, 1),
    }),
    await run(`group of ${directPushes + 1}, 5 messages/s`, {
      do: "paced",
      conversations: [overBound],
      perSecond: 5,
      seconds: sized(10, 1),
    }),
    await run("group of 500, 2 messages/s", {
      do: "paced",
      conversations: [group500],
      perSecond: 2,
      seconds: sized(20, 1),
    }),
    await run("group of 5,000, one message in 5 s", {
      do: "paced",
      conversations: [group5000],
      perSecond: 0.2,
      seconds: sized(15, 1),
    }),
  ];
}

function print(title: string, measurements: readonly Measurement[]): void {
  console.log(`\n${title}`);
  console.table(
    measurements.map(({ scenario, ...of }) => ({
      scenario,
      sockets: of.sockets,
      "acks/s": of.acksPerSecond,
      "deliveries/s": of.deliveriesPerSecond,
      "ack p50/p95/p99": `${of.ack.p50}/${of.ack.p95}/${of.ack.p99}`,
      "delivery p50/p95/p99": `${of.delivery.p50}/${of.delivery.p95}/${of.delivery.p99}`,
      "last delivery": of.lastDelivery.most,
      missing: of.missing,
    })),
  );
  console.table(
    measurements.map(({ scenario, callsAMessage, cpuMillisecondsAMessage }) => ({
      scenario,
      ...callsAMessage,
      ...Object.fromEntries(
        Object.entries(cpuMillisecondsAMessage).map(([process, ms]) => [`${process}, CPU ms`, ms]),
      ),
    })),
  );
}

/** The figures of the report, or none without measurements. */
function figuresOf(system: string, measurements: readonly Measurement[]): Figure[] {
  if (measurements.length === 0) return [];
  const latencies = (title: string, of: (measurement: Measurement) => Latency): Figure => ({
    kind: "curves",
    title: `${system}: ${title}`,
    across: "share of the messages",
    scale: "linear",
    unit: "ms",
    points: measurements.flatMap((measurement) =>
      of(measurement).curve.map((y, at) => ({
        line: measurement.scenario,
        x: shares[at] ?? 1,
        y: Math.max(y, 0.1),
      })),
    ),
  });
  const perMessage = (
    title: string,
    unit: string,
    of: (measurement: Measurement) => Record<string, number>,
  ): Figure => ({
    kind: "bars",
    title: `${system}: ${title}`,
    unit,
    rows: measurements.flatMap((measurement) =>
      Object.entries(of(measurement)).map(([part, value]) => ({ label: measurement.scenario, part, value })),
    ),
  });
  return [
    perMessage("acknowledged messages", "per second", (of) => ({ acks: of.acksPerSecond })),
    latencies("time to the acknowledgement", (of) => of.ack),
    latencies("time to each delivery", (of) => of.delivery),
    perMessage("CPU of a message", "ms", (of) => of.cpuMillisecondsAMessage),
    perMessage("calls of a message", "calls", (of) => of.callsAMessage),
  ];
}

/** Returns a function that makes access tokens like those of `auth`, signed with the same key of the local KMS. */
function tokensOf(stack: RunningStack, folder: string) {
  const environments = [...stack.functions().values()].map(({ configuration }) => configuration.environment);
  const keyId = environments.flatMap((environment) => environment.SIGNING_KEY_ID ?? [])[0];
  const file = `${required(keyId, "the signing key's id").split("/").at(-1)}.pem`;
  const key = createPrivateKey(readFileSync(join(folder, "kms", file)));
  const signWithKey = (text: string) => sign("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" });
  return async (kid: string, sub: string) => {
    const iat = Math.floor(Date.now() / 1000);
    const claims = {
      iss: "chatflow",
      aud: "chatflow",
      sub,
      sid: randomUUID(),
      jti: randomUUID(),
      iat,
      exp: iat + 3600,
    };
    return makeJwt({ alg: "ES256", typ: "JWT", kid }, claims, signWithKey);
  };
}

async function keyId(url: string): Promise<string> {
  const { keys } = (await request(url, "jwks")).body;
  return required(keys[0], "published key").kid;
}

async function postmasterOf(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ text: string }>("SELECT pg_read_file('postmaster.pid') AS text");
  await client.end();
  return Number.parseInt(required(rows[0], "postmaster.pid").text, 10);
}

function localStack(stack: RunningStack, load: LoadProcess, postmaster: number): Subject {
  return {
    processes: () => ({
      "local AWS": [process.pid],
      functions: [...stack.functions().values()].flatMap((fn) => fn.pids),
      PostgreSQL: [postmaster, ...childrenOf(postmaster)],
      "load program": [load.pid],
    }),
    calls: () => ({
      "Data API calls": stack.dataApi.calls.Execute ?? 0,
      pushes: stack.management.calls.POST ?? 0,
      "SQS batches": stack.sqs.calls.SendMessageBatch ?? 0,
    }),
  };
}

requireFiles();
const folder = await temporaryFolder();
const stack = await startStack({
  assembly: await synthesize(join(folder.path, "cdk.out"), withoutSendLimits),
  dataFolder: folder.path,
  instanceProgram: profiledInstance,
});
const load = new LoadProcess();
try {
  const { userIds, direct, teams, groups } = await populate(stack.databaseUrl, {
    people: peopleCount,
    directs: sized(50, 4),
    teams: sized(50, 4),
    groupSizes: [directPushes, directPushes + 1, Math.min(500, peopleCount), Math.min(5_000, peopleCount)],
  });
  const [atBound, overBound, group500, group5000] = groups;
  if (!atBound || !overBound || !group500 || !group5000) throw new Error("The groups are missing");
  const rooms = { direct, teams, atBound, overBound, group500, group5000 };
  const postmaster = await postmasterOf(stack.databaseUrl);
  const kid = await keyId(stack.url);
  const tokenOf = tokensOf(stack, folder.path);
  const people = await Promise.all(userIds.map(async (userId) => ({ token: await tokenOf(kid, userId) })));

  const bytesBefore = usedBytes();
  const url = `${stack.url.replace("http", "ws")}/ws`;
  const opened = await load.run({ do: "open", url, people });
  const memoryASocket = Math.round((usedBytes() - bytesBefore) / opened.sockets / 1024);
  console.log(
    `${opened.sockets} sockets opened in ${opened.seconds.toFixed(1)} s, ${memoryASocket} KB each in the gateway`,
  );

  const ours = await scenarios(localStack(stack, load, postmaster), load, rooms);
  print("ChatFlow, through API Gateway, Lambda and the Data API", ours);
  const profiles = await profileStack(stack, () =>
    load.run({ do: "closed loop", conversations: direct, seconds: sized(10, 1) }),
  );
  await load.run({ do: "close" });

  let theirs: Measurement[] = [];
  if (options.yardstick) {
    const yardstick = await startYardstick(stack.databaseUrl);
    const tokens = await Promise.all(userIds.map(async (id) => ({ token: await yardstick.tokenOf(id) })));
    await load.run({ do: "open", url: yardstick.url, people: tokens });
    const subject: Subject = {
      processes: () => ({
        server: [yardstick.pid],
        PostgreSQL: [postmaster, ...childrenOf(postmaster)],
        "load program": [load.pid],
      }),
      calls: () => ({}),
    };
    theirs = await scenarios(subject, load, rooms);
    print("The yardstick: FastAPI and asyncpg in one process", theirs);
    yardstick.stop();
  }
  await report("realtime", [
    ...figuresOf("ChatFlow", ours),
    ...figuresOf("FastAPI", theirs),
    ...flameGraphs("Direct conversations", profiles),
  ]);
} finally {
  load.end();
  await stack.stop();
  await folder.remove();
}
