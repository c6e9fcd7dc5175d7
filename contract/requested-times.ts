import * as z from "zod/mini";

const DateTime = z.iso.datetime();

/** Without digits beyond the milliseconds: a client may send thousands of them, which others would receive. */
const withMilliseconds = z.transform((time: string) => new Date(time).toISOString());

/** A time in a request, in UTC. */
export const RequestedTime = z.pipe(DateTime, withMilliseconds);

/** A time at which the server acts, in UTC. The server checks that it is neither past nor too far ahead. */
export const TimeAhead = z.pipe(
  DateTime.check(z.regex(/^2\d{3}-/, "invalid-date")).register(z.globalRegistry, { format: "date-time" }),
  withMilliseconds,
);
