import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { type Messages, readCatalog } from "./catalog.ts";
import { placeholdersOf } from "./placeholders.ts";

/** The folder with one folder of catalogs per language. */
export const catalogsFolder = join(import.meta.dirname, "..", "src", "i18n", "catalogs");

/** The file with the types of all texts. */
export const typesFile = join(catalogsFolder, "..", "texts-types.ts");

const propertyName = (key: string) => (/^[a-z_$][\w$]*$/i.test(key) ? key : JSON.stringify(key));

function typeOf(value: string | Messages, indent: string): string {
  if (typeof value !== "string") {
    const inner = `${indent}  `;
    const lines = Object.entries(value).map(
      ([key, each]) => `${inner}${propertyName(key)}: ${typeOf(each, inner)};\n`,
    );
    return `{\n${lines.join("")}${indent}}`;
  }
  const placeholders = [...placeholdersOf(value).types];
  if (placeholders.length === 0) return "string";
  return `(values: { ${placeholders.map(([name, type]) => `${name}: ${type}`).join("; ")} }) => string`;
}

/** Returns the types of all texts, derived from the English catalogs. */
export function textsTypes(): string {
  const folder = join(catalogsFolder, "en");
  const files = readdirSync(folder).sort();
  const interfaces = files.map((file) => {
    const name = basename(file, ".json");
    const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}Texts`;
    return `\nexport interface ${title} ${typeOf(readCatalog(join(folder, file)), "")}\n`;
  });
  return `// \`npm run texts\` writes this file from the English catalogs in catalogs/en/.\n${interfaces.join("")}`;
}
