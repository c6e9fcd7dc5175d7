/**
 * - `connecting`: no connection has been open yet.
 * - `catching up`: connected. The client is fetching the changes that it missed.
 * - `live`: the state is complete, and each change is pushed.
 * - `offline`: the connection is lost and reopens itself.
 */
export type Status = "connecting" | "catching up" | "live" | "offline";

export type StatusChange = "opened" | "caught up" | "lost";

const transitions: Record<Status, Partial<Record<StatusChange, Status>>> = {
  connecting: { opened: "catching up", lost: "offline" },
  "catching up": { "caught up": "live", lost: "offline" },
  live: { lost: "offline" },
  offline: { opened: "catching up" },
};

/** Returns the status after a change. A change without a transition leaves the status as it is. */
export const statusAfter = (status: Status, change: StatusChange): Status =>
  transitions[status][change] ?? status;
