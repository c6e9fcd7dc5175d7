import { expect, test } from "vitest";
import { db, newSession, newUsers } from "../../../tests/support/domain.ts";
import { listDevices, signOutDevice } from "./devices.ts";

test("A user's devices are those with a session, and one of them is the current one", async () => {
  const { ada, ben } = await newUsers();
  const [current, other, ended] = [await newSession(ada), await newSession(ada), await newSession(ada)];
  await newSession(ben);
  expect((await signOutDevice(db, ada, ended)).sessionIds).toEqual([ended]);
  const devices = await listDevices(db, ada, current);
  expect(devices.map(({ id }) => id).sort()).toEqual([current, other].sort());
  expect(devices.filter(({ isCurrent }) => isCurrent).map(({ id }) => id)).toEqual([current]);
});

test("A user can sign the same device out twice, but no device of another user", async () => {
  const { ada, ben } = await newUsers();
  const device = await newSession(ada);
  await expect(signOutDevice(db, ben, device)).rejects.toMatchObject({ code: "device-not-found" });
  await signOutDevice(db, ada, device);
  expect((await signOutDevice(db, ada, device)).sessionIds).toEqual([]);
});
