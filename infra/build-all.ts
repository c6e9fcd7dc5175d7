import { bundleFunction, functionNames } from "./application/bundle.ts";
import { buildSite } from "./edge/build-site.ts";

/**
 * Bundles the functions and builds the page, in parallel. Constructs find the results with `bundleOf` and `builtSite`,
 * because they cannot wait.
 */
export async function buildAll(): Promise<void> {
  await Promise.all([buildSite(), ...functionNames.map(bundleFunction)]);
}
