import { DeleteObjectCommand, ListObjectVersionsCommand, type S3Client } from "@aws-sdk/client-s3";
import pMap from "p-map";

interface Entry {
  readonly versionId: string;
  readonly at: number;
  readonly isDeleteMarker: boolean;
}

/** Lists the versions and delete markers of all files, by key. */
async function listEntries(s3: S3Client, bucket: string): Promise<Map<string, Entry[]>> {
  const entries = new Map<string, Entry[]>();
  let page = { KeyMarker: undefined as string | undefined, VersionIdMarker: undefined as string | undefined };
  do {
    const listed = await s3.send(
      new ListObjectVersionsCommand({ Bucket: bucket, Prefix: "files/", ...page }),
    );
    for (const [items = [], isDeleteMarker] of [
      [listed.Versions, false],
      [listed.DeleteMarkers, true],
    ] as const) {
      for (const { Key = "", VersionId = "", LastModified } of items) {
        const entry = { versionId: VersionId, at: LastModified?.getTime() ?? 0, isDeleteMarker };
        entries.set(Key, [...(entries.get(Key) ?? []), entry]);
      }
    }
    page = { KeyMarker: listed.NextKeyMarker, VersionIdMarker: listed.NextVersionIdMarker };
  } while (page.KeyMarker !== undefined);
  return entries;
}

/** The delete markers that hide a file that existed at `time`. The database knows which of its versions is the file. */
function markersSince(entries: readonly Entry[], time: number): Entry[] {
  const [atTime] = entries.filter(({ at }) => at <= time).sort((one, other) => other.at - one.at);
  if (!atTime || atTime.isDeleteMarker) return [];
  return entries.filter(({ at, isDeleteMarker }) => isDeleteMarker && at > time);
}

/**
 * Brings back the files that existed at a time and were deleted since, for a database that was restored to that time.
 * Running it again changes nothing.
 *
 * @returns the keys of the files
 */
export async function restoreFiles(s3: S3Client, bucket: string, time: Date): Promise<string[]> {
  const hidden = [...(await listEntries(s3, bucket))]
    .map(([key, entries]) => ({ key, markers: markersSince(entries, time.getTime()) }))
    .filter(({ markers }) => markers.length > 0);
  await pMap(
    hidden.flatMap(({ key, markers }) => markers.map(({ versionId }) => ({ key, versionId }))),
    ({ key, versionId }) =>
      s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId })),
    { concurrency: 20 },
  );
  return hidden.map(({ key }) => key);
}
