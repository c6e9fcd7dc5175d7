import { setTimeout } from "node:timers/promises";
import pg from "pg";
import type { Page } from "playwright-core";
import type { ConversationId } from "../../../contract/ids.ts";
import { startStack } from "../../../localstack/stack.ts";
import { synthesize } from "../../../localstack/synthesize.ts";
import { launchBrowser, openPage, signIn } from "../../browser/browser.ts";
import { newPerson, type Person } from "../../support/people.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { withoutSendLimits } from "../../support/without-send-limits.ts";
import { quantile, sort } from "../quantiles.ts";
import { sized } from "../small.ts";

/** `npm run bench -- web` measures a conversation with a hundred thousand messages in a desktop window of Chromium. */
const messageCount = sized(100_000, 2_000);
const receivedCount = sized(10_000, 40);
const scrollSeconds = sized(20, 1);
const typedText = "The quick brown fox jumps over the lazy dog. ".repeat(sized(4, 1));

/** Chromium's measurements of the page during an action. */
interface Watched {
  frames: number;
  seconds: number;
  /** The milliseconds of each task that took longer than 50. */
  longTasks: number[];
  /** The milliseconds from each key press to the next frame (Interaction to Next Paint). */
  interactions: number[];
}

declare global {
  interface Window {
    seen: Omit<Watched, "seconds"> & { begin: number };
  }
}

/** Runs in the page. It is text because the compiler of this file adds helpers to functions that the page lacks. */
const startWatching = `
  const seen = (window.seen = { frames: 0, begin: performance.now(), longTasks: [], interactions: [] });
  const count = () => {
    seen.frames++;
    requestAnimationFrame(count);
  };
  requestAnimationFrame(count);
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.longTasks.push(Math.round(duration));
  }).observe({ type: "longtask" });
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries()) {
      if (interactionId) seen.interactions.push(duration);
    }
  }).observe({ type: "event", durationThreshold: 16 });
`;

async function watch(page: Page, action: () => Promise<void>): Promise<Watched> {
  await page.evaluate(startWatching);
  await action();
  return page.evaluate(() => {
    const { seen } = window;
    return { ...seen, seconds: (performance.now() - seen.begin) / 1000 };
  });
}

function report(
  action: string,
  { frames, seconds, longTasks, interactions }: Watched,
  more: object = {},
): void {
  const sorted = sort(interactions);
  console.log(action, {
    "frames/s": Math.round(frames / seconds),
    "long tasks": longTasks.length,
    "longest, ms": Math.max(0, ...longTasks),
    ...(interactions.length > 0 && { "INP p98, ms": Math.round(quantile(sorted, 0.98)) }),
    ...more,
  });
}

/** Creates a group of two users and inserts its long history into the database. */
async function longConversation(databaseUrl: string, ada: Person, bob: Person): Promise<ConversationId> {
  const { id } = await ada.startGroup([bob], "A long story");
  const admin = new pg.Client({ connectionString: databaseUrl });
  await admin.connect();
  await admin.query(
    `INSERT INTO messages (conversation_id, seq, id, sender_id, content, created_at)
     SELECT $1, n, gen_random_uuid(), CASE WHEN n / 3 % 2 = 0 THEN $2::uuid ELSE $3::uuid END,
       'Message ' || n || CASE n % 7 WHEN 0 THEN ' with **some** marks' WHEN 3 THEN repeat(' and more words', n % 20) ELSE '' END,
       now() - (${messageCount} - n) * interval '1 minute'
     FROM generate_series(1, ${messageCount}) n`,
    [id, ada.id, bob.id],
  );
  await admin.query("UPDATE conversations SET last_seq = $2 WHERE id = $1", [id, messageCount]);
  await admin.query("UPDATE participants SET last_read_seq = $2 WHERE conversation_id = $1", [
    id,
    messageCount,
  ]);
  await admin.query("ANALYZE");
  await admin.end();
  return id;
}

/** Prints the memory that the page's JavaScript uses after a garbage collection, and how much lies below the view. */
async function reportMemory(page: Page, when: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  const log = page.getByRole("log");
  const below = await log.evaluate((list) => list.scrollHeight - list.scrollTop - list.clientHeight);
  console.log(`memory ${when}`, {
    "heap, MB": Math.round(usedSize / 1024 / 102.4) / 10,
    "px to the end": below,
  });
}

/** Sends messages, ten at a time. @returns their number */
async function sendMany(person: Person, conversation: ConversationId, count: number): Promise<number> {
  for (let sent = 0; sent < count; sent += 10) {
    const texts = Array.from({ length: Math.min(10, count - sent) }, (_, at) => `Of many: ${sent + at + 1}`);
    await Promise.all(texts.map((text) => person.send(conversation, text)));
  }
  return count;
}

/** Sends ten messages a second until the signal. */
async function talk(person: Person, conversation: ConversationId, signal: AbortSignal): Promise<void> {
  for (let count = 1; !signal.aborted; count++) {
    const next = setTimeout(100);
    await person.send(conversation, `and another thing ${count}`);
    await next;
  }
}

const folder = await temporaryFolder();
const stack = await startStack({
  assembly: await synthesize(`${folder.path}/cdk.out`, withoutSendLimits),
  dataFolder: folder.path,
});
const browser = await launchBrowser();
try {
  const [ada, bob] = await Promise.all([
    newPerson(stack.url, "ada", "Ada Lovelace"),
    newPerson(stack.url, "bob", "Bob Noyce"),
  ]);
  const id = await longConversation(stack.databaseUrl, ada, bob);
  const { page } = await openPage(browser, stack.url, { viewport: { width: 1280, height: 800 } });
  await signIn(page, ada);

  const opened = await watch(page, async () => {
    await page.getByRole("link", { name: /A long story/ }).click();
    await page.getByText(`Message ${messageCount}`, { exact: true }).waitFor();
  });
  report("opening", opened, { ms: Math.round(opened.seconds * 1000) });

  const oldestShown = () =>
    page.evaluate(() =>
      Number(/Message (\d+)/.exec(document.querySelector("article")?.textContent ?? "")?.[1]),
    );
  await page.getByRole("log").hover();
  const scrolled = await watch(page, async () => {
    for (const end = Date.now() + scrollSeconds * 1000; Date.now() < end; ) await page.mouse.wheel(0, -600);
  });
  report("scrolling up", scrolled, { "messages passed": messageCount - (await oldestShown()) });

  await page.goto(`/c/${id}/${messageCount / 2}`);
  await page.locator("[data-focus]").waitFor();
  await page.getByRole("log").hover();
  const middle = await watch(page, async () => {
    for (const end = Date.now() + scrollSeconds * 500; Date.now() < end; ) await page.mouse.wheel(0, 600);
  });
  report("scrolling down from the middle", middle);

  await page.getByRole("button", { name: "Jump to the latest messages" }).click();
  await page.getByText(`Message ${messageCount}`, { exact: true }).waitFor();
  const field = page.getByRole("textbox", { name: /^Message to/ });
  await field.click();
  const typed = await watch(page, async () => {
    const ended = new AbortController();
    const talking = talk(bob, id, ended.signal);
    // The keyboard has no time limit, unlike a locator: a slow machine shall report slow typing.
    const typing = page.keyboard.type(typedText, { delay: 60 }).finally(() => ended.abort());
    await Promise.all([typing, talking]);
  });
  report("typing while ten messages a second come in", typed);
  await field.press("Control+A");
  await field.press("Delete");

  await reportMemory(page, "before");
  for (let received = 0; received < receivedCount; ) {
    const step = Math.min(receivedCount / 4, receivedCount - received);
    received += await sendMany(bob, id, step);
    await page.getByText(`Of many: ${step}`, { exact: true }).last().waitFor();
    await reportMemory(page, `after receiving ${received} messages`);
  }
} finally {
  await browser.close();
  await stack.stop();
  await folder.remove();
}
