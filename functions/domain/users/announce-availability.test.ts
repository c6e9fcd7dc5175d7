import { expect, test } from "vitest";
import { connect, db, newGroup, newUsers } from "../../../tests/support/domain.ts";
import { recordedGateway } from "../../../tests/support/recorded-gateway.ts";
import { RecordedQueue } from "../../../tests/support/recorded-queue.ts";
import { updateAccount } from "../accounts/accounts.ts";
import type { DeliveryJob } from "../events/delivery-job.ts";
import { announceAvailability } from "./announce-availability.ts";

const { gateway, pushed } = recordedGateway();
const queue = new RecordedQueue<DeliveryJob>();

test("Several changes of a status cause one event with the last one, for acquaintances and the user's own devices", async () => {
  const { ada, ben, cleo } = await newUsers();
  await newGroup(ada, ben);
  const connections = [await connect(ada), await connect(ben)];
  await connect(cleo);
  const from = { confirmsEmail: false, address: "192.0.2.1" };
  const set = (emoji: string) => updateAccount(db, ada, { status: { emoji } }, from);
  const settle = () => announceAvailability({ db, gateway, queue }, ada);
  await set("🌴");
  await set("🚌");
  await settle();
  await settle();
  expect(pushed.map(({ id }) => id).sort()).toEqual(connections.sort());
  expect(pushed[0]?.event).toMatchObject({
    type: "user.updated",
    user: { id: ada, status: { emoji: "🚌" } },
  });
  await set("🏡");
  await settle();
  expect(pushed).toHaveLength(4);
});
