import { randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import { expect, test } from "vitest";
import { ConnectionId, UserId } from "../../../contract/ids.ts";
import { afterWaitingFor, db, newUser } from "../../../tests/support/domain.ts";
import { required } from "../../../tests/support/required.ts";
import { addConnection } from "../connections/connections.ts";
import type { Database } from "../database.ts";
import type { Schema } from "../schema.ts";
import { rotate, type StartedSession, startSession } from "../sessions/refresh-tokens.ts";
import { changeMemberRole, deactivateMember } from "./members.ts";
import { operator } from "./roles.ts";

const client = { address: "192.0.2.1", userAgent: "a browser", device: undefined };

const signIn = async (on: Database, userId: UserId): Promise<StartedSession> =>
  required(await startSession(on, { userId, passwordHash: "", client }), "session");

test("Deactivating a user ends all their sessions and removes their connections in the same statement", async () => {
  const [ann, ben] = [await newUser("ann"), await newUser("ben")];
  const [first, second, other] = [await signIn(db, ann), await signIn(db, ann), await signIn(db, ben)];
  const connectionId = ConnectionId.parse(`connection-${randomUUID()}`);
  await addConnection(db, { connectionId, userId: ann, sessionId: first.sessionId });

  const { member, ended } = await deactivateMember(db, { caller: operator, userId: ann });

  expect(member.deactivatedAt).not.toBeNull();
  expect(ended.userId).toBe(ann);
  expect(ended.sessionIds.toSorted()).toEqual([first.sessionId, second.sessionId].sort());
  expect(ended.connectionIds).toEqual([connectionId]);
  for (const { token } of [first, second]) expect(await rotate(db, token, "en")).toBeUndefined();
  expect(await rotate(db, other.token, "en")).toBeDefined();
});

test("Deactivating a user ends a session that starts at the same time", async () => {
  const ann = await newUser("ann");
  let racing: StartedSession | undefined;
  const signsIn = async (transaction: Kysely<Schema>) => {
    racing = await signIn({ ...db, once: transaction }, ann);
  };
  await afterWaitingFor(signsIn, () => deactivateMember(db, { caller: operator, userId: ann }));
  expect(await rotate(db, required(racing, "session").token, "en")).toBeUndefined();
});

test("A refused deactivation and a changed role end no session", async () => {
  const ann = await newUser("ann");
  const { token } = await signIn(db, ann);
  const stranger = await newUser("stranger");
  await expect(deactivateMember(db, { caller: stranger, userId: ann })).rejects.toMatchObject({
    code: "workspace-admins-only",
  });
  await changeMemberRole(db, { caller: operator, userId: ann, role: "admin" });
  expect(await rotate(db, token, "en")).toBeDefined();
});

test("A user who does not exist or is deleted cannot be deactivated", async () => {
  const deleted = await newUser("deleted");
  await sql`UPDATE users SET deleted_at = now() WHERE id = ${deleted}::uuid`.execute(db.once);
  for (const userId of [deleted, UserId.parse(randomUUID())]) {
    const deactivation = deactivateMember(db, { caller: operator, userId });
    await expect(deactivation).rejects.toMatchObject({ code: "user-not-found" });
  }
});
