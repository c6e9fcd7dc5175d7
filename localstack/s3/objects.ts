import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import * as z from "zod";

const Properties = z.object({ key: z.string(), contentType: z.string(), size: z.number() });
export type ObjectProperties = z.infer<typeof Properties>;

/** The objects of all buckets, as files in a folder. An object is either complete or absent. */
export class Objects {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(bucket: string, key: string, contentType: string, body: Buffer): Promise<void> {
    const file = this.#fileOf(bucket, key);
    await mkdir(join(this.#folder, bucket), { recursive: true });
    const properties: ObjectProperties = { key, contentType, size: body.length };
    await writeFile(`${file}.new`, body);
    await writeFile(`${file}.json`, JSON.stringify(properties));
    await rename(`${file}.new`, file);
  }

  async properties(bucket: string, key: string): Promise<ObjectProperties | undefined> {
    const text = await readFile(`${this.#fileOf(bucket, key)}.json`, "utf8").catch(() => undefined);
    return text === undefined ? undefined : Properties.parse(JSON.parse(text));
  }

  read(bucket: string, key: string): Readable {
    return createReadStream(this.#fileOf(bucket, key));
  }

  async remove(bucket: string, key: string): Promise<void> {
    const file = this.#fileOf(bucket, key);
    await rm(file, { force: true });
    await rm(`${file}.json`, { force: true });
  }

  /** A key may have any characters and any length, a file name may not. */
  #fileOf(bucket: string, key: string): string {
    return join(this.#folder, bucket, createHash("sha256").update(key).digest("hex"));
  }
}
