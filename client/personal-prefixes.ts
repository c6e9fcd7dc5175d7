/** The start of the names under which this device stores a user's data. The user's id follows. */
export const personalPrefixes = {
  drafts: "chatflow.drafts.",
  outbox: "chatflow.outbox.",
  changes: "chatflow.outbox.changes.",
  snapshot: "chatflow.snapshot.",
} as const;
