import * as z from "zod/mini";
import { parseJson } from "../json.ts";

/** The claims of an access token that the client reads. */
const Claims = z.object({ sid: z.string() });

/** Returns the id of the session that an access token belongs to: its claim `sid`. */
export function sessionIdOf(accessToken: string): string | undefined {
  const [, claims] = accessToken.split(".");
  const base64 = claims?.replaceAll("-", "+").replaceAll("_", "/");
  return base64 === undefined ? undefined : parseJson(Claims, atob(base64))?.sid;
}
