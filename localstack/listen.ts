import type { Server as HttpServer } from "node:http";
import { createServer, type Server } from "node:net";

/** Starts listening. Port 0 picks a free one. @returns the port @throws the system's error, such as EADDRINUSE */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("Not listening on a port"));
      else resolve(address.port);
    });
  });
}

/** Finds a free port on this machine, for a program that cannot pick one itself. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server, 0, "127.0.0.1");
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * Starts listening on a host. For "localhost", it listens on both loopback addresses, because clients differ in which
 * one they try.
 * @returns the servers, and the port that they share
 */
export async function listenAt(
  host: string,
  port: number,
  create: () => HttpServer,
): Promise<{ servers: HttpServer[]; port: number }> {
  const first = create();
  if (host !== "localhost") return { servers: [first], port: await listen(first, port, host) };
  const actualPort = await listen(first, port, "127.0.0.1");
  const second = create();
  try {
    await listen(second, actualPort, "::1");
    return { servers: [first, second], port: actualPort };
  } catch (error) {
    // The machine has no IPv6, or another program uses the port there. IPv4 is enough.
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT" || code === "EADDRINUSE") {
      return { servers: [first], port: actualPort };
    }
    first.close();
    throw error;
  }
}
