import type { Credentials } from "../aws/signature.ts";
import type { Bucket } from "./bucket.ts";
import type { StorageSettings } from "./settings.ts";
import { type Scope, signedForm, signedQuery } from "./signature.ts";

/** How long an upload form is valid, in seconds. */
const uploadSeconds = 15 * 60;

/**
 * The minimum validity of a download URL and the interval at which it changes, in seconds. A stable URL lets browsers
 * cache the file. A URL remains valid after the file was deleted, so both are short.
 */
const downloadSeconds = { life: 4 * 60, step: 60 };

/** The same for files that everyone may see. The signature ends earlier if the function's credentials expire. */
const longSeconds = { life: 6 * 60 * 60, step: 60 * 60 };

/** Reads the credentials of the function's role, which Lambda sets in the environment. */
function credentials(): Credentials {
  const { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "", AWS_SESSION_TOKEN } = process.env;
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    sessionToken: AWS_SESSION_TOKEN,
  };
}

/** How a browser presents a downloaded object. */
export interface Downloaded {
  fileName: string;
  /** Displays the object instead of saving it as a file. */
  isInline: boolean;
  /** Everyone may see the object, so its URL is valid for hours. */
  isLongLived?: boolean;
  /** The media type, instead of the one with which the object was uploaded. */
  contentType?: string | undefined;
}

/**
 * Signs uploads to and downloads from a private bucket, so that browsers transfer files directly. URLs are relative,
 * because the distribution routes `/files/*` of the page's origin to the bucket.
 */
export class ObjectStore {
  readonly #bucket: string;
  readonly #region: string;
  #bucketClient: Promise<Bucket> | undefined;

  constructor({ UPLOADS_BUCKET, AWS_REGION }: StorageSettings) {
    this.#bucket = UPLOADS_BUCKET;
    this.#region = AWS_REGION;
  }

  /** Makes a form that uploads one file of exactly this type and size. `key` begins with `files/`. */
  uploadForm(
    key: string,
    contentType: string,
    sizeBytes: number,
  ): { url: string; fields: Record<string, string> } {
    const values = { key, "Content-Type": contentType };
    return {
      url: "/files/",
      fields: signedForm(this.#scope(new Date()), this.#bucket, uploadSeconds, values, sizeBytes),
    };
  }

  /** Returns the id of the version that was stored first at `key`, or undefined if there is none. */
  async firstVersion(key: string): Promise<string | undefined> {
    this.#bucketClient ??= this.#loadBucket();
    const [first] = await (await this.#bucketClient).versionIds(key);
    return first;
  }

  /**
   * Reads one version of the object at `key` into memory.
   *
   * @param most  the bytes at its beginning to read. Without it, all of them.
   */
  async read(key: string, versionId: string, most?: number): Promise<Buffer> {
    this.#bucketClient ??= this.#loadBucket();
    return (await this.#bucketClient).readVersion(key, versionId, most);
  }

  /** Makes a URL of one version of the object at `key`. The URL is valid for at least `expiresIn` seconds. */
  download(
    key: string,
    versionId: string,
    { fileName, isInline, isLongLived = false, contentType }: Downloaded,
  ): { url: string; expiresIn: number } {
    const { life, step } = isLongLived ? longSeconds : downloadSeconds;
    const date = new Date(Math.floor(Date.now() / (step * 1000)) * step * 1000);
    const host = `${this.#bucket}.s3.${this.#region}.amazonaws.com`;
    const query = signedQuery(this.#scope(date), host, `/${key}`, life + step, {
      versionId,
      "response-cache-control": `private, max-age=${life}, immutable`,
      // RFC 6266 and RFC 8187 allow names in any script.
      "response-content-disposition": `${isInline ? "inline" : "attachment"}; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      ...(contentType !== undefined && { "response-content-type": contentType }),
    });
    return { url: `/${key}?${query}`, expiresIn: life };
  }

  /** Loaded on demand, because the S3 client takes long to load and most downloads do not need it. */
  async #loadBucket(): Promise<Bucket> {
    const { Bucket } = await import("./bucket.ts");
    return new Bucket(this.#bucket);
  }

  #scope(date: Date): Scope {
    return { credentials: credentials(), region: this.#region, date };
  }
}
