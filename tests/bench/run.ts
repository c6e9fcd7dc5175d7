import { programs } from "./programs.ts";

/**
 * `npm run bench` measures sizes and cold starts. `npm run bench -- realtime` puts the local stack under load, `npm run
 * bench -- data` measures the domain on a growing database, `npm run bench -- hour` counts what a team causes in an
 * hour, `npm run bench -- web` measures the page in Chromium, and `npm run bench -- lighthouse` rates it. With
 * `--small`, each runs briefly, to prove that it works. The hour and Lighthouse always run completely.
 */
const name = process.argv.slice(2).find((argument) => !argument.startsWith("--")) ?? "overview";
const program = new Map<string, () => Promise<unknown>>(Object.entries(programs)).get(name);
if (!program)
  throw new Error(`There is no benchmark "${name}". Choose from: ${Object.keys(programs).join(", ")}`);
await program();
