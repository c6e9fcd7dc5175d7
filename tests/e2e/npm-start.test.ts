import { type ChildProcess, spawn } from "node:child_process";
import { cp, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { http, type Person, registerPeople, registerPerson } from "../support/people.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const root = join(import.meta.dirname, "../..");
const notCopied = new Set([".git", ".build", ".chatflow", "node_modules", "cdk.out", "dist", "tests"]);

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

/** What `npm start` runs, on a free port; ready when it says so. */
async function start(environment: Record<string, string> = {}): Promise<Running> {
  const child = spawn(process.execPath, ["--import", "tsx", "localstack/start.ts"], {
    cwd: project.path,
    env: { ...process.env, PORT: "0", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const url = await eventually(() => {
    const line = /^ChatFlow is running at (http:\/\/localhost:\d+)$/m.exec(output);
    if (child.exitCode === null && !line) throw new Error(`It has not started yet: ${output}`);
    return line?.[1] ?? "";
  }, 60_000);
  return { process: child, url, output: () => output, exited };
}

async function replaceIn(file: string, from: string, to: string): Promise<void> {
  const path = join(project.path, file);
  const text = await readFile(path, "utf8");
  expect(text).toContain(from);
  await writeFile(path, text.replace(from, to));
}

describe("npm start", () => {
  test("serves the product, takes changes without a restart, and keeps everything over one", async () => {
    const running = await start();
    const page = async () => (await http<string>(running.url, "GET", "/")).body;
    expect(await page()).toContain("<title>ChatFlow</title>");
    const [ann, ben] = (await registerPeople(running.url, 2)) as [Person, Person];
    const { id } = await ann.startDirect(ben);
    await ann.send(id, "before the change");

    await replaceIn("functions/domain/users/refusals.ts", "There is no such", "We know of no");
    const detail = async () =>
      (await ann.call<{ detail: string }>("GET", `/users/${crypto.randomUUID()}`)).body.detail;
    await eventually(async () => expect(await detail()).toBe("We know of no person."), 40_000);

    await replaceIn("web/index.html", "<title>ChatFlow</title>", "<title>ChatFlow, changed</title>");
    await eventually(async () => expect(await page()).toContain("<title>ChatFlow, changed</title>"), 40_000);

    await replaceIn(
      "functions/platform/problems/refusal.ts",
      "export abstract class",
      "export abstract klass",
    );
    await eventually(() => expect(running.output()).toContain("the change was not deployed"), 40_000);
    expect(await detail()).toBe("We know of no person.");
    await replaceIn(
      "functions/platform/problems/refusal.ts",
      "export abstract klass",
      "export abstract class",
    );

    // Every invocation is one line: when, which function, what, how it ended, how long it took.
    expect(running.output()).toMatch(/^\d\d:\d\d:\d\d Auth POST \/auth\/register 201 \d+ ms$/m);
    expect(running.output()).not.toContain("before the change");

    running.process.kill("SIGTERM");
    expect(await running.exited).toBe(0);
    const again = await start();
    const { body } = await http<{ items: { content: string }[] }>(
      again.url,
      "GET",
      `/api/conversations/${id}/messages`,
      {
        headers: { authorization: `Bearer ${ann.token}` },
      },
    );
    expect(body.items.map(({ content }) => content)).toEqual(["before the change"]);
    again.process.kill("SIGINT");
    expect(await again.exited).toBe(0);
  }, 180_000);

  test("starts again on what a killed one left behind", async () => {
    const killed = await start();
    const person = await registerPerson(killed.url);
    killed.process.kill("SIGKILL");
    await killed.exited;
    const again = await start();
    const { status } = await http(again.url, "GET", "/api/users/me", {
      headers: { authorization: `Bearer ${person.token}` },
    });
    expect(status).toBe(200);
    again.process.kill("SIGTERM");
    expect(await again.exited).toBe(0);
  }, 120_000);

  test("refuses to share its data with one that runs, and says how to go on", async () => {
    const running = await start();
    const second = await start();
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain("Set CHATFLOW_DATA to another folder.");
    const other = await start({ CHATFLOW_DATA: join(project.path, "other-data") });
    expect((await registerPerson(other.url)).id).toBeTruthy();
    for (const { process: child, exited } of [running, other]) {
      child.kill("SIGTERM");
      expect(await exited).toBe(0);
    }
  }, 120_000);

  test("names a setting that does not fit", async () => {
    const refused = await start({ PORT: "many" });
    expect(await refused.exited).toBe(1);
    expect(refused.output()).toContain("PORT");
  }, 30_000);
});
