import { request } from "node:http";
import type { Answer } from "./people.ts";

/** Posts JSON from another address of this machine. On Linux, it has all addresses of 127.0.0.0/8. */
export function postFrom(
  localAddress: string,
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port, pathname } = new URL(url);
    const sent = request(
      {
        host: hostname === "localhost" ? "127.0.0.1" : hostname,
        port,
        path: pathname,
        method: "POST",
        localAddress,
        headers: { "content-type": "application/json", host: `${hostname}:${port}`, ...headers },
      },
      async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
        const text = Buffer.concat(chunks).toString();
        const received = new Headers();
        for (const [name, value] of Object.entries(response.headersDistinct)) {
          for (const each of value ?? []) received.append(name, each);
        }
        resolve({
          status: response.statusCode ?? 0,
          headers: received,
          body: text ? JSON.parse(text) : undefined,
        });
      },
    );
    sent.on("error", reject).end(JSON.stringify(body));
  });
}
