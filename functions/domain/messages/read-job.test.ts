import { expect, test } from "vitest";
import type { ConnectionId, ConversationId, UserId } from "../../../contract/ids.ts";
import { by, connect, db, newGroup, newUsers, send } from "../../../tests/support/domain.ts";
import { recordedGateway } from "../../../tests/support/recorded-gateway.ts";
import { RecordedQueue } from "../../../tests/support/recorded-queue.ts";
import type { DeliveryJob } from "../events/delivery-job.ts";
import { markAllRead } from "./read-job.ts";

/** A fan-out whose pushes all arrive. */
function recordedFanOut() {
  const { gateway, pushed } = recordedGateway();
  return { pushed, fanOut: { db, gateway, queue: new RecordedQueue<DeliveryJob>() } };
}

async function group() {
  const { ada, ben, cleo } = await newUsers();
  const id = await newGroup(ada, ben);
  await send(id, ben);
  await send(id, ben);
  const [phone, laptop, other] = [await connect(ada), await connect(ada), await connect(ben)];
  return { id, ada, cleo, phone, laptop, other };
}

const reading = (
  conversationId: ConversationId,
  userId: UserId,
  connectionId: ConnectionId,
  seq: number,
  requestId = `read ${seq}`,
) => ({ ...by(userId), conversationId, connectionId, seq, requestId });

test("Frames that read to the same place are each acknowledged, and announced once, to everyone but the reader's connection", async () => {
  const { id, ada, phone, laptop, other } = await group();
  const { pushed, fanOut } = recordedFanOut();
  await markAllRead(fanOut, [reading(id, ada, phone, 1, "first"), reading(id, ada, phone, 2, "second")]);
  const ack = { type: "ack", lastReadSeq: 2, unreadCount: 0 };
  const event = { type: "read.updated", conversationId: id, userId: ada, seq: 2 };
  expect(pushed).toHaveLength(4);
  expect(pushed).toEqual(
    expect.arrayContaining([
      { id: phone, event: { ...ack, requestId: "first" } },
      { id: phone, event: { ...ack, requestId: "second" } },
      { id: laptop, event },
      { id: other, event },
    ]),
  );
});

test("A read position that does not move is acknowledged and not announced", async () => {
  const { id, ada, phone } = await group();
  await markAllRead(recordedFanOut().fanOut, [reading(id, ada, phone, 2)]);
  const { pushed, fanOut } = recordedFanOut();
  await markAllRead(fanOut, [reading(id, ada, phone, 1)]);
  expect(pushed).toEqual([
    { id: phone, event: { type: "ack", requestId: "read 1", lastReadSeq: 2, unreadCount: 0 } },
  ]);
});

test("A read frame for a conversation of others is refused without an effect on the other frames", async () => {
  const { id, ada, cleo, phone } = await group();
  const stranger = await connect(cleo);
  const { pushed, fanOut } = recordedFanOut();
  await markAllRead(fanOut, [reading(id, cleo, stranger, 2), reading(id, ada, phone, 2)]);
  const answers = new Map(pushed.map(({ id: to, event }) => [to, event]));
  expect(answers.get(stranger)).toMatchObject({
    type: "error",
    requestId: "read 2",
    problem: { code: "conversation-not-found" },
  });
  expect(answers.get(phone)).toMatchObject({ type: "ack", lastReadSeq: 2 });
});
