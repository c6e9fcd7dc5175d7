/**
 * `connecting`: for the first time. `catching up`: connected, and what was missed is being fetched.
 * `live`: everything is here, and whatever happens is pushed. `offline`: lost; it comes back by itself.
 */
export type Status = "connecting" | "catching up" | "live" | "offline";

export type StatusChange = "opened" | "caught up" | "lost";

/** Which status follows on a change; a change that is not named changes nothing. */
export const statusAfter: Record<Status, Partial<Record<StatusChange, Status>>> = {
  connecting: { opened: "catching up", lost: "offline" },
  "catching up": { "caught up": "live", lost: "offline" },
  live: { lost: "offline" },
  offline: { opened: "catching up" },
};
