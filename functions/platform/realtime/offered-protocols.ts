import { headerIn } from "../http/headers.ts";

/** Lists the subprotocols that a client offers for a WebSocket (RFC 6455, 11.3.4). */
export const offeredProtocols = (
  headers: Readonly<Record<string, string | undefined>> | null | undefined,
): string[] => (headerIn(headers, "Sec-WebSocket-Protocol") ?? "").split(/ *, */);
