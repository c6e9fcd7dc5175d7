import { randomUUID } from "node:crypto";
import { type Kysely, Migrator, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { ConversationId } from "../../contract/ids.ts";
import { Session } from "../../contract/sessions.ts";
import { hashOf, randomToken } from "../../functions/platform/random-token.ts";
import type { RunningStack } from "../../localstack/stack.ts";
import { migrations } from "../../migrations/migrations.ts";
import { password } from "../support/accounts.ts";
import { startOwnStack } from "../support/own-stack.ts";
import { http, newPeople, newPerson, Person, uniqueName } from "../support/people.ts";
import { createReleasedFunctions } from "../support/released-functions.ts";
import { required } from "../support/required.ts";
import { emptySchema, ownerOf, schemaOf } from "../support/schema.ts";
import { Socket } from "../support/socket.ts";

const Applied = z.object({ applied: z.array(z.string()) });
const names = Object.keys(migrations);

/** The last migration of each release. A database never rests at a migration between two of them. */
const released = [
  "0006-send-message",
  "0007-presence-and-send-limits",
  "0009-message-changes",
  "0010-search",
  "0013-mail-tokens",
  "0022-deleted-messages",
] as const;

let stack: RunningStack;
let db: Kysely<unknown>;
/** The schema of a new database, which no earlier release has used. */
let newSchema: readonly string[];

beforeAll(async () => {
  ({ stack } = await startOwnStack());
  db = ownerOf(stack);
  newSchema = await schemaOf(db);
});
afterAll(async () => {
  await db.destroy();
});

/** Invokes the function whose name contains `name`. @returns its result */
function invoke(name: string): Promise<unknown> {
  const functions = [...stack.functions().values()];
  const fn = functions.find(({ configuration }) => configuration.name.includes(name));
  return required(fn, name).invoke({}, "again");
}

/** Invokes the migrate function, as a deployment does before it replaces the others. @returns the new migrations */
const migrate = async (): Promise<string[]> => Applied.parse(await invoke("Migrate")).applied;

const cleanUp = () => invoke("Cleanup");

const empty = () => emptySchema(stack, db);

describe("The migrations", () => {
  test("do nothing when they have run, even if three deployments start them at the same time", async () => {
    expect(await Promise.all([1, 2, 3].map(migrate))).toEqual([[], [], []]);
  });

  test("run once on an empty database if three deployments start them at the same time", async () => {
    await empty();
    const applied = await Promise.all([1, 2, 3].map(migrate));
    expect(applied.map(({ length }) => length).sort()).toEqual([0, 0, names.length]);
    const person = await newPerson(stack.url);
    expect(await person.call("getMe")).toEqual(person.session.user);
  });
});

test("The database functions that use the partitioned table of messages keep their plans", async () => {
  const { rows } = await sql<{ name: string }>`
    SELECT p.proname AS name
      FROM pg_proc p
      JOIN pg_language l ON l.oid = p.prolang
      WHERE l.lanname = 'plpgsql' AND p.prosrc ~ '\\m(FROM|JOIN|INTO|UPDATE) messages\\M'
        AND (p.proconfig @> '{plan_cache_mode=force_generic_plan}') IS NOT TRUE`.execute(db);
  expect(rows).toEqual([]);
});

describe("A new release", () => {
  test.each(released)(
    "takes over a database after migration %s, keeps its messages and leaves the schema of a new one",
    async (version) => {
      const { id: personId } = await newPerson(stack.url);
      const { rows } = await sql<{ hash: string }>`
        SELECT password_hash AS hash FROM users WHERE id = ${personId}`.execute(db);
      const { hash } = required(rows[0], "account");
      await empty();
      const provider = { getMigrations: async () => ({ ...migrations }) };
      const { error } = await new Migrator({ db, provider }).migrateTo(version);
      expect(error).toBeUndefined();
      await createReleasedFunctions(db, version);
      const [userId, conversationId] = [randomUUID(), randomUUID()];
      const username = uniqueName();
      await sql`INSERT INTO users (id, username, email, password_hash)
        VALUES (${userId}, ${username}, ${`${username}@example.com`}, ${hash})`.execute(db);
      await sql`INSERT INTO conversations (id, name, is_group_chat, created_by, last_seq)
        VALUES (${conversationId}, 'Old', true, ${userId}, 2)`.execute(db);
      await sql`INSERT INTO participants (conversation_id, user_id, role)
        VALUES (${conversationId}, ${userId}, 'owner')`.execute(db);
      await sql`INSERT INTO messages (conversation_id, seq, id, sender_id, content, created_at)
        VALUES (${conversationId}, 1, ${randomUUID()}, ${userId}, 'an old rhubarb', now()),
          (${conversationId}, 2, ${randomUUID()}, ${userId}, 'another', now())`.execute(db);

      expect(await migrate()).toEqual(names.slice(names.indexOf(version) + 1));
      expect(await schemaOf(db)).toEqual(newSchema);
      const login = await http(stack.url, "POST", "/api/auth/login", { body: { login: username, password } });
      const person = new Person(stack.url, Session.parse(login.body));
      // The oldest account of a release without workspaces owns the workspace.
      expect(person.session.user.workspaceRole).toBe(version < "0014" ? "owner" : "member");
      const id = ConversationId.parse(conversationId);
      expect((await person.send(id, "a new one")).body).toMatchObject({ seq: 3 });
      const { items } = await person.history(id, { after: 0 });
      expect(items.map(({ content }) => content)).toEqual(["an old rhubarb", "another", "a new one"]);
      const found = await person.answer("search", { query: { query: "rhubarb" } });
      expect(found.body.items).toHaveLength(1);
    },
  );

  test("changes nothing if one of its migrations fails, and the old functions keep working", async () => {
    await empty();
    await migrate();
    const [ann, ben] = await newPeople(stack.url, 2);
    const { id } = await ann.startDirect(ben);
    // The newest migration runs again, and its last statement fails.
    await sql`DELETE FROM kysely_migration WHERE name = ${names.at(-1)}`.execute(db);
    await sql`ALTER TABLE kysely_migration ADD CONSTRAINT no_more CHECK (false) NOT VALID`.execute(db);
    await expect(migrate()).rejects.toThrow(/no_more|already exists/);
    expect((await ann.send(id, "on we go")).status).toBe(201);
    await sql`ALTER TABLE kysely_migration DROP CONSTRAINT no_more`.execute(db);
    await sql`INSERT INTO kysely_migration (name, timestamp) VALUES (${names.at(-1)}, '2026')`.execute(db);
  });
});

describe("The functions of a release without sessions", () => {
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
    // A refresh of the old release raced the end of the session.
    const late = randomToken();
    await insertToken(late, familyId, id);
    expect((await refresh(late)).status).toBe(401);
  });

  test("find only revoked tokens of sessions that this release has ended", async () => {
    const { id } = await newPerson(stack.url);
    await sql`SELECT end_sessions_v1(${id}, NULL, NULL)`.execute(db);
    const { rows } = await sql`
      SELECT 1 FROM refresh_tokens WHERE user_id = ${id} AND revoked_at IS NULL`.execute(db);
    expect(rows).toEqual([]);
  });

  test("leave token families, which the migration turns into sessions or, if revoked, into ended sessions", async () => {
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

describe("The functions of an older release", () => {
  /** Applies the migration of a future release, which adds columns to tables that the functions write. */
  async function applyLaterRelease(): Promise<void> {
    await sql`ALTER TABLE users ADD pronouns text`.execute(db);
    await sql`ALTER TABLE messages ADD is_poll boolean NOT NULL DEFAULT false`.execute(db);
    await sql`ALTER TABLE participants ADD nickname text`.execute(db);
    await sql`ALTER TABLE conversations ADD motto text NOT NULL DEFAULT ''`.execute(db);
    await sql`CREATE TABLE later_polls (id uuid PRIMARY KEY, conversation_id uuid NOT NULL)`.execute(db);
    await sql`CREATE INDEX messages_with_polls ON messages (conversation_id) WHERE is_poll`.execute(db);
    await sql`INSERT INTO kysely_migration (name, timestamp) VALUES ('9999-polls', '2027')`.execute(db);
  }

  test("keep working on a newer database, and a rollback to them succeeds", async () => {
    await empty();
    await migrate();
    const [ann, ben] = await newPeople(stack.url, 2);
    const group = await ann.startGroup([ben]);
    await ann.send(group.id, "before");
    await applyLaterRelease();

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

    // A rollback runs the older release's migrations again, which do not include the newer one.
    expect(await migrate()).toEqual([]);
  });

  test("write and change messages without their words, which the next run of the migrations adds", async () => {
    await empty();
    await migrate();
    const [ann, ben] = await newPeople(stack.url, 2);
    const { id } = await ann.startDirect(ben);
    const { body: changed } = await ann.send(id, "a marmot");
    // Writes like the functions of that release.
    await sql`UPDATE messages SET content = 'a badger', edited_at = now() WHERE id = ${changed.id}`.execute(
      db,
    );
    await sql`INSERT INTO messages (conversation_id, seq, id, sender_id, content, created_at)
      VALUES (${id}, 2, ${randomUUID()}, ${ann.id}, 'an old rhubarb', now())`.execute(db);
    await sql`UPDATE conversations SET last_seq = 2 WHERE id = ${id}`.execute(db);
    await ann.send(id, "a new one");
    const found = async (query: string) =>
      (await ben.call("search", { query: { query } })).items.map(({ message }) => message.content);
    expect(await found("marmot")).toEqual([]);
    await migrate();
    expect(await found("marmot")).toEqual([]);
    expect(await found("badger")).toEqual(["a badger"]);
    expect(await found("rhubarb")).toEqual(["an old rhubarb"]);
    expect(await found("one")).toEqual(["a new one"]);
    const { rows } = await sql`SELECT id FROM conversations WHERE searched_seq < last_seq`.execute(db);
    expect(rows).toEqual([]);
  });

  test("write words in their form during a deployment, which the runs after it replace", async () => {
    await empty();
    await migrate();
    const [ann, ben] = await newPeople(stack.url, 2);
    const { id } = await ann.startDirect(ben);
    /** Writes a message with other words, like the functions of a release that splits texts in another way. */
    const sendOld = async (content: string) => {
      await ann.send(id, content);
      await sql`UPDATE message_search SET tokens = '''other'':1'`.execute(db);
    };
    const found = async () =>
      (await ben.call("search", { query: { query: "rhubarb" } })).items.map(({ message }) => message.content);
    await sendOld("rhubarb before");
    await sql`ALTER TABLE workspace DROP COLUMN words_outdated_since`.execute(db);
    await sql`DELETE FROM kysely_migration WHERE name >= '0061-outdated-words'`.execute(db);
    expect(await migrate()).toContain("0061-outdated-words");
    await sendOld("rhubarb meanwhile");
    await cleanUp();
    expect(await found()).toEqual([]);
    expect(await migrate()).toEqual([]);
    expect(await found()).toEqual(["rhubarb meanwhile", "rhubarb before"]);
    // The second run of the migrations can fail.
    await sendOld("rhubarb afterwards");
    await cleanUp();
    expect(await found()).toEqual([]);
    await sql`UPDATE workspace SET words_outdated_since = now() - interval '2 hours'`.execute(db);
    await cleanUp();
    expect(await found()).toHaveLength(3);
  });

  test("refuse to migrate a database that has applied an unknown migration in between", async () => {
    await sql`INSERT INTO kysely_migration (name, timestamp) VALUES ('0001-another-history', '2027')`.execute(
      db,
    );
    await expect(migrate()).rejects.toThrow(/0001-another-history is missing/);
  });
});
