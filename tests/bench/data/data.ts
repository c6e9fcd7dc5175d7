/**
 * `npm run bench -- data` measures calls of the domain while the database grows: 2,000 conversations of one reader,
 * twenty channels with 10,000 people, and up to a million messages, or as many as `--messages N` says. A call whose
 * time grows with data that it does not return is a defect. It prints a table and writes the report.
 */
import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { MessageId, SessionId } from "../../../contract/ids.ts";
import { listChannels } from "../../../functions/domain/conversations/channels.ts";
import { listConversations } from "../../../functions/domain/conversations/views.ts";
import type { Database } from "../../../functions/domain/database.ts";
import { listMessages } from "../../../functions/domain/messages/history.ts";
import { sendMessage } from "../../../functions/domain/messages/send.ts";
import { searchMessages } from "../../../functions/domain/search/search.ts";
import { findUsers } from "../../../functions/domain/users/users.ts";
import { startDomainDatabase } from "../../support/domain-database.ts";
import { openDomainDatabase } from "../../support/open-domain-database.ts";
import { quantile, sort } from "../quantiles.ts";
import { report } from "../report/write-report.ts";
import { sized } from "../small.ts";
import { openSeed, type Seeded, seedConversations, seedMessages } from "./seed.ts";

const { values: options } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: {
    messages: { type: "string", default: String(sized(1_000_000, 2_000)) },
    small: { type: "boolean", default: false },
  },
});
const most = Number(options.messages);
const steps = [most / 100, most / 10, most].map(Math.round);

/** Each call that the page makes, by its name in the table. */
function callsOf(
  db: Database,
  { readerId, busiest, largest }: Seeded,
): Record<string, () => Promise<unknown>> {
  const search = (query: string, conversationId?: typeof busiest) =>
    searchMessages(db, readerId, { query, ...(conversationId && { conversationId }) });
  const send = (id: typeof busiest) =>
    sendMessage(
      db,
      id,
      { userId: readerId, sessionId: SessionId.parse(randomUUID()) },
      { id: MessageId.parse(randomUUID()), content: "one more message" },
      { burst: 10_000, perSecond: 10_000 },
      301,
    );
  return {
    "search: a word that every message contains": () => search("everywhere"),
    "search: a rare word": () => search("rarely"),
    "search: a missing word": () => search("nowhere"),
    "search: every message of the busiest group": () => search("everywhere", busiest),
    "list conversations": () => listConversations(db, readerId, {}),
    "find conversations by name": () => listConversations(db, readerId, { query: "group 17" }),
    "list channels": () => listChannels(db, readerId, {}),
    "find people": () => findUsers(db, "family77", 20),
    "newest page of the busiest group": () => listMessages(db, busiest, readerId, {}),
    "oldest page of the busiest group": () => listMessages(db, busiest, readerId, { after: 0 }),
    "send to a group of five": () => send(busiest),
    "send to the largest channel": () => send(largest),
  };
}

/** Returns the median milliseconds of a call, after two calls that only warm up. */
async function medianOf(call: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < sized(17, 3); count++) {
    const started = performance.now();
    await call();
    if (count >= 2) times.push(performance.now() - started);
  }
  return Number(quantile(sort(times), 0.5).toFixed(1));
}

const { url, stop } = await startDomainDatabase();
const { run, end } = await openSeed(url);
const db = openDomainDatabase(url);
try {
  const seeded = await seedConversations(run, {
    people: sized(10_000, 60),
    groups: sized(2_000, 20),
    channels: sized(20, 2),
  });
  const curves: Record<string, Record<string, number>> = {};
  const points: { line: string; x: number; y: number }[] = [];
  let from = 0;
  for (const total of steps) {
    await seedMessages(run, seeded, { from, total });
    from = total;
    console.log(`${total.toLocaleString("en-US")} messages`);
    for (const [name, call] of Object.entries(callsOf(db, seeded))) {
      const milliseconds = await medianOf(call);
      points.push({ line: name, x: total, y: Math.max(milliseconds, 0.1) });
      curves[name] = { ...curves[name], [`${total.toLocaleString("en-US")} messages, ms`]: milliseconds };
    }
  }
  console.table(curves);
  await report("data", [
    {
      kind: "curves",
      title: "Time of each call",
      across: "messages in the database",
      scale: "log",
      unit: "ms",
      points,
    },
  ]);
} finally {
  await end();
  await db.once.destroy();
  await stop();
}
