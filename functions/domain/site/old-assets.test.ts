import fc from "fast-check";
import { expect, test } from "vitest";
import { Bucket, type ListedObject } from "../../platform/storage/bucket.ts";
import { oldAssets, removeOldAssets } from "./old-assets.ts";

const day = 24 * 60 * 60 * 1000;
const minute = 60 * 1000;

/** Lists a bucket after deployments on some days. Each uploads its files again, within some minutes. */
function bucketAfter(deployments: readonly { at: number; files: readonly string[] }[]) {
  const modifiedAt = new Map<string, number>();
  for (const { at, files } of deployments) {
    for (const [position, key] of files.entries()) modifiedAt.set(key, at * day + position * minute);
  }
  return [...modifiedAt].map(([key, time]) => ({ key, modifiedAt: time }));
}

const removedAt = (now: number, deployments: readonly { at: number; files: readonly string[] }[]) =>
  oldAssets(bucketAfter(deployments), new Set(deployments.at(-1)?.files), now * day).map(({ key }) => key);

test("An asset is removed a week after the deployment that replaced it, and not before", () => {
  const deployments = [
    { at: 0, files: ["main-a", "shared"] },
    { at: 30, files: ["main-b", "shared"] },
    { at: 34, files: ["main-c", "shared"] },
  ];
  expect(removedAt(36, deployments)).toEqual([]);
  expect(removedAt(38, deployments)).toEqual(["main-a"]);
  expect(removedAt(42, deployments)).toEqual(["main-a", "main-b"]);
  expect(removedAt(1_000, deployments)).toEqual(["main-a", "main-b"]);
});

test("An asset of the current release stays, even if the deployment did not upload it again", () => {
  const bucket = [
    { key: "main-a", modifiedAt: 0 },
    { key: "main-b", modifiedAt: 30 * day },
  ];
  expect(oldAssets(bucket, new Set(["main-a", "main-b"]), 100 * day)).toEqual([]);
});

test("No asset is removed within a week after a deployment that needed it", () => {
  const files = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e"), { minLength: 1 });
  const history = fc.array(fc.record({ after: fc.integer({ min: 1, max: 12 }), files }), { minLength: 1 });
  fc.assert(
    fc.property(history, fc.integer({ min: 0, max: 20 }), (steps, later) => {
      let at = 0;
      const deployments = steps.map(({ after, files: needed }) => {
        at += after;
        return { at, files: needed };
      });
      const now = at + later;
      const neededUntil = new Map<string, number>();
      for (const [index, { files: needed }] of deployments.entries()) {
        const until = deployments[index + 1]?.at ?? Number.POSITIVE_INFINITY;
        for (const file of needed) neededUntil.set(file, until);
      }
      for (const file of removedAt(now, deployments))
        expect(neededUntil.get(file)).toBeLessThan(now - 7 + 0.01);
    }),
  );
});

/** A bucket with a list of the current assets, and three assets of which the first was replaced long ago. */
class Site extends Bucket {
  removed: string[] | undefined;

  constructor(readonly current: string | undefined) {
    super("site");
  }

  override async read(key: string): Promise<string | undefined> {
    return key === "assets.json" ? this.current : undefined;
  }

  override async list(prefix: string): Promise<ListedObject[]> {
    return ["a", "b", "c"].map((name, at) => ({ key: `${prefix}${name}`, modifiedAt: at * 100 * day }));
  }

  override async remove(objects: readonly ListedObject[]): Promise<void> {
    this.removed = objects.map(({ key }) => key);
  }
}

test("The assets of old releases are removed from the bucket, except for those in the list of the current release", async () => {
  const site = new Site(JSON.stringify(["assets/b"]));
  await removeOldAssets(site);
  expect(site.removed).toEqual(["assets/a"]);
});

test("Nothing is removed from the bucket of a release without a list", async () => {
  const site = new Site(undefined);
  await removeOldAssets(site);
  expect(site.removed).toBeUndefined();
});
