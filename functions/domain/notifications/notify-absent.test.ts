import { expect, test } from "vitest";
import { newGroup, newUsers, send } from "../../../tests/support/domain.ts";
import { RecordedQueue } from "../../../tests/support/recorded-queue.ts";
import type { MailJob } from "../mail/mail-job.ts";
import { MailRequests } from "../mail/mail-requests.ts";
import { notifyAbsent, notifyOfMissedCall } from "./notify-absent.ts";
import type { WebPushJob } from "./web-push-job.ts";

async function world() {
  const { ada, ben } = await newUsers();
  const message = await send(await newGroup(ada, ben), ada);
  const [pushes, mails] = [new RecordedQueue<WebPushJob>(), new RecordedQueue<MailJob>()];
  const queues = { webPushQueue: pushes, mailRequests: new MailRequests(mails) };
  const place = { conversationId: message.conversationId, messageId: message.id };
  return { ben, message, queues, pushes: pushes.jobs, mails: mails.jobs, place };
}

test.each([
  [true, false],
  [false, true],
  [true, true],
  [false, false],
])(
  "A message for absent users (%j) that may cause e-mails (%j) is queued for both as it says",
  async (isForAbsent, isForMail) => {
    const { message, queues, pushes, mails, place } = await world();
    await notifyAbsent(queues, { message, isForAbsent, isForMail });
    expect(pushes).toEqual(isForAbsent ? [place] : []);
    expect(mails).toEqual(isForMail ? [{ mail: "missed", ...place }] : []);
  },
);

test("A missed call is queued for Web Push without the users for whom it was silenced", async () => {
  const { ben, message, queues, pushes, mails, place } = await world();
  await notifyOfMissedCall(queues, message, [ben]);
  expect(pushes).toEqual([{ ...place, except: [ben] }]);
  expect(mails).toHaveLength(1);
});
