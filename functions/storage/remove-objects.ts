import { DeleteObjectsCommand, S3Client } from "@aws-sdk/client-s3";
import { clientSettings } from "../aws-client.ts";

/** Objects that S3 removes in one call. */
export const removalSize = 1_000;

/** Removes objects, at most `removalSize`. @throws when S3 does not remove all of them */
export async function removeObjects(bucket: string, keys: readonly string[]): Promise<void> {
  const s3 = new S3Client({ ...clientSettings({ answer: 20_000, connection: 2_000 }), forcePathStyle: true });
  const { Errors = [] } = await s3.send(
    new DeleteObjectsCommand({
      Bucket: bucket,
      Delete: { Objects: keys.map((Key) => ({ Key })), Quiet: true },
    }),
  );
  const [first] = Errors;
  if (first) throw new Error(`S3 did not remove ${Errors.length} objects: ${first.Code}`);
}
