import { S3Client } from "@aws-sdk/client-s3";
import { restoreFiles } from "./restore-files.ts";

/** `npm run restore:files -- BUCKET TIME`: brings back files for a database that was restored to a time. */
const [, , bucket, text = ""] = process.argv;
const time = new Date(text);
if (bucket === undefined || Number.isNaN(time.getTime())) {
  console.error("Usage: npm run restore:files -- BUCKET 2026-11-26T09:00:00Z");
  process.exit(1);
}
const restored = await restoreFiles(new S3Client({}), bucket, time);
console.log(`${restored.length} files are back`);
