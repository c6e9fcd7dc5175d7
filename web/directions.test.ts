import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const folder = join(import.meta.dirname, "src");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" });

/** Returns the declarations of a style sheet, without those of rules for one direction. */
function declarationsIn(style: string): string[] {
  const rules = style.replace(/\/\*.*?\*\//gs, "").matchAll(/([^{}]*)\{([^{}]*)\}/g);
  return [...rules]
    .filter(([, selector = ""]) => !selector.includes(":dir("))
    .flatMap(([, , body = ""]) => body.split(";"))
    .map((declaration) => declaration.trim().replace(/\s+/g, " "));
}

/** Properties and values that name a side of the screen. */
const sided =
  /^(left|right|(margin|padding|scroll-margin|scroll-padding|border)-(left|right)|border-(top|bottom)-(left|right)-radius)\b|^(text-align|float|clear): (left|right)\b/;

/** `inset: 0 auto 0 8px`: the second value is for the right side, and the fourth for the left one. */
function hasTwoSides(declaration: string): boolean {
  const [property = "", value = ""] = declaration.split(": ");
  if (!/^(inset|margin|padding|border-width|border-style|border-color)$/.test(property)) return false;
  // The safe areas belong to the device, whatever the direction of the text.
  if (value.includes("safe-area-inset-left")) return false;
  const [, right, , left] = value.match(/[^\s(]*\((?:[^()]|\([^()]*\))*\)|\S+/g) ?? [];
  return left !== undefined && left !== right;
}

test.each([
  ["margin-left: 4px", true],
  ["inset: 0 auto 0 calc(4px + var(--a))", true],
  ["text-align: right", true],
  ["margin-inline-start: 4px", false],
  ["inset: calc(72px + env(safe-area-inset-top)) 0 auto 0", false],
])("The rule about style sheets judges %s", (declaration, isSided) => {
  expect(sided.test(declaration) || hasTwoSides(declaration)).toBe(isSided);
});

test("Style sheets name the start and the end of a line instead of the left and the right side", () => {
  const found = files
    .filter((file) => file.endsWith(".css"))
    .flatMap((file) =>
      declarationsIn(readFileSync(join(folder, file), "utf8"))
        .filter((declaration) => sided.test(declaration) || hasTwoSides(declaration))
        .map((declaration) => `${file}: ${declaration}`),
    );
  expect(found).toEqual([]);
});

test("Components name the start and the end of a line instead of the left and the right side", () => {
  const properties = /\s(?:ml|mr|pl|pr|left|right)=\{?["\d]|\b(?:margin|padding|border)(?:Left|Right)\b/g;
  const found = files
    .filter((file) => file.endsWith(".tsx") && !file.endsWith(".test.tsx"))
    .flatMap((file) =>
      [...readFileSync(join(folder, file), "utf8").matchAll(properties)].map(
        ([property]) => `${file}: ${property.trim()}`,
      ),
    );
  expect(found).toEqual([]);
});

test("Components isolate usernames, because the direction of the page would move their @ behind them", () => {
  const found = files
    .filter((file) => file.endsWith(".tsx") && !file.endsWith(".test.tsx"))
    .flatMap((file) =>
      [...readFileSync(join(folder, file), "utf8").matchAll(/(?<!<bdi>)@\{[\w.]+\}/g)].map(
        ([handle]) => `${file}: ${handle}`,
      ),
    );
  expect(found).toEqual([]);
});
