import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DEFAULT_THEME } from "@mantine/core";
import { describe, expect, test } from "vitest";
import { accents } from "./appearance/appearance.ts";
import { themes } from "./appearance/use-theme.ts";

type Rgb = readonly [red: number, green: number, blue: number];
type Colour = readonly [...Rgb, alpha: number];

const css = readFileSync(join(import.meta.dirname, "tokens.css"), "utf8");

/** Returns the custom properties of a variant's block, on top of the usual ones. */
function tokensOf(variant: string): ReadonlyMap<string, string> {
  const tokens = new Map<string, string>();
  for (const name of new Set(["usual", variant])) {
    const [, block = ""] = new RegExp(`\\[data-variant="${name}"\\] \\{([^}]*)\\}`).exec(css) ?? [];
    for (const [, token = "", value = ""] of block.matchAll(/^ {2}--([\w-]+): ([^;]+);/gm))
      tokens.set(token, value.replaceAll(/\s+/g, " ").replaceAll("( ", "(").replaceAll(" )", ")"));
  }
  return tokens;
}

function parse(text: string): Colour {
  const numbers = /^rgb\((\d+) (\d+) (\d+) \/ (\d+)%\)$/.exec(text)?.slice(1).map(Number);
  if (numbers) {
    const [red = 0, green = 0, blue = 0, percent = 0] = numbers;
    return [red, green, blue, percent / 100];
  }
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/.exec(text)?.[1];
  if (!digits) throw new Error(`${text} is no colour that this test knows`);
  const pairs = digits.length === 3 ? [...digits].map((each) => each + each) : (digits.match(/../g) ?? []);
  const [red = 0, green = 0, blue = 0] = pairs.map((pair) => Number.parseInt(pair, 16));
  return [red, green, blue, 1];
}

/** A theme with an accent colour, as the functions below look up its tokens. */
interface Look {
  tokens: ReadonlyMap<string, string>;
  scheme: "light" | "dark";
  accent: keyof typeof accents;
}

/** Returns the colour of a token in a theme. */
function colourOf(token: string, look: Look): Colour {
  const value = look.tokens.get(token) ?? "";
  const pair = /^light-dark\((.+), ([^,]+)\)$/.exec(value);
  return evaluate(pair ? (pair[look.scheme === "light" ? 1 : 2] ?? "") : value, look);
}

function evaluate(chosen: string, look: Look): Colour {
  const [, mixed, percent] = /^color-mix\(in srgb, (.+), #000 (\d+)%\)$/.exec(chosen) ?? [];
  if (mixed !== undefined) return over([0, 0, 0, Number(percent) / 100], evaluate(mixed, look));
  const [, other] = /^var\(--(.+)\)$/.exec(chosen) ?? [];
  if (other === undefined) return parse(chosen);
  const shades = DEFAULT_THEME.colors[look.accent];
  const [, shade = ""] = /^mantine-primary-color-(\d|filled)$/.exec(other) ?? [];
  return parse(shades[shade === "filled" ? accents[look.accent] : Number(shade)] ?? "");
}

/** Paints a colour over an opaque one. */
const over = ([red, green, blue, alpha]: Colour, [r, g, b]: Colour): Colour => [
  red * alpha + r * (1 - alpha),
  green * alpha + g * (1 - alpha),
  blue * alpha + b * (1 - alpha),
  1,
];

/** Relative luminance: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.slice(0, 3).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio, from 1 to 21: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: Colour, other: Colour): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const surfaces = ["surface-sunken", "surface", "surface-raised", "surface-soft"];
/** The texts of each background, which lies on the surface. */
const texts: Readonly<Record<string, readonly string[]>> = {
  hover: ["text", "text-dimmed", "text-placeholder", "accent-text"],
  selected: ["text", "accent-text"],
  "surface-strong": ["text"],
  "accent-soft": ["text", "accent-text"],
  "attention-soft": ["attention-text", "text"],
};

/** Lists the pairs of tokens whose contrast is too low. */
function tooLow(look: Look): string[] {
  const found: string[] = [];
  const check = (name: string, on: Colour, { token, least }: { token: string; least: number }) => {
    const ratio = contrast(over(colourOf(token, look), on), on);
    if (ratio < least) found.push(`${token} on ${name}: ${ratio.toFixed(2)}`);
  };
  const surface = colourOf("surface", look);
  for (const name of surfaces) {
    for (const token of ["text", "text-dimmed", "text-placeholder", "text-error", "accent-text"])
      check(name, colourOf(name, look), { token, least: 4.5 });
    check(name, colourOf(name, look), { token: "control", least: 3 });
  }
  for (const [name, tokens] of Object.entries(texts)) {
    for (const token of tokens) check(name, over(colourOf(name, look), surface), { token, least: 4.5 });
  }
  return found;
}

describe("The theme", () => {
  const named = Object.entries(themes).filter(([name]) => name !== "system");

  test.each(named)(
    "%s has the contrast of WCAG 2.2 AA with every accent colour",
    (_, { scheme, variant }) => {
      if (scheme === "auto") throw new Error("Only the system's theme follows the system");
      const tokens = tokensOf(variant);
      for (const accent of ["indigo", "violet", "grape", "pink", "teal", "cyan"] as const)
        expect({ accent, tooLow: tooLow({ tokens, scheme, accent }) }).toEqual({ accent, tooLow: [] });
    },
  );

  test.each(named.filter(([, { variant }]) => variant === "contrast"))(
    "%s has the contrast of WCAG 2.2 AAA for its texts",
    (_, { scheme, variant }) => {
      if (scheme === "auto") throw new Error("Only the system's theme follows the system");
      const look: Look = { tokens: tokensOf(variant), scheme, accent: "indigo" };
      for (const token of ["text", "text-dimmed", "text-placeholder", "text-error"]) {
        for (const name of surfaces)
          expect(contrast(colourOf(token, look), colourOf(name, look))).toBeGreaterThanOrEqual(7);
      }
    },
  );

  test("keeps a button that deletes readable under the pointer", () => {
    const { red } = DEFAULT_THEME.colors;
    expect(contrast(parse(red[9]), parse(red[1]))).toBeGreaterThan(4.5);
  });

  test("keeps white text readable on every accent colour", () => {
    for (const [accent, shade] of Object.entries(accents))
      expect(contrast(parse("#fff"), parse(DEFAULT_THEME.colors[accent]?.[shade] ?? ""))).toBeGreaterThan(
        4.5,
      );
  });
});
