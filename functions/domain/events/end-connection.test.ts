import { beforeEach, expect, test } from "vitest";
import { times } from "../../../contract/times.ts";
import { connect, db, newUser } from "../../../tests/support/domain.ts";
import { JobQueue } from "../../platform/queue/job-queue.ts";
import { removeConnection } from "../connections/connections.ts";
import { DeliveryJob } from "./delivery-job.ts";
import { endConnection, queueEndOfConnection } from "./end-connection.ts";

const queued: { job: DeliveryJob; delaySeconds: number }[] = [];
const queue = new JobQueue<DeliveryJob>("https://sqs.invalid/queue");
queue.send = async (jobs, delaySeconds = 0) => {
  queued.push(...jobs.map((job) => ({ job, delaySeconds })));
};
beforeEach(() => {
  queued.length = 0;
});

test("The end of a connection that an earlier attempt removed still checks its user's presence", async () => {
  const userId = await newUser();
  const connectionId = await connect(userId);
  await queueEndOfConnection({ queue }, { connectionId, userId });
  const job = DeliveryJob.parse(queued.pop()?.job);
  if (job.task !== "end connection") throw new Error("Another job");
  // The earlier attempt removed the row, and its answer was lost.
  await removeConnection(db, connectionId);
  await endConnection({ db, queue }, job);
  const check = { task: "check presence", userId };
  expect(queued).toEqual([{ job: check, delaySeconds: times.offlineAfterMs / 1000 }]);
});

test("The end of a connection whose event names no user checks the presence of the user in its row", async () => {
  const userId = await newUser();
  const connectionId = await connect(userId);
  await endConnection({ db, queue }, { connectionId });
  expect(queued.map(({ job }) => job)).toEqual([{ task: "check presence", userId }]);
  await endConnection({ db, queue }, { connectionId });
  expect(queued).toHaveLength(1);
});
