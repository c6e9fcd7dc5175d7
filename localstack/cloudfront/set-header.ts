import type { IncomingMessage } from "node:http";

/** Replaces all values of a header. @param name  in lower case */
export function setHeader(request: IncomingMessage, name: string, value: string): void {
  const others: string[] = [];
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    const [key = "", sent = ""] = request.rawHeaders.slice(at, at + 2);
    if (key.toLowerCase() !== name) others.push(key, sent);
  }
  request.rawHeaders = [...others, name, value];
  request.headers[name] = value;
}
