import { quantile, sort } from "../quantiles.ts";
import type { Figure } from "../report/results.ts";
import type { Watched } from "./watch.ts";

/** Prints the measurements of the page, and keeps them for the report. */
export class PageMeasurements {
  readonly #watched: { action: string; framesPerSecond: number; longestTaskMs: number }[] = [];
  readonly #memory: { received: number; megabytes: number }[] = [];

  /** Adds what Chromium saw during an action. `more` is only printed. */
  add(action: string, { frames, seconds, longTasks, interactions }: Watched, more: object = {}): void {
    const framesPerSecond = Math.round(frames / seconds);
    const longestTaskMs = Math.max(0, ...longTasks);
    this.#watched.push({ action, framesPerSecond, longestTaskMs });
    console.log(action, {
      "frames/s": framesPerSecond,
      "long tasks": longTasks.length,
      "longest, ms": longestTaskMs,
      ...(interactions.length > 0 && { "INP p98, ms": Math.round(quantile(sort(interactions), 0.98)) }),
      ...more,
    });
  }

  /** Adds the size of the page's heap after it has received this many messages. `more` is only printed. */
  addMemory(received: number, megabytes: number, more: object): void {
    this.#memory.push({ received, megabytes });
    console.log(`memory after receiving ${received} messages`, { "heap, MB": megabytes, ...more });
  }

  figures(): Figure[] {
    return [
      {
        kind: "bars",
        title: "Frames per second",
        unit: "frames/s",
        rows: this.#watched.map(({ action, framesPerSecond }) => ({ label: action, value: framesPerSecond })),
      },
      {
        kind: "bars",
        title: "Longest task of the main thread",
        unit: "ms",
        rows: this.#watched.map(({ action, longestTaskMs }) => ({ label: action, value: longestTaskMs })),
      },
      {
        kind: "curves",
        title: "Memory of the page",
        across: "messages received",
        scale: "linear",
        unit: "MB",
        points: this.#memory.map(({ received, megabytes }) => ({ line: "heap", x: received, y: megabytes })),
      },
    ];
  }
}
