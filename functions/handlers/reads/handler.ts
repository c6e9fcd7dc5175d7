import { connectDatabase } from "../../domain/database.ts";
import { markAllRead, ReadJob } from "../../domain/messages/read-job.ts";
import { LiveSessions } from "../../domain/sessions/live-sessions.ts";
import { SessionEnded } from "../../domain/sessions/refusals.ts";
import { batchFunction } from "../../platform/queue/batch-function.ts";
import { JobQueue } from "../../platform/queue/job-queue.ts";
import { connectionsClient } from "../../platform/realtime/connections-client.ts";
import { databaseSettings, deliveryQueueUrl } from "../configuration.ts";

const db = await connectDatabase(databaseSettings(), { caller: "worker" });
const fanOut = {
  db,
  gateway: connectionsClient(),
  queue: new JobQueue(deliveryQueueUrl()),
};

const sessions = new LiveSessions(db);

/**
 * Whether the session of a frame is still live. The frame's connection closes with it, so nobody waits for an answer.
 */
async function isLive({ sessionId }: ReadJob): Promise<boolean> {
  try {
    await sessions.require(sessionId);
    return true;
  } catch (error) {
    if (error instanceof SessionEnded) return false;
    throw error;
  }
}

/**
 * The reads function. Collects the `read` frames of about a second, and applies them with one statement for each batch.
 */
export const handler = batchFunction(ReadJob, async (jobs) => {
  const live = await Promise.all(jobs.map(isLive));
  await markAllRead(
    fanOut,
    jobs.filter((_, at) => live[at]),
  );
});
