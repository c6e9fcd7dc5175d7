import { setTimeout as wait } from "node:timers/promises";
import type { RunningStack } from "../../localstack/stack.ts";

/** Counts the calls to AWS since the stack started: in total, and those that tests assert. */
export const countCalls = ({ dataApi, management, sqs }: RunningStack) => ({
  execute: dataApi.calls.Execute ?? 0,
  pushes: management.calls.POST ?? 0,
  batches: sqs.calls.SendMessageBatch ?? 0,
  all: [dataApi.calls, management.calls, sqs.calls]
    .flatMap((calls) => Object.values(calls))
    .reduce((sum, count) => sum + count, 0),
});

/** Waits until no queued job is due or in progress and no function calls AWS: every event has been delivered. */
export async function untilIdle(stack: RunningStack): Promise<ReturnType<typeof countCalls>> {
  const isBusy = () =>
    [...stack.sqs.queues.values()].some((queue) => queue.configuration.redrive && queue.isBusy);
  for (;;) {
    const before = countCalls(stack);
    await wait(200);
    const after = countCalls(stack);
    if (before.all === after.all && !isBusy()) return after;
  }
}
