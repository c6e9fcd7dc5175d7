/** The script of the report's page: draws the figures of the results that the page contains. */
import * as Plot from "@observablehq/plot";
import type { Figure, Result } from "./results.ts";

/** Widths in pixels. A flame graph scrolls. */
const width = 920;
const graphWidth = 1840;

interface Run {
  run: "before" | "now";
}

/** The figure's data of both runs, marked with their run. */
function rowsOf<Row>(now: readonly Row[], before: readonly Row[] | undefined): (Row & Run)[] {
  return [
    ...(before ?? []).map((row) => ({ ...row, run: "before" as const })),
    ...now.map((row) => ({ ...row, run: "now" as const })),
  ];
}

type OfKind<Kind extends Figure["kind"]> = Extract<Figure, { kind: Kind }>;

type BarRow = OfKind<"bars">["rows"][number] & Run;

/** Adds up the parts of each bar. */
function totalsOf(rows: readonly BarRow[]): BarRow[] {
  const totals = new Map<string, BarRow>();
  for (const { label, run, value } of rows) {
    const key = `${label}\n${run}`;
    totals.set(key, { label, run, value: value + (totals.get(key)?.value ?? 0) });
  }
  return [...totals.values()];
}

function drawBars(now: OfKind<"bars">, before: OfKind<"bars"> | undefined): Element {
  const rows = rowsOf(now.rows, before?.rows);
  const hasParts = now.rows.some(({ part }) => part !== undefined);
  return Plot.plot({
    width,
    marginLeft: 280,
    marginRight: 60,
    x: { label: now.unit, grid: true },
    y: { label: null, domain: before ? ["before", "now"] : ["now"], axis: null },
    fy: { label: null, domain: [...new Set(now.rows.map(({ label }) => label))], axis: null },
    color: hasParts ? { legend: true } : {},
    marks: [
      Plot.barX(rows, {
        x: "value",
        y: "run",
        fy: "label",
        fill: hasParts ? "part" : "steelblue",
        fillOpacity: ({ run }: Run) => (run === "now" ? 1 : 0.4),
        tip: true,
      }),
      Plot.axisFy({ anchor: "left", label: null }),
      Plot.text(totalsOf(rows), {
        x: "value",
        y: "run",
        fy: "label",
        text: ({ value }: { value: number }) => value.toLocaleString("en-US", { maximumFractionDigits: 2 }),
        textAnchor: "start",
        dx: 4,
      }),
    ],
  });
}

function drawCurves(now: OfKind<"curves">, before: OfKind<"curves"> | undefined): Element {
  const lines = (points: readonly object[] | undefined, style: object) =>
    points ? [Plot.lineY(points, { x: "x", y: "y", stroke: "line", ...style })] : [];
  return Plot.plot({
    width,
    marginLeft: 60,
    x: { label: now.across, type: now.scale, grid: true },
    y: { label: now.unit, type: "log", grid: true },
    color: { legend: true },
    marks: [
      ...lines(before?.points, { strokeOpacity: 0.4, strokeDasharray: "4 3" }),
      ...lines(now.points, { marker: true, tip: true }),
    ],
  });
}

function drawFlameGraph({ frames }: OfKind<"flame graph">): Element {
  const totalMs = Math.max(...frames.map(({ to }) => to));
  const depth = Math.max(0, ...frames.map((frame) => frame.depth)) + 1;
  return Plot.plot({
    width: graphWidth,
    height: depth * 18 + 40,
    // Scrolls instead of shrinking.
    style: { maxWidth: "none" },
    marginLeft: 0,
    marginRight: 0,
    x: { label: "ms of CPU", axis: "top" },
    y: { domain: [0, depth], reverse: true, axis: null },
    marks: [
      Plot.rect(frames, {
        x1: "from",
        x2: "to",
        y1: "depth",
        y2: ({ depth }) => depth + 1,
        fill: "source",
        fillOpacity: 0.6,
        inset: 0.5,
        title: ({ name, source, from, to }) => `${name}\n${source}\n${(to - from).toFixed(1)} ms`,
        tip: true,
      }),
      Plot.text(frames, {
        x: "from",
        y: ({ depth }) => depth + 0.5,
        // As much of the name as fits.
        text: ({ name, from, to }) => name.slice(0, Math.floor(((to - from) / totalMs) * (graphWidth / 6.5))),
        textAnchor: "start",
        dx: 3,
      }),
    ],
  });
}

function draw(now: Figure, before: Figure | undefined): Element {
  switch (now.kind) {
    case "bars":
      return drawBars(now, before?.kind === "bars" ? before : undefined);
    case "curves":
      return drawCurves(now, before?.kind === "curves" ? before : undefined);
    case "flame graph":
      return drawFlameGraph(now);
  }
}

function element(name: string, text: string, className = ""): HTMLElement {
  const created = document.createElement(name);
  created.textContent = text;
  created.className = className;
  return created;
}

const describeRun = ({ at, commit, machine }: Result) => `${at.slice(0, 16)}, ${commit}, ${machine}`;

// The program that writes the page has parsed the results.
const results: { now: Result; before?: Result }[] = JSON.parse(
  document.getElementById("results")?.textContent ?? "[]",
);
for (const { now, before } of results) {
  document.body.append(
    element("h2", now.benchmark),
    element("div", describeRun(now), "run"),
    ...(before ? [element("div", `before (pale): ${describeRun(before)}`, "run")] : []),
  );
  for (const figure of now.figures) {
    const drawn = document.createElement("figure");
    drawn.append(
      draw(
        figure,
        before?.figures.find(({ title }) => title === figure.title),
      ),
    );
    document.body.append(element("h3", figure.title), drawn);
    if (figure.kind === "flame graph") {
      const link = document.createElement("a");
      link.href = figure.file;
      link.textContent = "The whole profile, for the developer tools of a browser";
      drawn.append(link);
    }
  }
}
