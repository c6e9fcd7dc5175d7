import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import * as z from "zod";
import { ServiceError } from "../service-error.ts";

/** The id of the only version in a bucket without versioning. */
export const unversioned = "null";

const Version = z.object({
  versionId: z.string(),
  lastModified: z.iso.datetime(),
  isDeleteMarker: z.boolean(),
  contentType: z.string(),
  size: z.number(),
});
export type Version = z.infer<typeof Version>;

/** An object with its versions, the newest first. */
export const StoredObject = z.object({ key: z.string(), versions: z.array(Version) });
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
  /** The keys of each bucket that was listed. */
  readonly #keys = new Map<string, Promise<Set<string>>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Replaces the buckets that keep versions by those of a deployment. */
  configure(versioned: ReadonlySet<string>): void {
    this.#versioned = versioned;
  }

  /** @param begun  when the upload began. S3 may order simultaneous uploads by their beginning instead of their end. */
  async put(
    bucket: string,
    key: string,
    contentType: string,
    body: Buffer,
    begun = new Date(),
  ): Promise<Version> {
    const properties = { contentType, size: body.length, isDeleteMarker: false };
    const version = { ...this.#newVersion(bucket, properties), lastModified: begun.toISOString() };
    const file = this.#fileOf(bucket, key, version.versionId);
    await mkdir(join(this.#folder, bucket), { recursive: true });
    await writeFile(`${file}.new`, body);
    await rename(`${file}.new`, file);
    await this.#add(bucket, key, version);
    return version;
  }

  /**
   * Finds a version, or the newest one.
   * https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshooting-versioning.html
   *
   * @throws {ServiceError} if there is none, or it is a delete marker
   */
  async find(bucket: string, key: string, versionId?: string): Promise<Version> {
    const { versions = [] } = (await this.#stored(bucket, key)) ?? {};
    if (versionId === undefined) {
      const [newest] = versions;
      if (!newest || newest.isDeleteMarker) {
        throw new ServiceError(404, "NoSuchKey", "The specified key does not exist.");
      }
      return newest;
    }
    if (versionId !== unversioned && !/^[0-9a-f]{32}$/.test(versionId)) {
      throw new ServiceError(400, "InvalidArgument", "Invalid version id specified");
    }
    const found = versions.find((version) => version.versionId === versionId);
    if (!found) throw new ServiceError(404, "NoSuchVersion", "The specified version does not exist.");
    if (found.isDeleteMarker) {
      throw new ServiceError(
        405,
        "MethodNotAllowed",
        "The specified method is not allowed against this resource.",
      );
    }
    return found;
  }

  /** Reads a version, or the part of it from one byte to another one. */
  read(bucket: string, key: string, { versionId }: Version, part?: { start: number; end: number }): Readable {
    return createReadStream(this.#fileOf(bucket, key, versionId), part);
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

  /** Lists the objects whose keys begin with a prefix, with all versions, in the order of their keys. */
  async list(bucket: string, prefix = ""): Promise<StoredObject[]> {
    const keys = [...(await this.#keysOf(bucket))].filter((key) => key.startsWith(prefix)).sort();
    const objects = await Promise.all(keys.map((key) => this.#stored(bucket, key)));
    return objects.filter((object) => object !== undefined);
  }

  /** The keys of a bucket. Reading every record each time would make a list slow. */
  async #keysOf(bucket: string): Promise<Set<string>> {
    const known = this.#keys.get(bucket) ?? this.#readKeys(bucket);
    this.#keys.set(bucket, known);
    return known;
  }

  async #readKeys(bucket: string): Promise<Set<string>> {
    const names = await readdir(join(this.#folder, bucket)).catch(() => []);
    const records = names.filter((name) => name.endsWith(".json"));
    const objects = await Promise.all(
      records.map((name) => this.#readRecord(join(this.#folder, bucket, name))),
    );
    return new Set(objects.flatMap((object) => object?.key ?? []));
  }

  #newVersion(bucket: string, version: Omit<Version, "versionId" | "lastModified">): Version {
    const versionId = this.#versioned.has(bucket) ? randomBytes(16).toString("hex") : unversioned;
    return { ...version, versionId, lastModified: new Date().toISOString() };
  }

  async #add(bucket: string, key: string, version: Version): Promise<void> {
    const { versions = [] } = (await this.#stored(bucket, key)) ?? {};
    const others = versions.filter(({ versionId }) => versionId !== version.versionId);
    const newestFirst = [version, ...others].sort((one, other) =>
      other.lastModified.localeCompare(one.lastModified),
    );
    await this.#save(bucket, { key, versions: newestFirst });
  }

  async #save(bucket: string, object: StoredObject): Promise<void> {
    const record = `${this.#fileOf(bucket, object.key)}.json`;
    (await this.#keys.get(bucket))?.add(object.key);
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
