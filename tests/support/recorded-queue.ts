import { JobQueue } from "../../functions/platform/queue/job-queue.ts";

/** A queue that keeps its jobs in `jobs` and delivers none. */
export class RecordedQueue<Job extends object> extends JobQueue<Job> {
  readonly jobs: Job[] = [];

  constructor() {
    super("https://sqs.invalid/queue");
  }

  override async send(jobs: readonly Job[]): Promise<void> {
    this.jobs.push(...jobs);
  }
}
