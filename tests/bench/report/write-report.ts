import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { type Figure, reportFolder, storedResults, storeResult } from "./results.ts";

/**
 * Stores the figures of a run, and writes the report: one HTML file with a plot for each figure of each benchmark's
 * newest run, and the run before it in grey.
 */
export async function report(benchmark: string, figures: Figure[]): Promise<void> {
  storeResult(benchmark, figures);
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "page.ts")],
    bundle: true,
    minify: true,
    format: "iife",
    write: false,
  });
  // "</" would end the script element.
  const inScript = (text: string) => text.replaceAll("</", "<\\/");
  const file = join(reportFolder, "report.html");
  writeFileSync(
    file,
    `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>ChatFlow benchmarks</title>
<style>
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
  body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  figure { margin: 1rem 0; overflow-x: auto; }
  figure figure { margin: 0; }
  h3 { margin: 2rem 0 0; font-size: 1rem; }
  .run { opacity: .7; }
</style>
<script type="application/json" id="results">${inScript(JSON.stringify(storedResults()))}</script>
<body>
<h1>ChatFlow benchmarks</h1>
<script>${inScript(outputFiles.map(({ text }) => text).join("\n"))}</script>
`,
  );
  console.log(`Report: ${file}`);
}
