import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { bundleOf, functionNames } from "../infra/application/bundle.ts";
import { builtSite } from "../infra/edge/build-site.ts";

const Assets = z.looseObject({
  files: z.record(z.string(), z.looseObject({ source: z.looseObject({ path: z.string() }) })),
});

/** What a folder is a build of: `functions/api` or `site`. The clone may have moved since. */
const subjectOf = (path: string) => /\.build\/(.+)\/[^/]+$/.exec(path)?.[1];

/** Points the assets of an assembly to the current builds of the functions and the page. */
export async function pointToCurrentBuilds(assembly: string): Promise<void> {
  const current = new Map(
    [builtSite(), ...functionNames.map(bundleOf)].map((path) => [subjectOf(path), path]),
  );
  for (const name of await readdir(assembly)) {
    if (!name.endsWith(".assets.json")) continue;
    const file = join(assembly, name);
    const assets = Assets.parse(JSON.parse(await readFile(file, "utf8")));
    for (const { source } of Object.values(assets.files))
      source.path = current.get(subjectOf(source.path)) ?? source.path;
    await writeFile(file, JSON.stringify(assets, null, 1));
  }
}
