import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { root } from "../../../infra/build-output.ts";
import { isSmall } from "../small.ts";

/** Values by name, drawn as bars. Rows with the same label and different parts are stacked. */
const Bars = z.object({
  kind: z.literal("bars"),
  title: z.string(),
  unit: z.string(),
  rows: z.array(z.object({ label: z.string(), part: z.string().optional(), value: z.number() })),
});

/** Lines of points, such as the time of a call against the size of the database. */
const Curves = z.object({
  kind: z.literal("curves"),
  title: z.string(),
  /** What the x axis counts. */
  across: z.string(),
  /** The scale of the x axis. */
  scale: z.enum(["linear", "log"]),
  unit: z.string(),
  points: z.array(z.object({ line: z.string(), x: z.number(), y: z.number() })),
});

/** A profile as rectangles: each frame above those that it called, as wide as its time. */
const FlameGraph = z.object({
  kind: z.literal("flame graph"),
  title: z.string(),
  /** The profile's file beside the report. Browsers' developer tools open it. */
  file: z.string(),
  frames: z.array(
    z.object({
      /** The function, and the source that contains it. */
      name: z.string(),
      source: z.string(),
      depth: z.int(),
      /** Milliseconds. */
      from: z.number(),
      to: z.number(),
    }),
  ),
});

const Figure = z.discriminatedUnion("kind", [Bars, Curves, FlameGraph]);
export type Figure = z.infer<typeof Figure>;
export type FlameFrame = z.infer<typeof FlameGraph>["frames"][number];

const Result = z.object({
  benchmark: z.string(),
  /** An ISO time. */
  at: z.string(),
  commit: z.string(),
  machine: z.string(),
  figures: z.array(Figure),
});
export type Result = z.infer<typeof Result>;

/** The folder of the report. Small runs have their own, because their numbers mean nothing. */
export const reportFolder = join(root, ".build", isSmall ? "bench-small" : "bench");

/** The report shows the newest run of each benchmark and the one before. Older ones stay for a while to compare by hand. */
const keptResults = 10;

const filesOf = (benchmark: string) =>
  readdirSync(join(reportFolder, benchmark))
    .filter((name) => name.endsWith(".json"))
    .sort();

/** Stores the figures of a run as `BENCHMARK/TIME.json` in the report's folder. */
export function storeResult(benchmark: string, figures: Figure[]): void {
  const folder = join(reportFolder, benchmark);
  mkdirSync(folder, { recursive: true });
  const at = new Date().toISOString();
  const result: Result = {
    benchmark,
    at,
    commit: execFileSync("git", ["describe", "--always", "--dirty"], { cwd: root, encoding: "utf8" }).trim(),
    machine: `${availableParallelism()} × ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}`,
    figures,
  };
  writeFileSync(join(folder, `${at.replaceAll(":", "-")}.json`), JSON.stringify(result));
  for (const old of filesOf(benchmark).slice(0, -keptResults)) rmSync(join(folder, old));
}

/** Returns the runs to show: for each benchmark the newest, and the one before it if there is one. */
export function storedResults(): { now: Result; before?: Result | undefined }[] {
  const benchmarks = readdirSync(reportFolder, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  return benchmarks.flatMap(({ name }) => {
    const [now, before] = filesOf(name)
      .slice(-2)
      .reverse()
      .map((file) => Result.parse(JSON.parse(readFileSync(join(reportFolder, name, file), "utf8"))));
    return now ? [{ now, before }] : [];
  });
}
