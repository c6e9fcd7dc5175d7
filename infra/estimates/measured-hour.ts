/** The calls and events of a team of 50 people in an hour. */
export interface HourOfTeam {
  /** The frames that clients send, by action. */
  frames: Readonly<Record<string, number>>;
  /** The frames that functions push, by type. */
  pushes: Readonly<Record<string, number>>;
  /** Calls of the REST API, without signing in and renewing tokens. */
  rest: number;
  /** Statements of the database. Those that mark a batch of readings or list ended sessions do not count. */
  statements: number;
  /** Messages in queues, without readings. */
  jobs: number;
  connects: number;
  /** Whether readings wait in a queue and are applied in batches. */
  batchesReadings: boolean;
  /** Whether messages get previews of their links. The hour has no links, so `workload.ts` adds their events. */
  hasLinkPreviews: boolean;
  /** How long an access token is valid. Each one costs a signature by KMS. */
  accessTokenSeconds: number;
}

export const peopleInTeam = 50;

/**
 * Measured by `npm run bench -- hour`, which lets 75 clients play an hour of a team on the local stack, with the
 * activity in `person`. `tests/hour/hour.test.ts` plays a part of the same hour and fails if an event exceeds its
 * share, so these numbers are the budget of each event. Connection losses come at random times, so a few counts vary by
 * some percent.
 */
export const measuredHour: HourOfTeam = {
  frames: { "message.send": 250, typing: 187, read: 500, sync: 111 },
  pushes: {
    "message.created": 3500,
    typing: 1126,
    ack: 500,
    "read.updated": 450,
    "reaction.updated": 750,
    "message.updated": 160,
    presence: 406,
  },
  rest: 681,
  statements: 1959,
  jobs: 167,
  connects: 94,
  batchesReadings: true,
  hasLinkPreviews: true,
  accessTokenSeconds: 60 * 60,
};

/**
 * The same hour with release 0.1.0 (commit 65548a0) and its clients, measured in November 2026. It pushed every reading
 * to every participant, and typing twice for each message. The run did not wait for people to count as offline, so the
 * count lacks presence.
 */
export const hourOfFirstRelease: HourOfTeam = {
  frames: { "message.send": 251, typing: 374, read: 500, sync: 109 },
  pushes: {
    "message.created": 3575,
    typing: 5990,
    "read.updated": 10_001,
    "reaction.updated": 748,
    "message.updated": 151,
  },
  rest: 479,
  statements: 2781,
  jobs: 157,
  connects: 94,
  batchesReadings: false,
  hasLinkPreviews: false,
  accessTokenSeconds: 15 * 60,
};
