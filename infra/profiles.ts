/** A preset of a deployment: one for trying ChatFlow out, and two that people rely on. */
export interface Profile {
  /** Whether messages and files survive a mistake: deletion protection, and no data is deleted with its stack. */
  readonly keepsData: boolean;
  readonly database: {
    /** The range of Aurora capacity units (2 GB of memory each). At 0 the database pauses. */
    readonly minCapacity: number;
    readonly maxCapacity: number;
    /** Idle minutes after which the database pauses, if `minCapacity` is 0. */
    readonly pauseAfterMinutes: number;
    /** The number of days within which the database can be restored to any second (1 to 35, Aurora's limits). */
    readonly backupDays: number;
  };
  /**
   * Places the functions in the database's network, where they share few connections through RDS Proxy, and adds
   * readers beside the writer. Without a pool, the functions use the Data API, which pools connections to the writer.
   */
  readonly pool: { readonly readers: number; readonly natGateways: number } | undefined;
  /** The sign-up rule of a new workspace. With `invited`, only a setup link admits the first owner. */
  readonly firstSignUpRule: FirstSignUpRule;
  /** Adds a web application firewall, which costs 5 US$ a month plus usage. */
  readonly firewall: boolean;
  /** Adds alarms, a dashboard, access logs and traces. */
  readonly isWatched: boolean;
  /** The rate of REST calls, and of WebSocket frames, that API Gateway accepts from all users together. */
  readonly throttle: { readonly perSecond: number; readonly burst: number };
  /**
   * The maximum number of delivery functions that run simultaneously, each with up to ten jobs, unless the setting
   * `deliveryConcurrency` says otherwise. A new account has a concurrency of 10 for all functions. In `dev` and `prod`,
   * all queues together use no more (`queueConcurrency`). A job that Lambda refuses returns to its queue after the
   * visibility timeout, up to six times (`JobQueue`).
   */
  readonly deliveryConcurrency: number;
  /**
   * The concurrency of the functions that serve requests, for deployments that reserve it. Lambda requires that 100 of
   * the account's concurrency stay unreserved, and many new accounts have less than that in total. Without a
   * reservation, `throttle` bounds the requests, and the database's pool refuses what it cannot run.
   */
  readonly concurrency: { readonly auth: number; readonly api: number; readonly socket: number } | undefined;
}

export type FirstSignUpRule = "open" | "invited";

export const profileNames = ["dev", "prod", "scale"] as const;
export type ProfileName = (typeof profileNames)[number];

export const profiles: Readonly<Record<ProfileName, Profile>> = {
  dev: {
    keepsData: false,
    database: { minCapacity: 0, maxCapacity: 4, pauseAfterMinutes: 5, backupDays: 1 },
    pool: undefined,
    firstSignUpRule: "open",
    firewall: false,
    isWatched: false,
    throttle: { perSecond: 200, burst: 400 },
    deliveryConcurrency: 2,
    concurrency: undefined,
  },
  prod: {
    keepsData: true,
    database: { minCapacity: 0, maxCapacity: 16, pauseAfterMinutes: 60, backupDays: 14 },
    pool: undefined,
    firstSignUpRule: "invited",
    firewall: true,
    isWatched: true,
    throttle: { perSecond: 3_000, burst: 2_000 },
    deliveryConcurrency: 2,
    concurrency: { auth: 50, api: 250, socket: 400 },
  },
  scale: {
    keepsData: true,
    // The cluster could not pause anyway, because the proxy's open connections keep it running.
    database: { minCapacity: 1, maxCapacity: 128, pauseAfterMinutes: 60, backupDays: 35 },
    pool: { readers: 2, natGateways: 2 },
    firstSignUpRule: "invited",
    firewall: true,
    isWatched: true,
    // API Gateway's default quota per account and region.
    throttle: { perSecond: 10_000, burst: 5_000 },
    deliveryConcurrency: 20,
    concurrency: { auth: 200, api: 1_500, socket: 3_000 },
  },
};

/** The reason why `dev` suppresses the rules that demand logs and a firewall. */
export const notWatched = "This profile is for trying ChatFlow out. Nobody is on call for it.";
