import MessageFormat from "@messageformat/core";
import compileModule from "@messageformat/core/lib/compile-module.js";
import type { Messages } from "./catalog.ts";
import { placeholdersOf } from "./placeholders.ts";

/**
 * Compiles a catalog to a JavaScript module, so that the page needs no parser. A message without placeholders becomes a
 * string, and any other one a function of its placeholders.
 *
 * @throws {Error} if a message is not valid, or names a plural form that its language does not have
 * @example
 * compileCatalog("en", { ok: "OK", hello: "Hello {name}" })
 * // const formats = { m0: (d) => "Hello " + d.name }
 * // export default { "ok": "OK", "hello": formats.m0 }
 */
export function compileCatalog(language: string, messages: Messages): string {
  const messageFormat = new MessageFormat(language);
  const formats: Record<string, string> = {};
  const write = (value: string | Messages): string => {
    if (typeof value !== "string") {
      const entries = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${write(inner)}`);
      return `{ ${entries.join(", ")} }`;
    }
    if (placeholdersOf(value).types.size === 0) {
      // Compiled as well, because ICU writes some characters in quotes.
      return JSON.stringify(messageFormat.compile(value)({}));
    }
    const name = `m${Object.keys(formats).length}`;
    formats[name] = value;
    return `formats.${name}`;
  };
  const texts = write(messages);
  const compiled = compileModule(messageFormat, formats);
  return `${compiled.replace("export default {", "const formats = {")}\nexport default ${texts};\n`;
}
