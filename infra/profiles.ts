/** What differs between a deployment to try things out and one that people rely on. */
export interface Profile {
  /** Whether what people have said outlives a mistake: deletion protection, and nothing goes with its stack. */
  readonly keepsData: boolean;
  readonly database: {
    /** Aurora capacity units (2 GB of memory each): the least, 0 of which is paused, and the most. */
    readonly minCapacity: number;
    readonly maxCapacity: number;
    /** Idle minutes after which it pauses, where the least is 0. */
    readonly pauseAfterMinutes: number;
    /** Days back to any second of which it can be restored (1 to 35, Aurora's limits). */
    readonly backupDays: number;
  };
  /**
   * Functions in the database's network, which share few connections through RDS Proxy, and so many readers beside the
   * writer. Undefined, they use the Data API, which has a pool of its own and the writer only.
   */
  readonly pool: { readonly readers: number; readonly natGateways: number } | undefined;
  /** A web application firewall in front, which costs 5 US$ a month and more by use. */
  readonly firewall: boolean;
  /** Alarms, a dashboard, access logs and traces. */
  readonly isWatched: boolean;
  /** REST calls and socket messages a second, all people together, beyond which API Gateway refuses. */
  readonly throttle: { readonly perSecond: number; readonly burst: number };
  /**
   * The most instances at once of the functions that people call: so many statements the database gets at once. An
   * account must keep 100 of its concurrency for all other functions (Lambda's quota); many new accounts have less.
   */
  readonly concurrency: { readonly auth: number; readonly api: number; readonly socket: number } | undefined;
}

export type ProfileName = "dev" | "prod" | "scale";

export const profiles: Readonly<Record<ProfileName, Profile>> = {
  dev: {
    keepsData: false,
    database: { minCapacity: 0, maxCapacity: 4, pauseAfterMinutes: 5, backupDays: 1 },
    pool: undefined,
    firewall: false,
    isWatched: false,
    throttle: { perSecond: 200, burst: 400 },
    concurrency: undefined,
  },
  prod: {
    keepsData: true,
    database: { minCapacity: 0, maxCapacity: 16, pauseAfterMinutes: 60, backupDays: 14 },
    pool: undefined,
    firewall: true,
    isWatched: true,
    throttle: { perSecond: 3_000, burst: 2_000 },
    concurrency: { auth: 50, api: 250, socket: 400 },
  },
  scale: {
    keepsData: true,
    // The proxy's connections keep it awake.
    database: { minCapacity: 1, maxCapacity: 128, pauseAfterMinutes: 60, backupDays: 35 },
    pool: { readers: 2, natGateways: 2 },
    firewall: true,
    isWatched: true,
    // What an account has in a region, unless AWS has raised it.
    throttle: { perSecond: 10_000, burst: 5_000 },
    concurrency: { auth: 200, api: 1_500, socket: 3_000 },
  },
};

/** Why a deployment of a profile that is not watched has no logs and no alarms. */
export const notWatched = "A deployment to try things out, which nobody watches.";
