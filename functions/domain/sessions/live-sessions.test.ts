import type { KyselyPlugin } from "kysely";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { SessionId } from "../../../contract/ids.ts";
import { db, newSession, newUser } from "../../../tests/support/domain.ts";
import { LiveSessions } from "./live-sessions.ts";

// The database keeps its own time.
beforeEach(() => vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => vi.useRealTimers());

const end = (id: SessionId) =>
  sql`UPDATE sessions SET ended_at = now() WHERE id = ${id}::uuid`.execute(db.once);

async function twoSessions() {
  const user = await newUser();
  return { ended: await newSession(user), other: await newSession(user) };
}

/** The sessions as a function instance knows them, and the number of its statements. */
function instance() {
  const statements = { count: 0 };
  const counting: KyselyPlugin = {
    transformQuery: ({ node }) => {
      statements.count += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return { live: new LiveSessions({ ...db, repeatable: db.repeatable.withPlugin(counting) }), statements };
}

test("A function instance refuses a session that ended before its first request, and no other", async () => {
  const { ended, other } = await twoSessions();
  await end(ended);
  const { live } = instance();
  await expect(live.require(ended)).rejects.toMatchObject({ code: "session-ended" });
  await live.require(other);
});

test("A function instance refuses a session that ended later within four seconds", async () => {
  const { ended, other } = await twoSessions();
  const { live } = instance();
  await live.require(ended);
  await end(ended);
  vi.setSystemTime(Date.now() + 4_000);
  await expect(live.require(ended)).rejects.toMatchObject({ code: "session-ended" });
  await live.require(other);
});

test("Simultaneous requests of a function instance list the ended sessions once in four seconds", async () => {
  const { other } = await twoSessions();
  const { live, statements } = instance();
  await Promise.all([live.require(other), live.require(other), live.require(other)]);
  vi.setSystemTime(Date.now() + 3_999);
  await live.require(other);
  expect(statements.count).toBe(1);
  vi.setSystemTime(Date.now() + 1);
  await live.require(other);
  expect(statements.count).toBe(2);
});
