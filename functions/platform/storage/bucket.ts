import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsOutput,
  NoSuchKey,
  type ObjectVersion,
  S3Client,
} from "@aws-sdk/client-s3";
import { clientSettings } from "../aws/client-settings.ts";

/** How many objects S3 removes in one call. */
const batchSize = 1_000;

/** An object of a bucket, or one of its versions. */
export interface StoredObject {
  key: string;
  versionId?: string;
}

/** An object as a list shows it. */
export interface ListedObject extends StoredObject {
  /** In milliseconds since 1970. */
  modifiedAt: number;
}

/** A bucket's objects and their versions. Browsers transfer the content, with addresses that `ObjectStore` signs. */
export class Bucket {
  readonly #name: string;
  // Three attempts take less than the 29 seconds that API Gateway waits.
  readonly #s3 = new S3Client({
    ...clientSettings({ answer: 8_000, connection: 1_000 }),
    forcePathStyle: true,
  });

  /** Call it once per function, because each instance opens its own connections. */
  constructor(name: string) {
    this.#name = name;
  }

  /** Lists the ids of an object's versions, the oldest first. Delete markers are not versions. */
  async versionIds(key: string): Promise<string[]> {
    const newestFirst: string[] = [];
    for await (const { Key, VersionId } of this.#versions(key)) {
      if (Key === key && VersionId !== undefined) newestFirst.push(VersionId);
    }
    return newestFirst.reverse();
  }

  /** Lists the objects whose keys begin with a prefix. The bucket has no versions. */
  async list(prefix: string): Promise<ListedObject[]> {
    const objects: ListedObject[] = [];
    for await (const { Key, LastModified } of this.#versions(prefix)) {
      if (Key !== undefined && LastModified) objects.push({ key: Key, modifiedAt: LastModified.getTime() });
    }
    return objects;
  }

  /** Reads one version of an object. @param most  the bytes at its beginning to read. Without it, all of them. */
  async readVersion(key: string, versionId: string, most?: number): Promise<Buffer> {
    const range = most === undefined ? {} : { Range: `bytes=0-${most - 1}` };
    const { Body } = await this.#s3.send(
      new GetObjectCommand({ Bucket: this.#name, Key: key, VersionId: versionId, ...range }),
    );
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  }

  /** Reads an object as text. @returns undefined if there is none */
  async read(key: string): Promise<string | undefined> {
    try {
      const { Body } = await this.#s3.send(new GetObjectCommand({ Bucket: this.#name, Key: key }));
      return await Body?.transformToString();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  /**
   * Removes versions for good. Without a version, hides the object behind a delete marker, and the bucket's lifecycle
   * removes its versions later.
   *
   * @throws if S3 does not remove all of them
   */
  async remove(objects: readonly StoredObject[]): Promise<void> {
    for (let begin = 0; begin < objects.length; begin += batchSize) {
      const batch = objects.slice(begin, begin + batchSize);
      const { Errors = [] } = await this.#s3.send(
        new DeleteObjectsCommand({
          Bucket: this.#name,
          Delete: {
            Objects: batch.map(({ key, versionId }) => ({ Key: key, VersionId: versionId })),
            Quiet: true,
          },
        }),
      );
      const [first] = Errors;
      if (first) throw new Error(`S3 did not remove ${Errors.length} objects: ${first.Code}`);
    }
  }

  async *#versions(prefix: string): AsyncGenerator<ObjectVersion> {
    let page: ListObjectVersionsOutput = {};
    do {
      const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
      page = await this.#s3.send(
        new ListObjectVersionsCommand({ Bucket: this.#name, Prefix: prefix, KeyMarker, VersionIdMarker }),
      );
      yield* page.Versions ?? [];
    } while (page.IsTruncated);
  }
}
