import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import * as z from "zod";

/** The id of the only version in a bucket without versioning. */
const unversioned = "null";

const Version = z.object({
  versionId: z.string(),
  lastModified: z.iso.datetime(),
  isDeleteMarker: z.boolean(),
  contentType: z.string(),
  size: z.number(),
});
export type Version = z.infer<typeof Version>;

/** An object with its versions, the newest first. */
const StoredObject = z.object({ key: z.string(), versions: z.array(Version) });
export type StoredObject = z.infer<typeof StoredObject>;

/** The form of an object's record before buckets had versions. */
const OldObject = z
  .object({ key: z.string(), contentType: z.string(), size: z.number() })
  .transform(({ key, contentType, size }) => {
    const lastModified = new Date(0).toISOString();
    const version = { versionId: unversioned, lastModified, isDeleteMarker: false, contentType, size };
    return { key, versions: [version] };
  });

/** The objects of all buckets, as files in a folder. An object is either complete or absent. */
export class Objects {
  readonly #folder: string;
  /** The buckets that keep the versions of their objects. */
  #versioned: ReadonlySet<string> = new Set();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Replaces the buckets that keep versions by those of a deployment. */
  configure(versioned: ReadonlySet<string>): void {
    this.#versioned = versioned;
  }

  async put(bucket: string, key: string, contentType: string, body: Buffer): Promise<void> {
    const version = this.#newVersion(bucket, { contentType, size: body.length, isDeleteMarker: false });
    const file = this.#fileOf(bucket, key, version.versionId);
    await mkdir(join(this.#folder, bucket), { recursive: true });
    await writeFile(`${file}.new`, body);
    await rename(`${file}.new`, file);
    await this.#add(bucket, key, version);
  }

  /** Finds a version, or the newest one. @returns undefined if there is none, or it is a delete marker */
  async find(bucket: string, key: string, versionId?: string): Promise<Version | undefined> {
    const versions = (await this.#stored(bucket, key))?.versions ?? [];
    const found = versions.find((version) => versionId === undefined || version.versionId === versionId);
    return found?.isDeleteMarker ? undefined : found;
  }

  read(bucket: string, key: string, { versionId }: Version): Readable {
    return createReadStream(this.#fileOf(bucket, key, versionId));
  }

  /** Removes a version for good. Without a version, a bucket with versioning adds a delete marker instead. */
  async remove(bucket: string, key: string, versionId?: string): Promise<void> {
    if (versionId === undefined && this.#versioned.has(bucket)) {
      const marker = { contentType: "", size: 0, isDeleteMarker: true };
      return this.#add(bucket, key, this.#newVersion(bucket, marker));
    }
    const removed = versionId ?? unversioned;
    const { versions = [] } = (await this.#stored(bucket, key)) ?? {};
    await this.#save(bucket, { key, versions: versions.filter((version) => version.versionId !== removed) });
    await rm(this.#fileOf(bucket, key, removed), { force: true });
  }

  /** Lists a bucket's objects with all versions, in the order of their keys. */
  async list(bucket: string): Promise<StoredObject[]> {
    const names = await readdir(join(this.#folder, bucket)).catch(() => []);
    const records = names.filter((name) => name.endsWith(".json"));
    const objects = await Promise.all(
      records.map((name) => this.#readRecord(join(this.#folder, bucket, name))),
    );
    return objects
      .filter((object) => object !== undefined)
      .sort((one, other) => (one.key < other.key ? -1 : 1));
  }

  #newVersion(bucket: string, version: Omit<Version, "versionId" | "lastModified">): Version {
    const versionId = this.#versioned.has(bucket) ? randomBytes(16).toString("hex") : unversioned;
    return { ...version, versionId, lastModified: new Date().toISOString() };
  }

  async #add(bucket: string, key: string, version: Version): Promise<void> {
    const { versions = [] } = (await this.#stored(bucket, key)) ?? {};
    const others = versions.filter(({ versionId }) => versionId !== version.versionId);
    await this.#save(bucket, { key, versions: [version, ...others] });
  }

  async #save(bucket: string, object: StoredObject): Promise<void> {
    const record = `${this.#fileOf(bucket, object.key)}.json`;
    if (object.versions.length === 0) return rm(record, { force: true });
    await mkdir(join(this.#folder, bucket), { recursive: true });
    await writeFile(`${record}.new`, JSON.stringify(object));
    await rename(`${record}.new`, record);
  }

  #stored(bucket: string, key: string): Promise<StoredObject | undefined> {
    return this.#readRecord(`${this.#fileOf(bucket, key)}.json`);
  }

  async #readRecord(file: string): Promise<StoredObject | undefined> {
    const text = await readFile(file, "utf8").catch(() => undefined);
    return text === undefined ? undefined : z.union([StoredObject, OldObject]).parse(JSON.parse(text));
  }

  /** A key may have any characters and any length, a file name may not. */
  #fileOf(bucket: string, key: string, versionId = unversioned): string {
    const name = createHash("sha256").update(key).digest("hex");
    return join(this.#folder, bucket, versionId === unversioned ? name : `${name}.${versionId}`);
  }
}
