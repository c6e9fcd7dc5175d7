import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsOutput,
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
    let page: ListObjectVersionsOutput = {};
    do {
      const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
      page = await this.#s3.send(
        new ListObjectVersionsCommand({ Bucket: this.#name, Prefix: key, KeyMarker, VersionIdMarker }),
      );
      for (const { Key, VersionId } of page.Versions ?? []) {
        if (Key === key && VersionId !== undefined) newestFirst.push(VersionId);
      }
    } while (page.IsTruncated);
    return newestFirst.reverse();
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
}
