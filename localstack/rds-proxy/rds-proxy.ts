import { createServer, type Server, Socket } from "node:net";
import pg from "pg";
import { PostgresConnection } from "pg-gateway";
import { accessKeyId, secretAccessKey } from "../lambda/credentials.ts";
import { listen } from "../listen.ts";
import { checkSignedQuery } from "../signature.ts";

/** The hash of an empty body. */
const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** The TLS certificate and key of RDS Proxy. */
export interface Certificate {
  key: string;
  cert: string;
}

/**
 * Whether a password is a valid IAM signature for connecting as `user` to this endpoint
 * (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.html).
 */
function isSigned(password: string, user: string, endpoint: string): boolean {
  try {
    const url = new URL(`https://${password}`);
    const asks = [url.searchParams.get("Action"), url.searchParams.get("DBUser"), url.host];
    const credential = url.searchParams.get("X-Amz-Credential") ?? "";
    if (asks.join() !== ["connect", user, endpoint].join() || !credential.startsWith(`${accessKeyId}/`))
      return false;
    checkSignedQuery("GET", url, endpoint, secretAccessKey, { payloadHash: emptyHash });
    return true;
  } catch {
    return false;
  }
}

/**
 * An endpoint of RDS Proxy. It accepts TLS connections with IAM signatures only, and forwards each to a
 * server. It does not share connections, which is the purpose of the real RDS Proxy.
 */
export class RdsProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** `HOST:PORT` */
  endpoint = "";

  private constructor(targetUrl: string, certificate: Certificate) {
    this.#server = createServer((socket) => this.#serve(socket, targetUrl, certificate));
  }

  /** @param targetUrl  the server behind it */
  static async start(targetUrl: string, certificate: Certificate): Promise<RdsProxy> {
    const proxy = new RdsProxy(targetUrl, certificate);
    proxy.endpoint = `localhost:${await listen(proxy.#server, 0, "127.0.0.1")}`;
    return proxy;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => socket.destroy()).on("close", () => this.#sockets.delete(socket));
  }

  #serve(socket: Socket, targetUrl: string, { key, cert }: Certificate): void {
    this.#keep(socket);
    let onward: Socket | undefined;
    const connection = new PostgresConnection(socket, {
      authMode: "cleartextPassword",
      tls: { key: Buffer.from(key), cert: Buffer.from(cert) },
      validateCredentials: async (credentials, { tlsInfo }) => {
        if (!tlsInfo || credentials.authMode !== "cleartextPassword") return false;
        if (!isSigned(credentials.password, credentials.user, this.endpoint)) return false;
        onward = await this.#connect(targetUrl);
        return onward !== undefined;
      },
      onAuthenticated: () => {
        if (!onward) return;
        const inward = connection.detach();
        inward.on("error", () => socket.destroy());
        inward.pipe(onward).pipe(inward);
        const other = onward;
        inward.on("close", () => other.destroy());
        other.on("close", () => socket.destroy());
      },
    });
  }

  /**
   * Connects to the server and signs in. Returns undefined if that fails.
   */
  async #connect(targetUrl: string): Promise<Socket | undefined> {
    const socket = new Socket();
    this.#keep(socket);
    const client = new pg.Client({ connectionString: targetUrl, stream: () => socket });
    client.on("error", () => {});
    try {
      await client.connect();
    } catch {
      socket.destroy();
      return undefined;
    }
    // From here on, the caller owns the socket.
    for (const event of ["data", "end", "close", "error"]) socket.removeAllListeners(event);
    this.#keep(socket);
    return socket;
  }
}
