import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { buildAll } from "../../infra/build-all.ts";
import { builtSite } from "../../infra/edge/build-site.ts";
import type { LambdaFunction } from "../../localstack/lambda/function.ts";
import type { FunctionConfiguration } from "../../localstack/lambda/function-configuration.ts";
import { startStack } from "../../localstack/stack.ts";
import { synthesize } from "../../localstack/synthesize.ts";
import { firstLoads } from "../../web/first-load.ts";
import { newId, newPeople } from "../support/people.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { quantile, sort } from "./quantiles.ts";
import { report } from "./report/write-report.ts";
import { sized } from "./small.ts";

const kilobytes = (bytes: number) => Math.round(bytes / 1024);

/**
 * Measures the milliseconds from the start of a process, with a function's own environment, to the end of its import.
 */
function coldStart({ codeFolder, environment }: FunctionConfiguration): number {
  const script = "import(process.argv[1]).then(() => console.log(performance.now()))";
  const env = { PATH: process.env.PATH, AWS_REGION: "us-east-1", NODE_NO_WARNINGS: "1", ...environment };
  const args = ["-e", script, join(codeFolder, "index.mjs")];
  return Number(execFileSync(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] }));
}

/**
 * Returns the paths of a folder's files that match `entries`, and of all files that they import, directly or
 * indirectly.
 */
function loadedWith(folder: string, entries: RegExp): string[] {
  const loaded = new Set<string>();
  const load = (file: string) => {
    if (loaded.has(file)) return;
    loaded.add(file);
    const code = readFileSync(join(folder, file), "utf8");
    for (const [, imported = ""] of code.matchAll(/(?:from|import)"\.\/([^"]+\.m?js)"/g)) load(imported);
  };
  for (const file of readdirSync(folder)) if (entries.test(file)) load(file);
  return [...loaded].map((file) => join(folder, file));
}

/** The bytes of code that the first invocation loads: the bundle and its database client. */
const bytesLoaded = (folder: string) =>
  loadedWith(folder, /^(index|data-api)\b.*\.mjs$/).reduce((sum, file) => sum + statSync(file).size, 0);

function measureBundles(functions: Iterable<LambdaFunction>) {
  return [...functions].slice(0, sized(Number.POSITIVE_INFINITY, 2)).map(({ configuration }) => {
    const starts = sort(Array.from({ length: sized(9, 1) }, () => coldStart(configuration)));
    return {
      function: configuration.name,
      "KB minified": kilobytes(bytesLoaded(configuration.codeFolder)),
      "cold start, median ms": Math.round(quantile(starts, 0.5)),
    };
  });
}

function measureSite() {
  const folder = join(builtSite(), "assets");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".js"))
    .map((name) => ({
      file: name.replace(/-[\w-]{8}\.js$/, ""),
      "KB gzipped": kilobytes(gzipSync(readFileSync(join(folder, name))).length),
    }));
}

/** The gzipped KB of code that load before each view of the page shows. */
const measureFirstLoads = () =>
  Object.entries(firstLoads(builtSite())).map(([view, bytes]) => ({
    view,
    "KB gzipped": kilobytes(bytes),
  }));

/** Measures direct conversations whose participants answer each other as fast as they can. */
async function measureSends(
  url: string,
  calls: () => { dataApi: number; pushes: number },
  conversations: number,
  seconds: number,
) {
  const people = await newPeople(url, 8);
  const pairs = people
    .flatMap((one, at) => people.slice(at + 1).map((other) => ({ one, other })))
    .slice(0, conversations);
  const lanes = await Promise.all(
    pairs.map(async ({ one, other }) => ({
      id: (await one.startDirect(other)).id,
      sockets: [await one.connect(), await other.connect()],
    })),
  );
  const before = calls();
  const latencies: number[] = [];
  const end = Date.now() + seconds * 1000;
  await Promise.all(
    lanes.map(async ({ id, sockets }) => {
      for (let turn = 0; Date.now() < end; turn++) {
        const started = performance.now();
        await sockets[turn % 2]?.request({
          action: "message.send",
          conversationId: id,
          id: newId(),
          content: `turn ${turn}`,
        });
        latencies.push(performance.now() - started);
      }
    }),
  );
  const after = calls();
  const sorted = sort(latencies);
  const connections = lanes.length * 2;
  return {
    conversations: lanes.length,
    "open sockets": connections,
    "acks/s": Math.round(latencies.length / seconds),
    "p50 ms": Math.round(quantile(sorted, 0.5)),
    "p95 ms": Math.round(quantile(sorted, 0.95)),
    "p99 ms": Math.round(quantile(sorted, 0.99)),
    "Data API calls a send": Number(((after.dataApi - before.dataApi) / latencies.length).toFixed(2)),
    "pushes a send": Number(((after.pushes - before.pushes) / latencies.length).toFixed(2)),
  };
}

await buildAll();
const folder = await temporaryFolder();
const stack = await startStack({
  assembly: await synthesize(join(folder.path, "cdk.out")),
  dataFolder: folder.path,
});
try {
  const bundles = measureBundles(stack.functions().values());
  console.table(bundles);
  console.table(measureSite());
  const loads = measureFirstLoads();
  console.table(loads);
  const calls = () => ({
    dataApi: stack.dataApi.calls.Execute ?? 0,
    pushes: stack.management.calls.POST ?? 0,
  });
  console.table([
    await measureSends(stack.url, calls, 1, sized(5, 1)),
    await measureSends(stack.url, calls, sized(28, 3), sized(10, 1)),
  ]);
  const bars = (title: string, unit: string, rows: { label: string; value: number }[]) => ({
    kind: "bars" as const,
    title,
    unit,
    rows,
  });
  await report("overview", [
    bars(
      "Cold start of a function",
      "ms",
      bundles.map((of) => ({ label: of.function, value: of["cold start, median ms"] })),
    ),
    bars(
      "Code of a function",
      "KB minified",
      bundles.map((of) => ({ label: of.function, value: of["KB minified"] })),
    ),
    bars(
      "Code that loads before a view of the page shows",
      "KB gzipped",
      loads.map((of) => ({ label: of.view, value: of["KB gzipped"] })),
    ),
  ]);
} finally {
  await stack.stop();
  await folder.remove();
}
