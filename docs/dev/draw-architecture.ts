import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { instance } from "@viz-js/viz";

/** The colours of a drawing, for a light or a dark page. The background stays transparent. */
const themes = {
  light: { text: "#1f2328", line: "#59636e", fill: "#eef2ff", border: "#4338ca" },
  dark: { text: "#e6edf3", line: "#9198a1", fill: "#1e1b4b", border: "#a5b4fc" },
} as const;

export type Theme = keyof typeof themes;

const file = (name: string) => join(import.meta.dirname, name);

/** Draws `architecture.dot` with Graphviz. @returns the SVG */
export async function drawArchitecture(theme: Theme): Promise<string> {
  const { text, line, fill, border } = themes[theme];
  const font = { fontname: "Helvetica,Arial,sans-serif", fontcolor: text };
  const viz = await instance();
  const svg = viz.renderString(readFileSync(file("architecture.dot"), "utf8"), {
    format: "svg",
    graphAttributes: {
      ...font,
      bgcolor: "transparent",
      color: line,
      style: "rounded",
      fontsize: 12,
      margin: 18,
    },
    nodeAttributes: {
      ...font,
      shape: "box",
      style: "rounded,filled",
      fillcolor: fill,
      color: border,
      fontsize: 12,
      margin: "0.28,0.1",
    },
    edgeAttributes: { ...font, color: line, fontsize: 10, arrowsize: 0.7 },
  });
  return svg.replace("<svg ", `<svg role="img" aria-label="ChatFlow's architecture" `);
}

/** `npm run docs:architecture` */
if (process.argv[1] === import.meta.filename) {
  for (const theme of ["light", "dark"] as const) {
    writeFileSync(file(`architecture-${theme}.svg`), await drawArchitecture(theme));
  }
}
