import type { JobQueue } from "../../platform/queue/job-queue.ts";
import { sendOrLog } from "../../platform/queue/send-or-log.ts";
import type { MailJob } from "./mail-job.ts";
import { MailNotOffered } from "./refusals.ts";

/** Queues e-mails for the mail function. */
export class MailRequests {
  readonly #queue: JobQueue<MailJob> | undefined;

  /** @param queue  undefined in a deployment that sends no e-mail */
  constructor(queue: JobQueue<MailJob> | undefined) {
    this.#queue = queue;
  }

  /** Whether this deployment sends e-mail. */
  get isOffered(): boolean {
    return this.#queue !== undefined;
  }

  /** @throws {MailNotOffered} in a deployment that sends no e-mail */
  requireOffered(): void {
    if (!this.#queue) throw new MailNotOffered();
  }

  /**
   * Queues an e-mail that the caller asked for.
   * @throws {MailNotOffered} in a deployment that sends no e-mail
   */
  async request(job: MailJob): Promise<void> {
    if (!this.#queue) throw new MailNotOffered();
    await this.#queue.send([job]);
  }

  /** Queues an e-mail that accompanies another request. A failure is logged, so that the request still succeeds. */
  async requestIfOffered(job: MailJob): Promise<void> {
    if (this.#queue) await sendOrLog(this.#queue, "no mail was requested", [job]);
  }
}
