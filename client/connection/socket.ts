/** The part of a WebSocket that the client uses. The browser's class and the `ws` package's class both fit. */
export interface Socket {
  readonly readyState: number;
  addEventListener(type: "open" | "close" | "error", listener: () => void): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  send(text: string): void;
  close(): void;
}

/** Opens a socket with the given subprotocols. */
export type OpenSocket = (url: string, protocols: string[]) => Socket;

/** `readyState` of an open socket. */
export const openState = 1;
