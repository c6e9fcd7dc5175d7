import { sql } from "kysely";
import { expect, test } from "vitest";
import { ConnectionId, type UserId } from "../../../contract/ids.ts";
import { by, connect, db, newGroup, newUser, newUsers } from "../../../tests/support/domain.ts";
import {
  addConnection,
  listenersOf,
  removeConnection,
  removeConnections,
  removeExpired,
  settlePresence,
  withoutOpening,
} from "./connections.ts";

/** Makes a connection look as if it had opened and expired that long ago. */
const setTimes = (id: ConnectionId, { openedSecondsAgo = 0, expiredSecondsAgo = -60 }) =>
  sql`
    UPDATE connections SET connected_at = now() - ${openedSecondsAgo}::int * interval '1 second',
      expires_at = now() - ${expiredSecondsAgo}::int * interval '1 second'
    WHERE connection_id = ${id}`.execute(db.once);

test("Of several simultaneous connections of a user, exactly one brings the user online", async () => {
  const ada = await newUser();
  const ids = ["a", "b", "c"].map((name) => ConnectionId.parse(`${name}-${ada}`));
  const changes = await Promise.all(
    ids.map((connectionId) => addConnection(db, { connectionId, ...by(ada) })),
  );
  expect(changes.sort()).toEqual(["came online", "none", "none"]);
});

test("A user stays online until the last connection is removed and the presence settled", async () => {
  const ada = await newUser();
  const [first, second] = [await connect(ada), await connect(ada)];
  expect((await removeConnection(db, first)).userId).toBe(ada);
  expect((await removeConnection(db, first)).userId).toBeUndefined();
  expect(await settlePresence(db, ada)).toBe(true);
  await removeConnection(db, second);
  expect(await settlePresence(db, ada)).toBe(false);
  // The event that Ada went offline may still be under way.
  expect(await addConnection(db, { connectionId: second, ...by(ada) })).toBe("came back");
});

test("A user who went offline a while ago comes online again", async () => {
  const ada = await newUser();
  const connectionId = await connect(ada);
  await removeConnection(db, connectionId);
  await settlePresence(db, ada);
  await sql`
    UPDATE presence SET changed_at = now() - interval '11 seconds' WHERE user_id = ${ada}::uuid`.execute(
    db.once,
  );
  expect(await addConnection(db, { connectionId, ...by(ada) })).toBe("came online");
});

test("Removing connections returns each user once", async () => {
  const { ada, ben } = await newUsers();
  const ids = [await connect(ada), await connect(ada), await connect(ben)];
  expect((await removeConnections(db, ids)).sort()).toEqual([ada, ben].sort());
  expect(await removeConnections(db, ids)).toEqual([]);
});

test("A connection may be opening for its first ten seconds", async () => {
  const ada = await newUser();
  const [opening, open] = [await connect(ada), await connect(ada)];
  await setTimes(opening, { openedSecondsAgo: 9 });
  await setTimes(open, { openedSecondsAgo: 11 });
  expect(await withoutOpening(db, [opening, open])).toEqual([open]);
});

test("An expired connection is removed, and its user returned if no other connection is open", async () => {
  const { ada, ben } = await newUsers();
  const [expired, other] = [await connect(ada), await connect(ben)];
  await connect(ben);
  await setTimes(expired, { expiredSecondsAgo: 1 });
  await setTimes(other, { expiredSecondsAgo: 1 });
  const users = await removeExpired(db);
  expect(users).toContain(ada);
  expect(users).not.toContain(ben);
  expect(await removeConnections(db, [expired, other])).toEqual([]);
});

test("The listeners of a conversation are its participants' open connections, for participants only", async () => {
  const { ada, ben, cleo } = await newUsers();
  const id = await newGroup(ada, ben);
  const [of, listed] = [(userId: UserId) => listenersOf(db, id, userId, 10), await connect(ben)];
  const expired = await connect(ada);
  await setTimes(expired, { expiredSecondsAgo: 1 });
  await connect(cleo);
  expect(await of(ada)).toEqual([{ connectionId: listed, userId: ben }]);
  expect(await of(cleo)).toEqual([]);
  await connect(ben);
  expect(await listenersOf(db, id, ada, 1)).toHaveLength(1);
});
