import * as z from "zod/mini";

const text = z.string().check(z.minLength(1));

/** The environment of a function that uses the file bucket. */
export const StorageSettings = z.object({ UPLOADS_BUCKET: text, AWS_REGION: text });
export type StorageSettings = z.infer<typeof StorageSettings>;
