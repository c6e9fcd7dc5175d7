/** Lists the subprotocols that a client offers for a WebSocket (RFC 6455, 11.3.4). Header names arrive in any case. */
export function offeredProtocols(
  headers: Readonly<Record<string, string | undefined>> | null | undefined,
): string[] {
  const [, offered = ""] =
    Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === "sec-websocket-protocol") ?? [];
  return offered.split(/ *, */);
}
