import { relative } from "node:path";
import { type Figure, type FlameFrame, reportFolder } from "../report/results.ts";
import type { CpuProfile } from "./cpu-profile.ts";
import { originalPosition } from "./original-position.ts";
import type { ProcessProfile } from "./profile.ts";

/** The calls of a function from one place, in all profiles together. */
class Calls {
  readonly name: string;
  readonly source: string;
  /** Milliseconds, with those of the functions that it called. */
  total = 0;
  readonly callees = new Map<string, Calls>();

  constructor(name: string, source: string) {
    this.name = name;
    this.source = source;
  }

  callee({ name, source }: { name: string; source: string }): Calls {
    const key = `${name}\n${source}`;
    const known = this.callees.get(key) ?? new Calls(name, source);
    this.callees.set(key, known);
    return known;
  }
}

/** Frames narrower than this share of the graph would not be visible. */
const visibleShare = 0.002;

/** V8's names for the time in which a process waits. Outside Chromium, it calls most of that "program". */
const waiting = ["(idle)", "(program)"];

/** Parts that take less than this share of the CPU get no graph. */
const graphShare = 0.01;

/** V8 takes no samples of a process that waits, so a longer gap between two samples is a wait, in milliseconds. */
const longestSampleMs = 10;

/** Adds the times of a profile, without those in which the process waited. */
function add(root: Calls, { nodes, samples, timeDeltas }: CpuProfile): void {
  const selfMs = new Map<number, number>();
  // A sample lasts until the next one.
  for (const [at, id] of samples.entries())
    selfMs.set(id, (selfMs.get(id) ?? 0) + Math.min((timeDeltas[at + 1] ?? 0) / 1000, longestSampleMs));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const visit = (id: number, caller: Calls): number => {
    const node = byId.get(id);
    if (!node || waiting.includes(node.callFrame.functionName)) return 0;
    const isRoot = node.callFrame.functionName === "(root)";
    const calls = isRoot ? caller : caller.callee(originalPosition(node.callFrame));
    const calleesMs = (node.children ?? []).reduce((sum, child) => sum + visit(child, calls), 0);
    const totalMs = (selfMs.get(id) ?? 0) + calleesMs;
    calls.total += totalMs;
    return totalMs;
  };
  const [first] = nodes;
  if (first) visit(first.id, root);
}

function framesOf(calls: Calls, from: number, depth: number, leastMs: number): FlameFrame[] {
  const { name, source, total } = calls;
  if (total < leastMs) return [];
  const frames = [{ name, source, depth, from, to: from + total }];
  let at = from;
  for (const callee of [...calls.callees.values()].sort((one, other) => other.total - one.total)) {
    frames.push(...framesOf(callee, at, depth + 1, leastMs));
    at += callee.total;
  }
  return frames;
}

/** Draws a flame graph for each part of the stack that takes much CPU, from the profiles of its processes. */
export function flameGraphs(scenario: string, profiles: readonly ProcessProfile[]): Figure[] {
  const parts = new Map<string, { root: Calls; file: string }>();
  for (const { part, file, profile } of profiles) {
    const known = parts.get(part) ?? { root: new Calls(part, "process"), file };
    parts.set(part, known);
    add(known.root, profile);
  }
  const busy = [...parts.values()].sort((one, other) => other.root.total - one.root.total);
  const allMs = busy.reduce((sum, { root }) => sum + root.total, 0);
  return busy
    .filter(({ root }) => root.total > allMs * graphShare)
    .map(({ root, file }) => ({
      kind: "flame graph" as const,
      title: `${scenario}: CPU of ${root.name}`,
      file: relative(reportFolder, file),
      frames: framesOf(root, 0, 0, root.total * visibleShare),
    }));
}
