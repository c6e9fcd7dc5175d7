import { createHmac } from "node:crypto";
import type { IceServer } from "../../../contract/calls.ts";
import type { SeatId } from "../../../contract/ids.ts";
import { times } from "../../../contract/times.ts";

/** The servers that help clients to reach each other. */
export interface IceSettings {
  stunUrls: readonly string[];
  turnUrls: readonly string[];
  /** The secret that the TURN servers share with us. */
  turnSecret: string | undefined;
}

/**
 * Makes the list of servers for one participant. The credentials follow coturn's REST scheme
 * (draft-uberti-behave-turn-rest-00): the time of expiry and an id as the name, and its HMAC as the password.
 */
export function iceServers(
  { stunUrls, turnUrls, turnSecret }: IceSettings,
  seat: SeatId,
  now = Date.now(),
): IceServer[] {
  const stun = stunUrls.length > 0 ? [{ urls: [...stunUrls] }] : [];
  if (turnUrls.length === 0 || turnSecret === undefined) return stun;
  // The seat, not the user: TURN servers log the name.
  const username = `${Math.floor(now / 1000) + times.calls.turnHours * 3600}:${seat}`;
  const credential = createHmac("sha1", turnSecret).update(username).digest("base64");
  return [...stun, { urls: [...turnUrls], username, credential }];
}
