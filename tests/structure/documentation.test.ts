import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { drawArchitecture, type Theme } from "../../docs/dev/draw-architecture.ts";
import { root } from "../../infra/build-output.ts";

const read = (path: string) => readFileSync(join(root, path), "utf8");
const tracked = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" }).split("\n");
const documents = tracked.filter((path) => path.endsWith(".md"));

/** GitHub's anchor of a heading. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, "")
    .trim()
    .replace(/\s/g, "-");

const anchorsOf = (path: string) =>
  [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, text = ""]) => anchor(text));

/** Returns a document's relative links whose target does not exist. */
function brokenLinks(path: string): string[] {
  const links = [...read(path).matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)]
    .map(([, link, source]) => link ?? source ?? "")
    .filter((link) => !/^[a-z]+:/.test(link));
  return links.filter((link) => {
    const [file = "", fragment] = link.split("#");
    const target = file ? join(dirname(path), file) : path;
    if (!existsSync(join(root, target))) return true;
    return fragment !== undefined && !anchorsOf(target).includes(fragment);
  });
}

describe("The documentation", () => {
  test.each(documents)("%s has no broken relative link", (path) => {
    expect(brokenLinks(path)).toEqual([]);
  });

  test.each(documents)("%s names only files that exist", (path) => {
    const folders = /^(client|contract|docs|functions|infra|localstack|migrations|tests|web)\//;
    const named = [...read(path).matchAll(/`([\w./-]+)`/g)]
      .map(([, name = ""]) => name)
      .filter((name) => folders.test(name));
    expect(named.filter((name) => !existsSync(join(root, name)))).toEqual([]);
  });

  test("on security names only tests that exist", () => {
    const rows = read("docs/admin/security.md").matchAll(/`([\w./-]+\.test\.tsx?)`((?:(?:: |, )"[^"]+")*)/g);
    const named = [...rows].map(([, path = "", names = ""]) => {
      const source = tracked.includes(path) ? read(path) : "";
      const titles = [...source.matchAll(/"((?:[^"\\\n]|\\.)+)"/g)].map(([, title = ""]) => title);
      return { path, exists: source !== "", titles, names: [...names.matchAll(/"([^"]+)"/g)] };
    });
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter(({ exists }) => !exists)).toEqual([]);
    const unknown = named.flatMap(({ path, titles, names }) => {
      // A full name continues the title of its `describe`. An ellipsis replaces its end.
      const isTitle = (name: string) => titles.some((title) => title.startsWith(name));
      const exists = (name: string) =>
        isTitle(name) ||
        titles.some((title) => name.startsWith(`${title} `) && isTitle(name.slice(title.length + 1)));
      return names
        .map(([, name = ""]) => name.replace(/ ?…$/, ""))
        .filter((name) => !exists(name))
        .map((name) => `${path}: ${name}`);
    });
    expect(unknown).toEqual([]);
  });

  test.each<Theme>(["light", "dark"])(
    "shows the architecture as architecture.dot describes it (%s)",
    async (theme) => {
      // A failure means: run `npm run docs:architecture`.
      expect(read(`docs/dev/architecture-${theme}.svg`)).toBe(await drawArchitecture(theme));
    },
  );
});
