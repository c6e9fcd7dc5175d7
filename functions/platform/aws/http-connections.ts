import net from "node:net";
import tls from "node:tls";
import type { ClientTimes } from "./client-settings.ts";
import { AnswerParser, type HttpAnswer, MalformedAnswer } from "./http-answer.ts";

/** As many connections as the SDK opens. */
const maxConnections = 50;

/** Milliseconds for which an idle connection stays usable if the server does not state a time. */
const idleMs = 30_000;

/** An error with the name that the SDK gives to a timeout. */
class TimeoutError extends Error {
  override readonly name = "TimeoutError";
}

/** An error like the one of Node's `http` for a connection that ends too early. */
class ConnectionEnded extends Error {
  readonly code = "ECONNRESET";
}

/** The time until which a server promises to keep an idle connection, with a second to spare. */
function usableUntil({ headers }: HttpAnswer): number {
  if (headers.get("connection")?.toLowerCase() === "close") return 0;
  const seconds = /(?:^|,\s*)timeout=(\d{1,6})/i.exec(headers.get("keep-alive") ?? "")?.[1];
  return Date.now() + (seconds === undefined ? idleMs : Number(seconds) * 1000 - 1000);
}

/** An open connection, which carries one request at a time. */
class HttpConnection {
  readonly #socket: net.Socket;
  #parser = new AnswerParser();
  #pending: { resolve: (answer: HttpAnswer) => void; reject: (error: Error) => void } | undefined;
  #usableUntil = 0;

  constructor(socket: net.Socket) {
    this.#socket = socket;
    socket.on("data", (bytes) => this.#receive(bytes));
    socket.on("error", (error) => this.#fail(error));
    socket.on("close", () => {
      const answer = this.#parser.end();
      if (answer) this.#settle(answer);
      else this.#fail(new ConnectionEnded("The connection ended before the answer"));
    });
  }

  get isUsable(): boolean {
    return !this.#socket.destroyed && Date.now() < this.#usableUntil;
  }

  /** Lets the process end while the connection is idle. */
  set isIdle(isIdle: boolean) {
    if (isIdle) this.#socket.unref();
    else this.#socket.ref();
  }

  send(request: string, answerMs: number): Promise<HttpAnswer> {
    return new Promise<HttpAnswer>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#fail(new TimeoutError(`No answer within ${answerMs} ms`));
      }, answerMs);
      this.#pending = {
        resolve: (answer) => {
          clearTimeout(timer);
          resolve(answer);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#usableUntil = 0;
    this.#socket.destroy();
  }

  #receive(bytes: Buffer): void {
    try {
      if (!this.#pending) throw new MalformedAnswer("An answer without a request");
      const answer = this.#parser.add(bytes);
      if (!answer) return;
      this.#usableUntil = usableUntil(answer);
      this.#settle(answer);
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #settle(answer: HttpAnswer): void {
    const pending = this.#pending;
    this.#pending = undefined;
    this.#parser = new AnswerParser();
    pending?.resolve(answer);
  }

  #fail(error: Error): void {
    const pending = this.#pending;
    this.#pending = undefined;
    this.close();
    pending?.reject(error);
  }
}

/**
 * Keeps connections to one server open, and sends HTTP/1.1 requests over them. For the small requests and answers of
 * AWS, Node's `http` and undici take a multiple of the CPU time.
 */
export class HttpConnections {
  readonly #url: URL;
  readonly #times: ClientTimes;
  readonly #trust: Pick<tls.ConnectionOptions, "ca">;
  /** The most recently used one is last. */
  readonly #idle: HttpConnection[] = [];
  readonly #waiting: (() => void)[] = [];
  #open = 0;

  /**
   * @param url  the server. Its path is not used
   * @param trust  the certificate authority, unless it is one of Node's own
   */
  constructor(url: URL, times: ClientTimes, trust: Pick<tls.ConnectionOptions, "ca"> = {}) {
    this.#url = url;
    this.#times = times;
    this.#trust = trust;
  }

  /**
   * Sends a request, which is never repeated.
   *
   * @param request  the complete request: head and body
   * @throws an error with the name `TimeoutError` or with a `code` of Node, such as `ECONNRESET`
   */
  async send(request: string): Promise<HttpAnswer> {
    while (this.#open >= maxConnections) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#open++;
    try {
      const connection = this.#takeIdle() ?? new HttpConnection(await this.#connect());
      const answer = await connection.send(request, this.#times.answer);
      if (connection.isUsable) {
        connection.isIdle = true;
        this.#idle.push(connection);
      } else {
        connection.close();
      }
      return answer;
    } finally {
      this.#open--;
      this.#waiting.shift()?.();
    }
  }

  #takeIdle(): HttpConnection | undefined {
    for (;;) {
      const connection = this.#idle.pop();
      if (!connection) return undefined;
      if (connection.isUsable) {
        connection.isIdle = false;
        return connection;
      }
      connection.close();
    }
  }

  #connect(): Promise<net.Socket> {
    const { hostname, port, protocol } = this.#url;
    const host = hostname.replace(/^\[|\]$/g, "");
    const isSecure = protocol === "https:";
    return new Promise((resolve, reject) => {
      const socket = isSecure
        ? tls.connect({
            ...this.#trust,
            host,
            port: Number(port || 443),
            ...(!net.isIP(host) && { servername: host }),
          })
        : net.connect({ host, port: Number(port || 80) });
      const timer = setTimeout(() => {
        socket.destroy(new TimeoutError(`No connection within ${this.#times.connection} ms`));
      }, this.#times.connection);
      socket.setNoDelay(true);
      socket.once("error", reject);
      socket.once("close", () => clearTimeout(timer));
      socket.once(isSecure ? "secureConnect" : "connect", () => {
        clearTimeout(timer);
        socket.off("error", reject);
        resolve(socket);
      });
    });
  }
}
