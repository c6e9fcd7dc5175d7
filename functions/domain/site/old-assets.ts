import * as z from "zod/mini";
import type { Bucket, ListedObject } from "../../platform/storage/bucket.ts";

/** How long the assets of a release stay after the next release, for pages that are still open, in milliseconds. */
const keptMs = 7 * 24 * 60 * 60 * 1000;

/** Files of one deployment are uploaded within this time, in milliseconds. */
const deploymentMs = 60 * 60 * 1000;

/** The file in which the build lists the assets of its release. */
const CurrentAssets = z.array(z.string());

/**
 * Returns the assets whose release was replaced more than a week ago. Each deployment uploads all of its files again,
 * so an asset belongs to the deployment at its time, and the next later time belongs to the deployment that replaced
 * it.
 *
 * @param current  the assets of the current release, which always stay
 */
export function oldAssets(
  assets: readonly ListedObject[],
  current: ReadonlySet<string>,
  now: number,
): ListedObject[] {
  const times = assets.map(({ modifiedAt }) => modifiedAt).sort((one, other) => one - other);
  return assets.filter(({ key, modifiedAt }) => {
    const replacedAt = times.find((time) => time > modifiedAt + deploymentMs);
    return !current.has(key) && replacedAt !== undefined && replacedAt < now - keptMs;
  });
}

/** Removes the assets of old releases from the page's bucket. */
export async function removeOldAssets(site: Bucket): Promise<void> {
  const list = await site.read("assets.json");
  // Releases before 0.2 have no list.
  if (list === undefined) return;
  const current = new Set(CurrentAssets.parse(JSON.parse(list)));
  await site.remove(oldAssets(await site.list("assets/"), current, Date.now()));
}
