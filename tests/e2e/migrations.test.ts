import { randomUUID } from "node:crypto";
import { Kysely, Migrator, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import type { ConversationId } from "../../contract/ids.ts";
import { Session } from "../../contract/sessions.ts";
import { hashOf, randomToken } from "../../functions/platform/random-token.ts";
import type { RunningStack } from "../../localstack/stack.ts";
import { migrations } from "../../migrations/migrations.ts";
import { password } from "../support/accounts.ts";
import { startOwnStack } from "../support/own-stack.ts";
import { http, newPeople, newPerson, Person, uniqueName } from "../support/people.ts";
import { createReleasedFunctions } from "../support/released-functions.ts";
import { Socket } from "../support/socket.ts";

const Applied = z.object({ applied: z.array(z.string()) });
const names = Object.keys(migrations);

let stop: () => Promise<void>;
let stack: RunningStack;
let db: Kysely<unknown>;

beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
  db = new Kysely({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: stack.databaseUrl }) }),
  });
});
afterAll(async () => {
  await db.destroy();
  await stop();
});

/** What a deployment does before it replaces the other functions. @returns what was missing */
async function migrate(): Promise<string[]> {
  const fn = [...stack.functions().values()].find(({ configuration }) =>
    configuration.name.includes("Migrate"),
  );
  if (!fn) throw new Error("The stack has no function that migrates");
  return Applied.parse(await fn.invoke({}, "again")).applied;
}

async function empty(): Promise<void> {
  await sql`DROP SCHEMA public CASCADE`.execute(db);
  await sql`CREATE SCHEMA public`.execute(db);
}

test("run once when they run twice, also at the same time", async () => {
  expect(await Promise.all([1, 2, 3].map(migrate))).toEqual([[], [], []]);
});

test("start from nothing at the same time", async () => {
  await empty();
  const applied = await Promise.all([1, 2, 3].map(migrate));
  expect(applied.map(({ length }) => length).sort()).toEqual([0, 0, names.length]);
  expect((await newPerson(stack.url)).id).toBeTruthy();
});

describe("newer functions", () => {
  // From the step on that has messages: what somebody may have had of each version since.
  test.each(names.slice(names.indexOf("0004-messages"), -1))(
    "take over a database of version %s with what people have said",
    async (version) => {
      const { id: personId } = await newPerson(stack.url);
      const { rows } = await sql<{ hash: string }>`
        SELECT password_hash AS hash FROM users WHERE id = ${personId}`.execute(db);
      await empty();
      const provider = { getMigrations: async () => ({ ...migrations }) };
      const { error } = await new Migrator({ db, provider }).migrateTo(version);
      expect(error).toBeUndefined();
      await createReleasedFunctions(db, version);
      const [userId, conversationId] = [randomUUID(), randomUUID()];
      const username = uniqueName();
      await sql`INSERT INTO users (id, username, email, password_hash)
        VALUES (${userId}, ${username}, ${`${username}@example.com`}, ${rows[0]?.hash})`.execute(db);
      await sql`INSERT INTO conversations (id, name, is_group_chat, created_by, last_seq)
        VALUES (${conversationId}, 'Old', true, ${userId}, 2)`.execute(db);
      await sql`INSERT INTO participants (conversation_id, user_id, role)
        VALUES (${conversationId}, ${userId}, 'owner')`.execute(db);
      await sql`INSERT INTO messages (conversation_id, seq, id, sender_id, content, created_at)
        VALUES (${conversationId}, 1, ${randomUUID()}, ${userId}, 'an old rhubarb', now()),
          (${conversationId}, 2, ${randomUUID()}, ${userId}, 'another', now())`.execute(db);

      expect(await migrate()).toEqual(names.slice(names.indexOf(version) + 1));
      const login = await http(stack.url, "POST", "/api/auth/login", { body: { login: username, password } });
      const person = new Person(stack.url, Session.parse(login.body));
      const id = conversationId as ConversationId;
      expect((await person.send(id, "a new one")).body).toMatchObject({ seq: 3 });
      const { items } = await person.history(id, { after: 0 });
      expect(items.map(({ content }) => content)).toEqual(["an old rhubarb", "another", "a new one"]);
      const found = await person.answer("search", { query: { query: "rhubarb" } });
      expect(found.body.items).toHaveLength(1);
    },
  );

  test("do not come when a migration fails: the database stays as it was, and the older ones go on", async () => {
    await empty();
    await migrate();
    const [ann, ben] = await newPeople(stack.url, 2);
    const { id } = await ann.startDirect(ben);
    // As if the newest had not run, and could not: what it makes is there already.
    await sql`DELETE FROM kysely_migration WHERE name = ${names.at(-1)}`.execute(db);
    await expect(migrate()).rejects.toThrow(/already exists/);
    expect((await ann.send(id, "on we go")).status).toBe(201);
    await sql`INSERT INTO kysely_migration (name, timestamp) VALUES (${names.at(-1)}, '2026')`.execute(db);
  });
});

describe("functions of a release that had no sessions", () => {
  /** Inserts a refresh token as that release did. */
  async function insertToken(token: string, familyId: string, userId: string): Promise<void> {
    await sql`INSERT INTO refresh_tokens (token_hash, family_id, user_id, user_agent, expires_at)
      VALUES (${hashOf(token)}, ${familyId}, ${userId}, 'Old/1.0', now() + interval '1 day')`.execute(db);
  }
  const refresh = (token: string) =>
    http(stack.url, "POST", "/api/auth/refresh", { headers: { cookie: `chatflow_refresh=${token}` } });

  test("start sessions that this release renews, and end sessions that it refuses", async () => {
    await empty();
    await migrate();
    const { id } = await newPerson(stack.url);
    const [familyId, token] = [randomUUID(), randomToken()];
    await insertToken(token, familyId, id);
    const renewed = await refresh(token);
    const person = new Person(stack.url, Session.parse(renewed.body));
    expect((await person.call("listDevices")).items).toContainEqual(
      expect.objectContaining({ id: familyId, userAgent: "Old/1.0" }),
    );
    await sql`UPDATE refresh_tokens SET revoked_at = now() WHERE family_id = ${familyId}`.execute(db);
    await expect(Socket.open(stack.url, person.token)).rejects.toThrow("401");
    // Its refresh that raced the end.
    const late = randomToken();
    await insertToken(late, familyId, id);
    expect((await refresh(late)).status).toBe(401);
  });

  test("find the tokens of sessions revoked that this release ended", async () => {
    const { id } = await newPerson(stack.url);
    await sql`SELECT end_sessions_v1(${id}, NULL, NULL)`.execute(db);
    const { rows } = await sql`
      SELECT 1 FROM refresh_tokens WHERE user_id = ${id} AND revoked_at IS NULL`.execute(db);
    expect(rows).toEqual([]);
  });

  test("leave families of tokens that become sessions, and revoked ones that become ended sessions", async () => {
    await empty();
    const provider = { getMigrations: async () => ({ ...migrations }) };
    await new Migrator({ db, provider }).migrateTo("0013-mail-tokens");
    const [userId, live, ended] = [randomUUID(), randomUUID(), randomUUID()];
    await sql`INSERT INTO users (id, username, email, password_hash)
      VALUES (${userId}, 'someone', 'someone@example.com', '')`.execute(db);
    const [token, first, second] = [randomToken(), randomToken(), randomToken()];
    await insertToken(token, live, userId);
    await insertToken(first, ended, userId);
    await sql`UPDATE refresh_tokens SET revoked_at = now() WHERE family_id = ${ended}`.execute(db);
    await insertToken(second, ended, userId);
    await migrate();
    expect((await refresh(token)).status).toBe(200);
    expect((await refresh(second)).status).toBe(401);
  });
});

describe("older functions", () => {
  /** A release after this one: it adds to tables that are written all the time, and says so in the list of migrations. */
  async function comeLater(): Promise<void> {
    await sql`ALTER TABLE users ADD pronouns text`.execute(db);
    await sql`ALTER TABLE messages ADD is_pinned boolean NOT NULL DEFAULT false`.execute(db);
    await sql`ALTER TABLE participants ADD nickname text`.execute(db);
    await sql`ALTER TABLE conversations ADD topic text NOT NULL DEFAULT ''`.execute(db);
    await sql`CREATE TABLE polls (id uuid PRIMARY KEY, conversation_id uuid NOT NULL)`.execute(db);
    await sql`CREATE INDEX messages_pinned ON messages (conversation_id) WHERE is_pinned`.execute(db);
    await sql`INSERT INTO kysely_migration (name, timestamp) VALUES ('9999-polls', '2027')`.execute(db);
  }

  test("go on on a newer database, and one can go back to them", async () => {
    await empty();
    await migrate();
    const [ann, ben] = await newPeople(stack.url, 2);
    const group = await ann.startGroup([ben]);
    await ann.send(group.id, "before");
    await comeLater();

    const carl = await newPerson(stack.url);
    const invited = await ann.answer("addParticipants", {
      params: { id: group.id },
      body: {
        participantIds: [carl.id],
      },
    });
    expect(invited.status).toBe(200);
    const { body: sent } = await ben.send(group.id, "after");
    const path = `/conversations/${group.id}/messages/${sent.id}`;
    expect((await ben.raw("PATCH", path, { content: "after all" })).status).toBe(200);
    expect((await ann.raw("PUT", `${path}/reactions/${encodeURIComponent("👍")}`)).status).toBe(200);
    const socket = await carl.connect();
    const { messages } = await socket.request({ action: "sync", conversations: { [group.id]: 0 } });
    expect(messages).toMatchObject([{ content: "before" }, { content: "after all" }]);
    await socket.close();

    // A deployment that is taken back runs the older migrations again: it knows nothing of the newer one.
    expect(await migrate()).toEqual([]);
  });

  test("are not migrated around what is missing in between", async () => {
    await sql`INSERT INTO kysely_migration (name, timestamp) VALUES ('0001-another-history', '2027')`.execute(
      db,
    );
    await expect(migrate()).rejects.toThrow(/0001-another-history is missing/);
  });
});
