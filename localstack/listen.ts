import type { Server } from "node:net";

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
