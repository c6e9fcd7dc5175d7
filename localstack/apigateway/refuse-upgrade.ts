import type { Duplex } from "node:stream";

const statusTexts: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  429: "Too Many Requests",
  500: "Internal Server Error",
};

/** Answers an upgrade with a plain HTTP response in API Gateway's words. A status below 400 becomes 500. */
export function refuseUpgrade(socket: Duplex, requested: number): void {
  const status = requested in statusTexts ? requested : 500;
  const text = statusTexts[status];
  const body = JSON.stringify({ message: text });
  socket.end(
    `HTTP/1.1 ${status} ${text}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
  );
}
