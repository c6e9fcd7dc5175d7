import * as z from "zod/mini";
import { Emoji } from "./emoji.ts";
import { limits } from "./limits.ts";
import { DisplayedName, displayName } from "./names.ts";
import { RequestedTime } from "./requested-times.ts";

/** The activity of a user, in their own words. */
export const Status = z
  .object({
    emoji: z.string(),
    /** Absent if the status is only an emoji. */
    text: z.optional(DisplayedName),
    /** The time at which the status ends. Absent if it stays. */
    expiresAt: z.optional(z.iso.datetime()),
  })
  .register(z.globalRegistry, { id: "Status" });
export type Status = z.infer<typeof Status>;

export const NewStatus = z
  .object({
    emoji: Emoji,
    text: z.optional(displayName(1, limits.status.max)),
    expiresAt: z.optional(RequestedTime),
  })
  .register(z.globalRegistry, { id: "NewStatus" });
export type NewStatus = z.infer<typeof NewStatus>;

const TimeOfDay = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, "invalid-time"));

/** Hours of each day without notifications. They may span midnight. */
export const QuietHours = z
  .object({
    from: TimeOfDay,
    /** The first minute with notifications. */
    to: TimeOfDay,
    /** A name of the IANA time zone database, such as `Europe/Berlin`. */
    timeZone: z.string().check(z.minLength(1), z.maxLength(limits.timeZone.max)),
  })
  .register(z.globalRegistry, { id: "QuietHours" });
export type QuietHours = z.infer<typeof QuietHours>;

/** The part of a user that others see beside the name. */
export const availabilityFields = {
  status: z.optional(Status),
  /** The time until which the user has paused notifications. */
  pausedUntil: z.optional(z.iso.datetime()),
  quietHours: z.optional(QuietHours),
};
export const Availability = z.object(availabilityFields);
export type Availability = z.infer<typeof Availability>;

const clocks = new Map<string, Intl.DateTimeFormat>();
/** More than there are time zones. The names come from users, who can also write them in other cases. */
const mostClocks = 1_000;

/** Returns the clock of a time zone, or undefined if this runtime does not know it. */
function clockOf(timeZone: string): Intl.DateTimeFormat | undefined {
  const known = clocks.get(timeZone);
  if (known) return known;
  try {
    const clock = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });
    if (clocks.size >= mostClocks) clocks.clear();
    clocks.set(timeZone, clock);
    return clock;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return undefined;
  }
}

export const isTimeZone = (name: string): boolean => clockOf(name) !== undefined;

function isWithin({ from, to, timeZone }: QuietHours, at: Date): boolean {
  const time = clockOf(timeZone)?.format(at);
  if (time === undefined) return false;
  return from <= to ? from <= time && time < to : from <= time || time < to;
}

/** Whether a user wants no notifications at a moment. */
export const isQuiet = ({ pausedUntil, quietHours }: Availability, at: Date): boolean =>
  (pausedUntil !== undefined && Date.parse(pausedUntil) > at.getTime()) ||
  (quietHours !== undefined && isWithin(quietHours, at));

/** Returns a user's status, unless it has ended. */
export const statusAt = ({ status }: Availability, at: Date): Status | undefined =>
  status?.expiresAt !== undefined && Date.parse(status.expiresAt) <= at.getTime() ? undefined : status;
