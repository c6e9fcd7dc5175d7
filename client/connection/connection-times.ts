import { webSocketLimits } from "../../contract/limits.ts";
import type { Backoff } from "../backoff.ts";
import type { SocketTimes } from "./live-socket.ts";

/** Milliseconds. */
export interface ConnectionTimes extends SocketTimes {
  /** The age at which a new socket replaces the current one. */
  renew: number;
  /** The waits before attempts to reconnect. */
  backoff: Backoff;
}

export const connectionTimes: ConnectionTimes = {
  ack: webSocketLimits.integrationMs + 1_000,
  ping: 4 * 60_000,
  pong: 10_000,
  // API Gateway closes each connection after two hours.
  renew: webSocketLimits.connectionMs - 10 * 60_000,
  backoff: { first: 300, most: 20_000 },
};
