import { setTimeout as wait } from "node:timers/promises";
import type { RunningStack } from "../../localstack/stack.ts";

/** What has been called so far, all AWS services together and each alone. */
export const callsOf = ({ dataApi, management, sqs }: RunningStack) => ({
  execute: dataApi.calls.Execute ?? 0,
  pushes: management.calls.POST ?? 0,
  batches: sqs.calls.SendMessageBatch ?? 0,
  all: [dataApi.calls, management.calls, sqs.calls]
    .flatMap((calls) => Object.values(calls))
    .reduce((sum, count) => sum + count, 0),
});

/** Waits until no queued job is due or in progress and nothing calls AWS: all announcements have arrived. */
export async function quiet(stack: RunningStack): Promise<ReturnType<typeof callsOf>> {
  const isBusy = () =>
    [...stack.sqs.queues.values()].some((queue) => queue.configuration.redrive && queue.isBusy);
  for (;;) {
    const before = callsOf(stack);
    await wait(200);
    const after = callsOf(stack);
    if (before.all === after.all && !isBusy()) return after;
  }
}
