import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, expectTypeOf, test } from "vitest";
import type { Configuration } from "../infra/configuration.ts";
import { isRunning } from "./is-running.ts";
import { type RunningStack, type StackOptions, startStack } from "./stack.ts";
import { synthesize } from "./synthesize.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "chatflow-stack-"));
  chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
}

/** Returns the process id in every `postmaster.pid` below a folder. The server may have ended. */
const serversIn = (folder: string): number[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("postmaster.pid"))
    .map((file) => Number(readFileSync(join(folder, file), "utf8").split("\n")[0]));

test("A start on a busy port fails and leaves no database and no open port behind", async () => {
  const folder = temporaryFolder();
  const assembly = await synthesize(join(folder, "cdk.out"));
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const address = other.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  const dataFolder = join(folder, "data");
  try {
    await expect(startStack({ assembly, dataFolder, port: address.port })).rejects.toMatchObject({
      code: "EADDRINUSE",
    });
    expect(serversIn(folder).filter(isRunning)).toEqual([]);
    // The next start succeeds with the same folder, so no process holds the folder.
    const stack = await startStack({ assembly, dataFolder });
    const { port } = new URL(stack.url);
    await stack.stop();
    expect(serversIn(folder).filter(isRunning)).toEqual([]);
    await expect(connects(Number(port))).resolves.toBe(false);
  } finally {
    other.close();
  }
}, 120_000);

const connects = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = new Socket();
    socket.once("error", () => resolve(false));
    socket.connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
  });

// A benchmark outside of this repository, which compares ChatFlow with other servers, uses these names without types.
test("The names by which other programs start and observe a stack stay", () => {
  expectTypeOf(synthesize).toBeCallableWith("folder", {
    sendLimits: { user: { burst: 1, perSecond: 1 }, connection: { burst: 1, perSecond: 1 } },
  });
  expectTypeOf<Configuration["sendLimits"]>().toEqualTypeOf<{
    user: { burst: number; perSecond: number };
    connection: { burst: number; perSecond: number };
  }>();
  expectTypeOf(synthesize).returns.resolves.toBeString();
  expectTypeOf<{
    assembly: string;
    dataFolder: string;
    port: number;
    host: string;
    databaseUrl: undefined;
  }>().toExtend<StackOptions>();
  expectTypeOf(startStack).returns.resolves.toEqualTypeOf<RunningStack>();
  expectTypeOf<RunningStack>()
    .pick<"url" | "awsUrl" | "databaseUrl">()
    .toEqualTypeOf<Record<"url" | "awsUrl" | "databaseUrl", string>>();
  expectTypeOf<RunningStack["functions"]>().returns.toExtend<
    ReadonlyMap<string, { readonly pids: number[] }>
  >();
  expectTypeOf<RunningStack["stop"]>().returns.resolves.toBeVoid();
});
