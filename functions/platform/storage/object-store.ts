import type { StorageSettings } from "./settings.ts";
import { type Credentials, type Scope, signedForm, signedQuery } from "./signature.ts";

/** Seconds that somebody has to begin an upload. */
const uploadSeconds = 15 * 60;

/** Seconds that a download's address is good for at least, and how often it changes: browsers keep what it leads to. */
const downloadSeconds = { life: 15 * 60, step: 5 * 60 };

/** Lambda gives a function its role's credentials by these variables. */
function credentials(): Credentials {
  const { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "", AWS_SESSION_TOKEN } = process.env;
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    sessionToken: AWS_SESSION_TOKEN,
  };
}

/** What an object is for whoever downloads it. */
export interface Downloaded {
  fileName: string;
  /** Shown by the browser, instead of kept as a file. */
  isInline: boolean;
}

/**
 * The private bucket of files. Browsers send and fetch them themselves, by addresses that are signed here: the page's
 * origin leads `/files/*` to the bucket, so they are relative to it.
 */
export class ObjectStore {
  readonly #bucket: string;
  readonly #region: string;

  constructor({ UPLOADS_BUCKET, AWS_REGION }: StorageSettings) {
    this.#bucket = UPLOADS_BUCKET;
    this.#region = AWS_REGION;
  }

  /** A form that takes one file of this type and size, and puts it at `key`, which begins with `files/`. */
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

  /** Where the object at `key` is, for `expiresIn` seconds at least. */
  download(key: string, { fileName, isInline }: Downloaded): { url: string; expiresIn: number } {
    const { life, step } = downloadSeconds;
    const date = new Date(Math.floor(Date.now() / (step * 1000)) * step * 1000);
    const host = `${this.#bucket}.s3.${this.#region}.amazonaws.com`;
    const query = signedQuery(this.#scope(date), host, `/${key}`, life + step, {
      "response-cache-control": `private, max-age=${life}, immutable`,
      // RFC 6266 and RFC 8187: any name, in any script.
      "response-content-disposition": `${isInline ? "inline" : "attachment"}; filename*=UTF-8''${encodeURIComponent(fileName)}`,
    });
    return { url: `/${key}?${query}`, expiresIn: life };
  }

  #scope(date: Date): Scope {
    return { credentials: credentials(), region: this.#region, date };
  }
}
