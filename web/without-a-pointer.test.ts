import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const folder = join(import.meta.dirname, "src");
const read = (extension: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(extension))
    .map((file) => ({ file, text: readFileSync(join(folder, file), "utf8") }));

/** Returns the selectors of rules that show something only while the pointer is over it. */
function shownByPointerOnly(style: string): string[] {
  const rules = style.replace(/\/\*.*?\*\//gs, "").matchAll(/([^{}]*)\{([^{}]*)\}/g);
  return [...rules]
    .filter(([, , body = ""]) => /(^|\s)(opacity|visibility|display):/.test(body))
    .map(([, selector = ""]) => selector.trim())
    .filter((selector) => selector.includes(":hover") && !selector.includes(":focus"));
}

test.each([
  [".a:hover .b { opacity: 1; }", 1],
  [".a:hover .b,\n.b:focus-visible { opacity: 1; }", 0],
  [".a:hover { background: red; }", 0],
])("The rule about the pointer judges %s", (style, count) => {
  expect(shownByPointerOnly(style)).toHaveLength(count);
});

test("Whatever appears with the pointer appears with the focus as well", () => {
  const found = read(".css").flatMap(({ file, text }) =>
    shownByPointerOnly(text).map((selector) => `${file}: ${selector}`),
  );
  expect(found).toEqual([]);
});

test("Every menu of a right click opens with a long press as well", () => {
  const found = read(".tsx").filter(({ text }) => text.includes("onContextMenu"));
  expect(found.map(({ file }) => file)).toEqual([]);
});
