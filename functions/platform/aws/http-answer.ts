/** A complete HTTP answer. */
export interface HttpAnswer {
  status: number;
  /** By lower-case name. Of repeated headers, the last one counts. */
  headers: ReadonlyMap<string, string>;
  body: Buffer;
}

/** The other side did not send HTTP/1.1, or more bytes than it announced. */
export class MalformedAnswer extends Error {
  override readonly name = "MalformedAnswer";
}

/** AWS sends a few hundred bytes of headers. Node accepts 16 KiB. */
const maxHeadBytes = 16 * 1024;

const headEnd = "\r\n\r\n";

type Head = Omit<HttpAnswer, "body">;

function parseHead(text: string): Head {
  const [first = "", ...lines] = text.split("\r\n");
  const status = /^HTTP\/1\.1 (\d{3})(?: |$)/.exec(first)?.[1];
  if (status === undefined)
    throw new MalformedAnswer("The answer does not begin with an HTTP/1.1 status line");
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(":");
    if (colon <= 0) throw new MalformedAnswer("A header line has no name");
    headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { status: Number(status), headers };
}

/**
 * Decodes a chunked body (RFC 9112, section 7.1). Ignores extensions and trailers.
 *
 * @returns undefined while bytes are missing
 */
function decodeChunks(bytes: Buffer): { body: Buffer; rest: Buffer } | undefined {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = bytes.indexOf("\r\n", at);
    if (lineEnd < 0) return undefined;
    const size = /^[0-9a-f]{1,8}(?=;|\s*$)/i.exec(bytes.toString("latin1", at, lineEnd))?.[0];
    if (size === undefined) throw new MalformedAnswer("A chunk has no size");
    const start = lineEnd + 2;
    const length = Number.parseInt(size, 16);
    if (length === 0) {
      // The trailers end with an empty line, as the head does.
      const end = bytes.indexOf(headEnd, lineEnd);
      if (end < 0) return undefined;
      return { body: Buffer.concat(chunks), rest: bytes.subarray(end + headEnd.length) };
    }
    const end = start + length;
    if (bytes.length < end + 2) return undefined;
    if (bytes.toString("latin1", end, end + 2) !== "\r\n") throw new MalformedAnswer("A chunk is too long");
    chunks.push(bytes.subarray(start, end));
    at = end + 2;
  }
}

/** Parses one HTTP/1.1 answer (RFC 9112) from the bytes of a connection, however they are split. */
export class AnswerParser {
  #bytes: Buffer = Buffer.alloc(0);
  #head: Head | undefined;

  /**
   * Adds bytes.
   *
   * @returns the answer, once it is complete
   * @throws {MalformedAnswer}
   */
  add(bytes: Buffer): HttpAnswer | undefined {
    this.#bytes = this.#bytes.length === 0 ? bytes : Buffer.concat([this.#bytes, bytes]);
    while (this.#head === undefined) {
      const end = this.#bytes.indexOf(headEnd);
      if (end > maxHeadBytes || (end < 0 && this.#bytes.length > maxHeadBytes)) {
        throw new MalformedAnswer("The headers are too long");
      }
      if (end < 0) return undefined;
      const head = parseHead(this.#bytes.toString("latin1", 0, end));
      this.#bytes = this.#bytes.subarray(end + headEnd.length);
      // Interim answers (1xx) precede the final one.
      if (head.status >= 200) this.#head = head;
    }
    return this.#complete(this.#head);
  }

  /** Reports the end of the connection. It completes an answer without a length. */
  end(): HttpAnswer | undefined {
    if (this.#head === undefined || hasLength(this.#head)) return undefined;
    return { ...this.#head, body: this.#bytes };
  }

  #complete(head: Head): HttpAnswer | undefined {
    if (head.status === 204 || head.status === 304) return this.#withBody(head, Buffer.alloc(0), this.#bytes);
    if (isChunked(head)) {
      const decoded = decodeChunks(this.#bytes);
      return decoded && this.#withBody(head, decoded.body, decoded.rest);
    }
    const stated = head.headers.get("content-length");
    if (stated === undefined) return undefined;
    if (!/^\d{1,10}$/.test(stated)) throw new MalformedAnswer("The Content-Length is not a number");
    const length = Number(stated);
    if (this.#bytes.length < length) return undefined;
    return this.#withBody(head, this.#bytes.subarray(0, length), this.#bytes.subarray(length));
  }

  #withBody(head: Head, body: Buffer, rest: Buffer): HttpAnswer {
    if (rest.length > 0) throw new MalformedAnswer("Bytes follow the answer");
    return { ...head, body };
  }
}

const isChunked = ({ headers }: Head) => /\bchunked$/i.test(headers.get("transfer-encoding") ?? "");
const hasLength = (head: Head) => isChunked(head) || head.headers.has("content-length");
