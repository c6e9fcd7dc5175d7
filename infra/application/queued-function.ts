import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { UsableDatabase } from "../data/database.ts";
import type { Profile } from "../profiles.ts";
import type { FunctionName } from "./bundle.ts";
import { BundledFunction } from "./bundled-function.ts";
import { JobQueue, type JobQueueProps } from "./job-queue.ts";

export interface QueuedFunctionProps extends Omit<JobQueueProps, "worker" | "workerTimeout"> {
  readonly bundle: FunctionName;
  readonly description: string;
  readonly database: UsableDatabase;
  readonly profile: Profile;
}

/** A function that uses the database, behind its own queue. */
export abstract class QueuedFunction extends Construct {
  readonly queue: JobQueue;
  readonly worker: LambdaFunction;

  constructor(
    scope: Construct,
    id: string,
    { bundle, description, database, profile, ...queue }: QueuedFunctionProps,
  ) {
    super(scope, id);
    // A statement waits for a resuming database for up to 45 seconds.
    const timeout = Duration.minutes(1);
    this.worker = new BundledFunction(this, "Function", {
      bundle,
      description,
      profile,
      place: database.functionPlace,
      timeout,
    });
    database.grantUse(this.worker);
    this.queue = new JobQueue(this, "Queue", { ...queue, worker: this.worker, workerTimeout: timeout });
  }

  /** Lets a function queue jobs, and sets the queue's address in its environment. */
  grantEnqueue(user: LambdaFunction): void {
    this.queue.grantSend(user);
  }
}
