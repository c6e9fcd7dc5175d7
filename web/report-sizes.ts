import type { Plugin } from "vite";
import { firstLoads } from "./first-load.ts";

/** Reports how much gzipped JavaScript each view loads. */
export function reportSizes(): Plugin {
  return {
    name: "report-sizes",
    apply: "build",
    writeBundle({ dir = "" }) {
      for (const [view, bytes] of Object.entries(firstLoads(dir))) {
        this.info(`${(bytes / 1024).toFixed(1)} KB of JavaScript, gzipped, for ${view}`);
      }
    },
  };
}
