import { basename, dirname, join } from "node:path";
import type { Plugin } from "vite";
import { readCatalog, withFallback } from "./catalog.ts";
import { compileCatalog } from "./compile.ts";

/** A module's id must not end in `.json`, which Vite would parse as JSON. */
const compiledSuffix = ".texts";
/** The id of a catalog's module. */
export const compiledFile = /[\\/]catalogs[\\/][\w-]+[\\/][\w-]+\.texts$/;

/** The language and the name of a catalog's module. */
const partsOf = (id: string) => ({
  language: basename(dirname(id)),
  name: basename(id, compiledSuffix),
});

/** Names the file into which the build puts a catalog: `texts-de-page`. */
export function textsChunk(id: string): string {
  const { language, name } = partsOf(id);
  return `texts-${language}-${name}`;
}

/** Compiles the catalogs in `web/src/i18n/catalogs/` where the page imports them. */
export function compiledTexts(): Plugin {
  return {
    name: "compiled-texts",
    enforce: "pre",
    resolveId: {
      filter: { id: /\/catalogs\/[\w-]+\/[\w-]+\.json$/ },
      async handler(source, importer) {
        const resolved = await this.resolve(source, importer, { skipSelf: true });
        return resolved?.id.replace(/\.json$/, compiledSuffix);
      },
    },
    load: {
      filter: { id: compiledFile },
      handler(id) {
        const { language, name } = partsOf(id);
        const fileIn = (tag: string) => join(dirname(id), "..", tag, `${name}.json`);
        const [file, source] = [fileIn(language), fileIn("en")];
        for (const read of [file, source]) this.addWatchFile(read);
        // A text that is not translated yet is better in English than missing.
        const messages = withFallback(readCatalog(file), readCatalog(source));
        return { code: compileCatalog(language, messages), moduleType: "js" };
      },
    },
  };
}
