import type { Configuration } from "../configuration.ts";

/** The lowest limit of a queue's functions that Lambda allows (`ScalingConfig`). */
export const leastConcurrency = 2;

/** The queues besides the delivery queue: Web Push, link previews and reads. With a sender of e-mails, one more. */
const otherQueues = 3;

/** The maximum number of delivery functions that run simultaneously. */
export const deliveryLimit = ({
  profile,
  deliveryConcurrency,
}: Pick<Configuration, "profile" | "deliveryConcurrency">): number =>
  deliveryConcurrency ?? profile.deliveryConcurrency;

/** The concurrency that the jobs of all queues together can use. The requests share the account's with them. */
export const queueConcurrency = (
  configuration: Pick<Configuration, "profile" | "deliveryConcurrency" | "mailFrom">,
): number =>
  deliveryLimit(configuration) +
  leastConcurrency * (otherQueues + (configuration.mailFrom === undefined ? 0 : 1));
