import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** The files in which each view begins. A static import leads from them to all other files that the view waits for. */
const views = {
  "the sign-in page": ["index", "sign-in-page"],
  "the list": ["index", "chat"],
  "a conversation": ["index", "chat", "conversation"],
};

export type View = keyof typeof views;

/** A file's name without its hash. */
const nameOf = (file: string) => file.replace(/-[\w-]{8}\.js$/, "");

/**
 * Returns how many bytes of gzipped JavaScript a browser loads before it shows each view.
 *
 * @param site  the folder of the built page
 */
export function firstLoads(site: string): Record<View, number> {
  const folder = join(site, "assets");
  const scripts = readdirSync(folder).filter((file) => file.endsWith(".js"));
  const bytesOf = (view: View) => {
    const loaded = new Map<string, string>();
    const load = (file: string) => {
      if (loaded.has(file)) return;
      const code = readFileSync(join(folder, file), "utf8");
      loaded.set(file, code);
      for (const [, imported = ""] of code.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g))
        load(imported);
    };
    for (const entry of views[view]) {
      const file = scripts.find((each) => nameOf(each) === entry);
      if (!file) throw new Error(`The built page has no file ${entry}`);
      load(file);
    }
    return [...loaded.values()].reduce((sum, code) => sum + gzipSync(code).length, 0);
  };
  return {
    "the sign-in page": bytesOf("the sign-in page"),
    "the list": bytesOf("the list"),
    "a conversation": bytesOf("a conversation"),
  };
}
