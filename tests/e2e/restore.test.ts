import { randomBytes } from "node:crypto";
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { HeadObjectCommand, NotFound, S3Client } from "@aws-sdk/client-s3";
import pg from "pg";
import { expect, inject, test } from "vitest";
import { restoreFiles } from "../../infra/restore/restore-files.ts";
import { type RunningStack, startStack } from "../../localstack/stack.ts";
import { awsClient } from "../support/aws.ts";
import { copyDataFolder } from "../support/data-folder.ts";
import { startOwnStack } from "../support/own-stack.ts";
import { newId, newPeople, Person } from "../support/people.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { postUpload } from "../support/upload.ts";

const { assembly } = inject("stack");
const bucket = "UploadsBucketC4B27CC7";

/** Removes the files that nobody needs, as the daily cleanup does a day later. */
async function cleanUp(stack: RunningStack): Promise<void> {
  const admin = new pg.Client({ connectionString: stack.databaseUrl });
  await admin.connect();
  await admin.query("UPDATE attachments SET created_at = created_at - interval '2 days'");
  await admin.end();
  for (const schedule of stack.schedules()) await schedule.run();
}

test("A database restored to an earlier time and the files restored to it show a deleted message with its file again", async () => {
  const { path: backup, remove } = await temporaryFolder();
  const first = await startOwnStack();
  const [ann] = await newPeople(first.stack.url, 1);
  const { id } = await ann.startGroup([]);
  const bytes = randomBytes(2_000);
  const { body: upload } = await ann.answer("addAttachment", {
    params: { id },
    body: { fileName: "plan.pdf", contentType: "application/pdf", sizeBytes: bytes.length },
  });
  expect((await postUpload(first.stack.url, upload, bytes)).status).toBe(204);
  const content = { id: newId(), content: "the plan", attachmentIds: [upload.attachment.id] };
  const { body: message } = await ann.answer("sendMessage", { params: { id }, body: content });
  await first.stack.stop();
  const time = new Date();
  await copyDataFolder(first.folder, backup);

  const second = await startStack({ assembly, dataFolder: first.folder });
  const at = { params: { id, attachmentId: upload.attachment.id } };
  const later = new Person(second.url, ann.session);
  await later.call("deleteMessage", { params: { id, messageId: message.id } });
  await cleanUp(second);
  await second.stop();

  // The earlier database, and the current bucket.
  await rm(join(backup, "s3"), { recursive: true });
  await cp(join(first.folder, "s3"), join(backup, "s3"), { recursive: true });
  const restored = await startStack({ assembly, dataFolder: backup });
  const again = new Person(restored.url, ann.session);
  const s3 = new S3Client({ ...awsClient(restored.awsUrl), forcePathStyle: true });
  const object = new HeadObjectCommand({
    Bucket: bucket,
    Key: `files/${id}/${upload.attachment.id}`,
  });
  // The bucket's lifecycle removes objects behind a delete marker.
  await expect(s3.send(object)).rejects.toBeInstanceOf(NotFound);
  expect(await restoreFiles(s3, bucket, time)).toHaveLength(1);
  expect(await restoreFiles(s3, bucket, time)).toEqual([]);
  expect(await s3.send(object)).toMatchObject({ ContentLength: bytes.length });
  const { url } = await again.call("getAttachment", at);
  expect(Buffer.from(await (await fetch(restored.url + url)).arrayBuffer())).toEqual(bytes);
  await restored.stop();
  await rm(first.folder, { recursive: true, force: true });
  await remove();
});
