import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gemoji } from "gemoji";
import * as z from "zod/mini";

/**
 * Writes the names and keywords of emoji in the languages of the page, except English, to `src/emoji/names/`. They are
 * Unicode's own (CLDR). The package has 56 MB, so it is not among the dependencies:
 *
 *     npm install --no-save cldr-annotations-full@48.2.0
 *     node --import tsx web/write-emoji-names.ts
 */
const Annotations = z.object({
  annotations: z.object({
    annotations: z.record(
      z.string(),
      z.object({ tts: z.optional(z.array(z.string())), default: z.optional(z.array(z.string())) }),
    ),
  }),
});

const source = dirname(fileURLToPath(import.meta.resolve("cldr-annotations-full/package.json")));
const target = join(import.meta.dirname, "src", "emoji", "names");

for (const language of readdirSync(join(import.meta.dirname, "src", "i18n", "catalogs"))) {
  if (language === "en") continue;
  const file = join(source, "annotations", language, "annotations.json");
  const { annotations } = Annotations.parse(JSON.parse(readFileSync(file, "utf8"))).annotations;
  const named = gemoji.flatMap(({ emoji }) => {
    const { tts, default: keywords = [] } =
      annotations[emoji] ?? annotations[emoji.replaceAll("\ufe0f", "")] ?? {};
    const words = new Set([...(tts ?? []), ...keywords]);
    return words.size === 0 ? [] : [[emoji, [...words].join("|")] as const];
  });
  writeFileSync(join(target, `${language}.json`), `${JSON.stringify(Object.fromEntries(named), null, 2)}\n`);
}
copyFileSync(join(source, "LICENSE"), join(target, "LICENSE"));
