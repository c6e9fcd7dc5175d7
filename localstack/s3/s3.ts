import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import busboy from "busboy";
import { secretAccessKey } from "../lambda/credentials.ts";
import { ServiceError } from "../service-error.ts";
import { checkSignedQuery } from "../signature.ts";
import { Objects, unversioned, type Version } from "./objects.ts";
import { checkPostPolicy } from "./post-policy.ts";
import { versionsPage } from "./versions-page.ts";

/** The bytes that a form may have before its policy is known. S3 accepts 5 GB, which this stack does not need. */
const formBytes = 64 * 1024 * 1024;

interface Form {
  fields: Map<string, string>;
  file: Buffer;
}

/** Parses a form. The file is the last field, and later fields are ignored. */
function readForm(request: IncomingMessage): Promise<Form> {
  return new Promise((resolve, reject) => {
    const malformed = () =>
      reject(new ServiceError(400, "MalformedPOSTRequest", "The body is no form with a file"));
    const fields = new Map<string, string>();
    let file: Promise<Buffer> | undefined;
    try {
      const parser = busboy({ headers: request.headers, limits: { fileSize: formBytes } });
      parser.on("field", (name, value) => {
        if (!file) fields.set(name.toLowerCase(), value);
      });
      parser.on("file", (_, stream) => {
        file ??= stream.toArray().then((chunks) => Buffer.concat(chunks as Buffer[]));
        file.catch(malformed);
      });
      parser.on("close", () =>
        file ? file.then((body) => resolve({ fields, file: body }), malformed) : malformed(),
      );
      parser.on("error", malformed);
      request.pipe(parser);
    } catch {
      malformed();
    }
  });
}

/** The first and the last byte that a request asks for. S3 ignores ranges that it cannot read, and serves only one. */
function partOf(range: string | undefined, size: number): { start: number; end: number } | undefined {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? [];
  if (first === undefined) return undefined;
  const start = Number(first);
  const end = last ? Math.min(Number(last), size - 1) : size - 1;
  if (start >= size) throw new ServiceError(416, "InvalidRange", "The requested range is not satisfiable");
  return start > end ? undefined : { start, end };
}

/** A client that leaves early is not an error. @throws every other error */
function ignoreEarlyEnd(error: unknown): void {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code !== "ERR_STREAM_PREMATURE_CLOSE" && code !== "ECONNRESET" && code !== "EPIPE") throw error;
}

/** Answers with an error. Once the client has the beginning of a file, the connection can only end. */
function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy();
  const { status, name, message } =
    error instanceof ServiceError ? error : new ServiceError(500, "InternalError", String(error));
  response
    .writeHead(status, { "content-type": "application/xml" })
    .end(
      `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${name}</Code><Message>${message}</Message></Error>`,
    );
}

/** Names the version in a response. Buckets without versioning have none. */
const versionHeader = ({ versionId }: Version) =>
  versionId === unversioned ? undefined : { "x-amz-version-id": versionId };

/**
 * The part of S3 that ChatFlow uses: uploads with signed forms, downloads with signed URLs and, for AWS
 * clients, single objects, deletions and versions.
 */
export class S3 {
  readonly #objects: Objects;

  /** @param folder  keeps objects over restarts */
  constructor(folder: string) {
    this.#objects = new Objects(folder);
  }

  /** Replaces the buckets that keep versions by those of a deployment. */
  configure(versioned: ReadonlySet<string>): void {
    this.#objects.configure(versioned);
  }

  /** Handles a browser's request to a bucket's own host name, which must be signed. */
  async serveBrowser(
    bucket: string,
    host: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    try {
      const url = new URL(request.url ?? "/", `https://${host}`);
      if (request.method === "POST" && url.pathname === "/") {
        const begun = new Date();
        const { fields, file } = await readForm(request);
        checkPostPolicy(bucket, fields, file.length, secretAccessKey);
        const contentType = fields.get("content-type") ?? "binary/octet-stream";
        const version = await this.#objects.put(bucket, fields.get("key") ?? "", contentType, file, begun);
        response.writeHead(204, versionHeader(version)).end();
        return;
      }
      if (request.method !== "GET") throw new ServiceError(405, "MethodNotAllowed", "Not allowed here");
      checkSignedQuery("GET", url, host, secretAccessKey);
      const key = decodeURIComponent(url.pathname.slice(1));
      await this.#send(bucket, key, url.searchParams, response, { range: request.headers.range });
    } catch (error) {
      sendError(response, error);
    }
  }

  /**
   * Handles an AWS client's call to `/BUCKET/KEY`. Like the other services here, it does not check the
   * caller.
   */
  async serveClient(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    try {
      const url = new URL(request.url ?? "/", "http://s3");
      const [, bucket = "", encoded = ""] = /^\/([^/]+)\/?(.*)$/.exec(url.pathname) ?? [];
      const key = decodeURIComponent(encoded);
      if (request.method === "POST" && url.searchParams.has("delete")) {
        for (const [, object = ""] of body.toString().matchAll(/<Object>(.*?)<\/Object>/gs)) {
          const [, name = ""] = /<Key>([^<]*)<\/Key>/.exec(object) ?? [];
          await this.#objects.remove(bucket, name, /<VersionId>([^<]*)<\/VersionId>/.exec(object)?.[1]);
        }
        response
          .writeHead(200, { "content-type": "application/xml" })
          .end('<?xml version="1.0" encoding="UTF-8"?>\n<DeleteResult/>');
      } else if (request.method === "GET" && url.searchParams.has("versions")) {
        response
          .writeHead(200, { "content-type": "application/xml" })
          .end(await this.#versions(bucket, url.searchParams));
      } else if (request.method === "PUT") {
        const contentType = request.headers["content-type"] ?? "binary/octet-stream";
        const version = await this.#objects.put(bucket, key, contentType, body);
        response.writeHead(200, versionHeader(version)).end();
      } else if (request.method === "DELETE") {
        await this.#objects.remove(bucket, key, url.searchParams.get("versionId") ?? undefined);
        response.writeHead(204).end();
      } else {
        await this.#send(bucket, key, url.searchParams, response, {
          range: request.headers.range,
          onlyHead: request.method === "HEAD",
        });
      }
    } catch (error) {
      sendError(response, error);
    }
  }

  async #versions(bucket: string, query: URLSearchParams): Promise<string> {
    return versionsPage(await this.#objects.list(bucket, query.get("prefix") ?? ""), query);
  }

  async #send(
    bucket: string,
    key: string,
    query: URLSearchParams,
    response: ServerResponse,
    { range, onlyHead = false }: { range: string | undefined; onlyHead?: boolean },
  ): Promise<void> {
    const version = await this.#objects.find(bucket, key, query.get("versionId") ?? undefined);
    const overridden = ["cache-control", "content-disposition", "content-type"].flatMap((name) => {
      const value = query.get(`response-${name}`);
      return value === null ? [] : [[name, value]];
    });
    // The client may have left while the version was looked up. A stream cannot be piped into a closed response.
    if (response.destroyed) return;
    const part = partOf(range, version.size);
    response.writeHead(part ? 206 : 200, {
      "content-type": version.contentType,
      "content-length": part ? part.end - part.start + 1 : version.size,
      "accept-ranges": "bytes",
      ...(part && { "content-range": `bytes ${part.start}-${part.end}/${version.size}` }),
      ...versionHeader(version),
      ...Object.fromEntries(overridden),
    });
    if (onlyHead) response.end();
    else await pipeline(this.#objects.read(bucket, key, version, part), response).catch(ignoreEarlyEnd);
  }
}
