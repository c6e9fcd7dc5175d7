import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { root } from "../../../infra/build-output.ts";
import type { CallFrame } from "./cpu-profile.ts";

const maps = new Map<string, TraceMap | undefined>();

/** Finds the source map of a function's bundle: `.build/functions/NAME/HASH/FILE` has it below `source-maps`. */
function mapOf(file: string): TraceMap | undefined {
  if (!maps.has(file)) {
    const path = `${file.replace(join(root, ".build/functions"), join(root, ".build/source-maps"))}.map`;
    maps.set(
      file,
      path !== `${file}.map` && existsSync(path) ? new TraceMap(readFileSync(path, "utf8")) : undefined,
    );
  }
  return maps.get(file);
}

/** The package that contains a file, or the first two folders of our own. */
function sourceOf(path: string): string {
  const inPackage = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
  return (
    inPackage ??
    path
      .split("/")
      .slice(0, path.startsWith("functions/") ? 2 : 1)
      .join("/")
  );
}

/** Returns a frame's function as the source names it, with its line, and the package or folder that contains it. */
export function originalPosition({ functionName, url, lineNumber, columnNumber }: CallFrame): {
  name: string;
  source: string;
} {
  if (!url) return { name: functionName, source: "V8" };
  if (!url.startsWith("file:")) return { name: functionName || "(anonymous)", source: "Node" };
  const file = fileURLToPath(url);
  const map = mapOf(file);
  const found = map && originalPositionFor(map, { line: lineNumber + 1, column: columnNumber });
  const path = relative(root, found?.source ? resolve(dirname(file), found.source) : file);
  const line = found?.line ?? lineNumber + 1;
  const name = found?.name ?? (map ? "" : functionName);
  return { name: `${name} ${basename(path)}:${line}`.trim(), source: sourceOf(path) };
}
