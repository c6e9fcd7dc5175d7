import { type Server as HttpServer, STATUS_CODES } from "node:http";
import { createServer, type Server, type Socket } from "node:net";

/** A request without anything that needs a complete HTTP server. */
export interface PlainPost {
  path: string;
  /** Everything before the body. */
  head: string;
  body: Buffer;
}

export interface PlainAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  text: string;
}

/** Finds the value of a header in a head. */
export const headerIn = (head: string, name: string): string | undefined =>
  new RegExp(`\\r\\n${name}:[ \\t]*([^\\r]*?)[ \\t]*(?:\\r|$)`, "i").exec(head)?.[1];

const headEnd = "\r\n\r\n";
const maxHeadBytes = 16 * 1024;

/** The beginning and the length of a plain request. */
const plainHead = /^POST (\/[^\s?]*) HTTP\/1\.1(?=\r\n)[\s\S]*?\r\ncontent-length: *(\d{1,8})(?:\r|$)/i;

/** Headers that change how a request is read or answered. */
const special = /\r\n(?:transfer-encoding|expect|upgrade|connection|content-encoding):/i;

/** Seconds for which an idle connection stays open. */
const keepAliveSeconds = 60;

/** One client's connection, as long as it only sends plain requests. */
class PlainConnection {
  readonly #socket: Socket;
  readonly #handle: (post: PlainPost) => Promise<PlainAnswer | undefined>;
  readonly #handOver: (read: Buffer) => void;
  #bytes: Buffer = Buffer.alloc(0);
  /** The bytes that the request has, once its head is known. */
  #needed = 0;
  #isBusy = false;

  constructor(
    socket: Socket,
    handle: (post: PlainPost) => Promise<PlainAnswer | undefined>,
    handOver: (read: Buffer) => void,
  ) {
    this.#socket = socket;
    this.#handle = handle;
    this.#handOver = handOver;
    socket.on("data", this.#receive);
  }

  /** Whether a request waits for its answer. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  readonly #receive = (chunk: Buffer): void => {
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
    if (!this.#isBusy) this.#next();
  };

  /** Takes the next request, if it is complete. A client may send one before the previous answer. */
  #next(): void {
    const bytes = this.#bytes;
    if (bytes.length === 0 || bytes.length < this.#needed) return;
    const end = bytes.indexOf(headEnd);
    if (end < 0 && bytes.length < maxHeadBytes) return;
    const head = bytes.toString("latin1", 0, Math.max(0, end));
    const [, path, length] = plainHead.exec(head) ?? [];
    if (path === undefined || special.test(head) || head.includes("/s3/aws4_request")) {
      this.#leave();
      return;
    }
    this.#needed = end + headEnd.length + Number(length);
    if (bytes.length < this.#needed) return;
    const body = bytes.subarray(end + headEnd.length, this.#needed);
    this.#bytes = bytes.subarray(this.#needed);
    this.#needed = 0;
    this.#isBusy = true;
    void this.#handle({ path, head, body }).then((answer) => {
      this.#isBusy = false;
      if (this.#socket.destroyed) return;
      if (answer) {
        this.#socket.write(textOf(answer));
        this.#next();
      } else {
        this.#socket.destroy();
      }
    });
  }

  #leave(): void {
    this.#socket.off("data", this.#receive);
    this.#handOver(this.#bytes);
  }
}

/** The text of an answer, with its length, as AWS sends it. */
function textOf({ status, headers, text }: PlainAnswer): string {
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n`;
  for (const name in headers) head += `${name}: ${headers[name]}\r\n`;
  // RFC 9110, section 8.6
  const length = status === 204 ? "" : `content-length: ${Buffer.byteLength(text)}\r\n`;
  return `${head}${length}connection: keep-alive\r\nkeep-alive: timeout=${keepAliveSeconds}\r\n\r\n${text}`;
}

/**
 * Makes a server that answers plain POST requests itself, because Node's `http` takes a multiple of their CPU time. It
 * hands a connection with any other request to `http`, which keeps it.
 *
 * @param handle  never rejects. Returns undefined if the connection must break
 */
export function plainPostServer(
  http: HttpServer,
  handle: (post: PlainPost) => Promise<PlainAnswer | undefined>,
): { server: Server; closeAllConnections(): void } {
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    const destroy = () => void socket.destroy();
    socket.on("error", destroy);
    const connection = new PlainConnection(socket, handle, (read) => {
      socket.off("error", destroy).setTimeout(0).off("timeout", endIdle).pause();
      http.emit("connection", socket);
      socket.unshift(read);
      socket.resume();
    });
    const endIdle = () => {
      if (!connection.isBusy) socket.destroy();
    };
    // A client that trusts the stated time may still send at its end.
    socket.setTimeout((keepAliveSeconds + 5) * 1000).on("timeout", endIdle);
  });
  return {
    server,
    closeAllConnections: () => {
      for (const socket of open) socket.destroy();
    },
  };
}
