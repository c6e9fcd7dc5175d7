import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

/** Answers an upgrade with a plain HTTP response in API Gateway's words. A status that is no error becomes 500. */
export function refuseUpgrade(socket: Duplex, requested: number): void {
  const status = requested >= 400 && requested in STATUS_CODES ? requested : 500;
  const text = STATUS_CODES[status];
  const body = JSON.stringify({ message: text });
  socket.end(
    `HTTP/1.1 ${status} ${text}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
  );
}
