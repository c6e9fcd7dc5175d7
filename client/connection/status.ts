/**
 * - `connecting`: no connection has been open yet.
 * - `catching up`: connected. The client is fetching the changes that it missed.
 * - `live`: the state is complete, and each change is pushed.
 * - `offline`: the connection is lost and reopens itself.
 */
export type Status = "connecting" | "catching up" | "live" | "offline";

export type StatusChange = "opened" | "caught up" | "lost";

/** The status after each change. A change without an entry leaves the status as it is. */
export const statusAfter: Record<Status, Partial<Record<StatusChange, Status>>> = {
  connecting: { opened: "catching up", lost: "offline" },
  "catching up": { "caught up": "live", lost: "offline" },
  live: { lost: "offline" },
  offline: { opened: "catching up" },
};
