import { setTimeout as wait } from "node:timers/promises";
import type { RunningStack } from "../../localstack/stack.ts";

/** Counts the calls to AWS since the stack started: in total, and those that tests assert. */
export function countCalls({ dataApi, management, sqs }: RunningStack) {
  const all = [dataApi.calls, management.calls, sqs.calls]
    .flatMap((calls) => Object.values(calls))
    .reduce((sum, count) => sum + count, 0);
  const pushes = management.calls.POST ?? 0;
  // Tests count statements with `recordStatements`, because some depend on the time.
  const others = all - pushes - (dataApi.calls.Execute ?? 0);
  return { pushes, batches: sqs.calls.SendMessageBatch ?? 0, others, all };
}

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
