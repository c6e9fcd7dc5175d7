import * as z from "zod/mini";

/** A time at which the server acts, in UTC. The server checks that it is neither past nor too far ahead. */
export const TimeAhead = z.iso
  .datetime()
  .check(z.regex(/^2\d{3}-/, "invalid-date"))
  .register(z.globalRegistry, { format: "date-time" });
