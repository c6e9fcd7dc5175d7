import { WebSocket } from "ws";
import type { Socket } from "../connection/socket.ts";

/** Opens a socket with the `ws` package. Node itself has a WebSocket only since version 22. */
export const openNodeSocket = (url: string, protocols: string[]): Socket => new WebSocket(url, protocols);
