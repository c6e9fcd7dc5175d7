import { createServer, type Server } from "node:net";

/** Starts listening; 0 picks a free port. @returns the port @throws what the system says against it */
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

/** A port of this machine that nobody listens on, for a program that cannot be told to pick one itself. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server, 0, "127.0.0.1");
  await new Promise((resolve) => server.close(resolve));
  return port;
}
