import { type ChildProcess, spawn } from "node:child_process";
import { cp, readdir, readFile, rename, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from "vitest";
import type { ConversationId } from "../../contract/ids.ts";
import { MessagePage } from "../../contract/messages.ts";
import { eventually } from "../support/eventually.ts";
import { http, type Person, registerPerson } from "../support/people.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const root = join(import.meta.dirname, "../..");
const notCopied = new Set([".git", ".chatflow", "node_modules", "cdk.out", "dist", "tests", "docs"]);

/** A copy of the project whose sources a test may change. */
let project: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  project = await temporaryFolder();
  for (const entry of await readdir(root)) {
    if (!notCopied.has(entry)) await cp(join(root, entry), join(project.path, entry), { recursive: true });
  }
  await symlink(join(root, "node_modules"), join(project.path, "node_modules"));
});
afterAll(() => project.remove());

interface Running {
  process: ChildProcess;
  url: string;
  output: () => string;
  exited: Promise<number | null>;
}

/** Starts the program behind `npm start` on a free port, and waits until it is ready or has exited. */
async function start(environment: Record<string, string> = {}): Promise<Running> {
  const child = spawn(process.execPath, ["--import", "tsx", "localstack/start.ts"], {
    cwd: project.path,
    env: { ...process.env, PORT: "0", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  // A test that fails leaves nothing running.
  onTestFailed(async () => {
    child.kill("SIGTERM");
    await exited;
  });
  const url = await eventually(() => {
    const line = /^ChatFlow is running at (http:\/\/localhost:\d+)$/m.exec(output);
    if (child.exitCode === null && !line) throw new Error(`It has not started yet: ${output}`);
    return line?.[1] ?? "";
  });
  return { process: child, url, output: () => output, exited };
}

async function replaceIn(file: string, from: string, to: string): Promise<void> {
  const path = join(project.path, file);
  const text = await readFile(path, "utf8");
  expect(text).toContain(from);
  await writeFile(path, text.replace(from, to));
}

// A complete start takes seconds, so these tests share three starts and one data folder.
describe("npm start", () => {
  let running: Running;
  let ann: Person;
  let id: ConversationId;
  const history = async (at: Running) => {
    const headers = { authorization: `Bearer ${ann.token}` };
    const { body } = await http(at.url, "GET", `/api/conversations/${id}/messages`, { headers });
    return MessagePage.parse(body).items.map(({ content }) => content);
  };

  test("serves the product, deploys changed sources without a restart, and logs each invocation", async () => {
    running = await start();
    const page = async () => (await http(running.url, "GET", "/")).body;
    expect(await page()).toContain("<title>ChatFlow</title>");
    const ben = await registerPerson(running.url);
    ann = await registerPerson(running.url);
    ({ id } = await ann.startDirect(ben));
    await ann.send(id, "before the change");

    // Only the api function contains this text, and only it is bundled again.
    await replaceIn("functions/handlers/api/docs-guide.ts", "Ids are UUIDs in lower case.", "Ids are short.");
    const docs = async () => (await http(running.url, "GET", "/api/docs")).body;
    await eventually(async () => expect(await docs()).toContain("Ids are short."));

    await replaceIn("web/index.html", "<title>ChatFlow</title>", "<title>ChatFlow, changed</title>");
    await eventually(async () => expect(await page()).toContain("<title>ChatFlow, changed</title>"));

    const [right, wrong] = ["export const handler", "export konst handler"];
    await replaceIn("functions/handlers/mail/handler.ts", right, wrong);
    await eventually(() => expect(running.output()).toContain("the change was not deployed"));
    expect(await docs()).toContain("Ids are short.");
    await replaceIn("functions/handlers/mail/handler.ts", wrong, right);

    // An invocation's line has the time, the function, the request, the outcome and the duration.
    expect(running.output()).toMatch(/^\d\d:\d\d:\d\d Auth POST \/auth\/register 201 \d+ ms$/m);
    expect(running.output()).not.toContain("before the change");
  });

  test("refuses to share its data with a running stack, and explains how to choose another folder", async () => {
    const second = await start();
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain("Set CHATFLOW_DATA to another folder.");
  });

  test("releases its data folder when it fails, here because of a busy port", async () => {
    const CHATFLOW_DATA = join(project.path, "unused-data");
    const failed = await start({ CHATFLOW_DATA, PORT: new URL(running.url).port });
    expect(await failed.exited).toBe(1);
    expect(failed.output()).toContain("EADDRINUSE");
    expect(await readdir(CHATFLOW_DATA)).not.toContain("stack.pid");
  });

  test("starts again on the data that a killed stack left behind, and exits cleanly on SIGTERM", async () => {
    running.process.kill("SIGKILL");
    await running.exited;
    const again = await start();
    expect(await history(again)).toEqual(["before the change"]);
    again.process.kill("SIGTERM");
    expect(await again.exited).toBe(0);
  });

  test("keeps everything in the folder that CHATFLOW_DATA names, and exits cleanly on SIGINT", async () => {
    const CHATFLOW_DATA = join(project.path, "other-data");
    await rename(join(project.path, ".chatflow"), CHATFLOW_DATA);
    const elsewhere = await start({ CHATFLOW_DATA });
    expect(await history(elsewhere)).toEqual(["before the change"]);
    elsewhere.process.kill("SIGINT");
    expect(await elsewhere.exited).toBe(0);
  });

  test("names a setting that is invalid", async () => {
    const refused = await start({ PORT: "many" });
    expect(await refused.exited).toBe(1);
    expect(refused.output()).toContain("PORT");
  });
});
