import { setTimeout } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import type { ConversationId } from "../../../contract/ids.ts";
import type { RunningStack } from "../../../localstack/stack.ts";
import { openPage, signIn } from "../../browser/browser.ts";
import { withDatabase } from "../../support/accounts.ts";
import { newPerson, type Person } from "../../support/people.ts";
import { sized } from "../small.ts";
import type { PageMeasurements } from "./page-measurements.ts";
import { watch } from "./watch.ts";

const messageCount = sized(100_000, 2_000);
const receivedCount = sized(10_000, 40);
const scrollSeconds = sized(20, 1);
const typedText = "The quick brown fox jumps over the lazy dog. ".repeat(sized(4, 1));

/** Creates a group of two users and inserts its long history into the database. */
async function longConversation(databaseUrl: string, ada: Person, bob: Person): Promise<ConversationId> {
  const { id } = await ada.startGroup([bob], "A long story");
  await withDatabase(databaseUrl, async (client) => {
    await client.query(
      `INSERT INTO messages (conversation_id, seq, id, sender_id, content, created_at)
     SELECT $1, n, gen_random_uuid(), CASE WHEN n / 3 % 2 = 0 THEN $2::uuid ELSE $3::uuid END,
       'Message ' || n || CASE n % 7 WHEN 0 THEN ' with **some** marks' WHEN 3 THEN repeat(' and more words', n % 20) ELSE '' END,
       now() - (${messageCount} - n) * interval '1 minute'
     FROM generate_series(1, ${messageCount}) n`,
      [id, ada.id, bob.id],
    );
    await client.query("UPDATE conversations SET last_seq = $2 WHERE id = $1", [id, messageCount]);
    await client.query("UPDATE participants SET last_read_seq = $2 WHERE conversation_id = $1", [
      id,
      messageCount,
    ]);
    await client.query("ANALYZE");
  });
  return id;
}

/** Measures the memory that the page's JavaScript uses after a garbage collection, and how much lies below the view. */
async function measureMemory(page: Page, received: number, measurements: PageMeasurements): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  const log = page.getByRole("log", { name: "Messages" });
  const below = await log.evaluate((list) => list.scrollHeight - list.scrollTop - list.clientHeight);
  measurements.addMemory(received, Math.round(usedSize / 1024 / 102.4) / 10, { "px to the end": below });
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

/** Measures a conversation with a hundred thousand messages: opening, scrolling, typing, and memory. */
export async function measureLongConversation(
  browser: Browser,
  { url, databaseUrl }: RunningStack,
  measurements: PageMeasurements,
): Promise<void> {
  const [ada, bob] = await Promise.all([
    newPerson(url, "ada", "Ada Lovelace"),
    newPerson(url, "bob", "Bob Noyce"),
  ]);
  const id = await longConversation(databaseUrl, ada, bob);
  const { page } = await openPage(browser, url, { viewport: { width: 1280, height: 800 } });
  await signIn(page, ada);
  // The sidebar's preview repeats the text of the latest message.
  const messages = page.getByRole("log", { name: "Messages" });
  const latest = messages.getByText(`Message ${messageCount}`, { exact: true });

  const opened = await watch(page, async () => {
    await page.getByRole("link", { name: /A long story/ }).click();
    await latest.waitFor();
  });
  measurements.add("opening", opened, { ms: Math.round(opened.seconds * 1000) });

  const oldestShown = () =>
    page.evaluate(() =>
      Number(/Message (\d+)/.exec(document.querySelector("article")?.textContent ?? "")?.[1]),
    );
  await messages.hover();
  const scrolled = await watch(page, async () => {
    for (const end = Date.now() + scrollSeconds * 1000; Date.now() < end; ) await page.mouse.wheel(0, -600);
  });
  measurements.add("scrolling up", scrolled, { "messages passed": messageCount - (await oldestShown()) });

  await page.goto(`/c/${id}/${messageCount / 2}`);
  await page.locator("[data-focus]").waitFor();
  await messages.hover();
  const middle = await watch(page, async () => {
    for (const end = Date.now() + scrollSeconds * 500; Date.now() < end; ) await page.mouse.wheel(0, 600);
  });
  measurements.add("scrolling down from the middle", middle);

  await page.getByRole("button", { name: "Jump to the latest messages" }).click();
  await latest.waitFor();
  const field = page.getByRole("textbox", { name: /^Message to/ });
  await field.click();
  const typed = await watch(page, async () => {
    const ended = new AbortController();
    const talking = talk(bob, id, ended.signal);
    // The keyboard has no time limit, unlike a locator: a slow machine should report slow typing.
    const typing = page.keyboard.type(typedText, { delay: 60 }).finally(() => ended.abort());
    await Promise.all([typing, talking]);
  });
  measurements.add("typing while ten messages a second come in", typed);
  await field.press("Control+A");
  await field.press("Delete");

  await measureMemory(page, 0, measurements);
  for (let received = 0; received < receivedCount; ) {
    const step = Math.min(receivedCount / 4, receivedCount - received);
    received += await sendMany(bob, id, step);
    await messages.getByText(`Of many: ${step}`, { exact: true }).last().waitFor();
    await measureMemory(page, received, measurements);
  }
  await page.close();
}
