import QuickLRU from "quick-lru";
import type { ConnectionId, UserId } from "../../../contract/ids.ts";
import { userFrames } from "../../../contract/limits.ts";
import type { Rate } from "../../domain/rate.ts";
import { RateLimited } from "../../platform/problems/refusals.ts";
import type { Connection } from "../../platform/realtime/socket-function.ts";

/** The number of senders to remember. The one that has been silent the longest is forgotten first. */
const senders = 10_000;

interface Bucket {
  left: number;
  /** Milliseconds. */
  refilledAt: number;
}

/** Returns a function that counts one frame of a sender, and throws {@link RateLimited} beyond the limit. */
function frameLimit<Sender extends ConnectionId | UserId>({
  burst,
  perSecond,
}: Rate): (sender: Sender) => void {
  const buckets = new QuickLRU<Sender, Bucket>({ maxSize: senders });
  return (sender) => {
    const now = Date.now();
    const { left, refilledAt } = buckets.get(sender) ?? { left: burst, refilledAt: now };
    const available = Math.min(burst, left + (Math.max(0, now - refilledAt) / 1000) * perSecond);
    if (available < 1) throw new RateLimited((1 - available) / perSecond);
    buckets.set(sender, { left: available - 1, refilledAt: now });
  };
}

/** Each limit counts one frame, and throws {@link RateLimited} beyond it. */
export interface FrameLimits {
  /** Limits all frames of a connection, and those of all connections of its user. */
  admit: (connection: Pick<Connection, "connectionId" | "userId">) => void;
  /** Limits a user's `typing` frames, over all connections. */
  admitTyping: (userId: UserId) => void;
}

/**
 * Limits frames before any other work. The counts are in the memory of a function instance, because a database call would
 * cost as much as the limit saves. A flood over n instances is therefore limited to n times the rate. The exact limit of
 * messages per user is in the database (see `sendMessage`).
 *
 * @param rate  the limit of one connection
 */
export function frameLimits({ burst, perSecond }: Rate): FrameLimits {
  const { connections, typing } = userFrames;
  const ofConnection = frameLimit<ConnectionId>({ burst, perSecond });
  const ofUser = frameLimit<UserId>({ burst: burst * connections, perSecond: perSecond * connections });
  return {
    admit: ({ connectionId, userId }) => {
      ofConnection(connectionId);
      ofUser(userId);
    },
    admitTyping: frameLimit<UserId>(typing),
  };
}
