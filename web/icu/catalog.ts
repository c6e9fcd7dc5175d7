import { readFileSync } from "node:fs";
import * as z from "zod";

/** The messages of one file, in groups. */
export interface Messages {
  [key: string]: string | Messages;
}

const MessageTree: z.ZodType<Messages> = z.lazy(() =>
  z.record(z.string(), z.union([z.string(), MessageTree])),
);

/** Reads the messages of one language's file. */
export const readCatalog = (file: string): Messages =>
  MessageTree.parse(JSON.parse(readFileSync(file, "utf8")));

/** Returns a translation with the source's message in the place of each missing one. */
export function withFallback(translation: Messages, source: Messages): Messages {
  const entries = Object.entries(source).map(([key, original]): [string, string | Messages] => {
    const own = translation[key];
    if (typeof original === "string") return [key, typeof own === "string" ? own : original];
    return [key, withFallback(typeof own === "object" ? own : {}, original)];
  });
  return Object.fromEntries(entries);
}

/** Returns each message of a catalog with its dotted path. */
export function* entriesOf(messages: Messages, path: readonly string[] = []): Generator<[string, string]> {
  for (const [key, value] of Object.entries(messages)) {
    const inner = [...path, key];
    if (typeof value === "string") yield [inner.join("."), value];
    else yield* entriesOf(value, inner);
  }
}
