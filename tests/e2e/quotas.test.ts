import type pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { limits } from "../../contract/limits.ts";
import { adminPool } from "../support/admin-pool.ts";
import { eventually } from "../support/eventually.ts";
import { type Answer, newId, newPeople, type Person } from "../support/people.ts";
import { required } from "../support/required.ts";

const { url, databaseUrl } = inject("stack");
let admin: pg.Pool;
beforeAll(() => {
  admin = adminPool(databaseUrl);
});
afterAll(() => admin.end());

/** The number of sessions that wait for a session of the database, or for one that waits for it. */
const waitingFor = `
  WITH RECURSIVE waiting (pid) AS (
    SELECT $1::int
    UNION
    SELECT a.pid FROM pg_stat_activity a JOIN waiting w ON w.pid = ANY (pg_blocking_pids(a.pid))
  )
  SELECT count(*)::int - 1 AS count FROM waiting`;

/**
 * Holds a bucket until all calls wait for it, and leaves one token in it. The time of its last refill is in the future,
 * so that it regains nothing until the first call has taken the token.
 */
async function withOneLeft<T>(person: Person, kind: string, calls: readonly (() => Promise<T>)[]) {
  const bucket = [person.id, kind];
  await admin.query(
    `INSERT INTO allowances (user_id, kind, tokens_left, refilled_at) VALUES ($1, $2, 1, now())
     ON CONFLICT DO NOTHING`,
    bucket,
  );
  const holder = await admin.connect();
  let answers: Promise<T>[] = [];
  try {
    await holder.query("BEGIN");
    const { rows } = await holder.query<{ pid: number }>(
      `UPDATE allowances SET tokens_left = 1, refilled_at = now() + interval '1 hour'
       WHERE user_id = $1 AND kind = $2 RETURNING pg_backend_pid() AS pid`,
      bucket,
    );
    answers = calls.map((call) => call());
    await eventually(async () => {
      const { rows: waiting } = await admin.query(waitingFor, [rows[0]?.pid]);
      expect(waiting).toEqual([{ count: calls.length }]);
    });
    await holder.query("COMMIT");
    return await Promise.all(answers);
  } finally {
    holder.release(true);
    await Promise.allSettled(answers);
  }
}

/** The maximum number of rounds in which a bucket regains a token between two calls. */
const mostRounds = 10;

/** Whether a bucket has regained more than a token since the first of two calls emptied it. */
async function hasRegained(person: Person, kind: string): Promise<boolean> {
  const { rows } = await admin.query<{ left: number }>(
    "SELECT tokens_left AS left FROM allowances WHERE user_id = $1 AND kind = $2",
    [person.id, kind],
  );
  return required(rows[0], "bucket").left > 0;
}

/**
 * Makes two calls that take the last token of a bucket. On a slow machine, the bucket can regain a token between them.
 * Both then succeed and leave a part of a token, and two others are made. A limit of rounds ends this for calls that take
 * no allowance.
 */
async function twoForTheLast(person: Person, kind: string, call: () => Promise<Answer>): Promise<Answer[]> {
  for (let round = 1; ; round++) {
    const answers = await withOneLeft(person, kind, [call, call]);
    const isRefused = answers.some(({ status }) => status === 429);
    if (isRefused || round === mostRounds || !(await hasRegained(person, kind))) return answers;
  }
}

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

const file = { fileName: "a.txt", contentType: "text/plain", sizeBytes: 1 };

describe("A user's quota", () => {
  const actions: [string, string, (person: Person, group: string) => Promise<Answer>][] = [
    [
      "upload forms of attachments",
      "uploads",
      (person, group) => person.raw("POST", `/conversations/${group}/attachments`, file),
    ],
    [
      "upload forms of pictures",
      "uploads",
      (person) => person.raw("POST", "/pictures", { contentType: "image/png", sizeBytes: 1 }),
    ],
    [
      "new groups",
      "conversations",
      (person) => person.raw("POST", "/conversations", { participantIds: [], name: "One more" }),
    ],
    [
      "renamed groups",
      "changes",
      (person, group) => person.raw("PATCH", `/conversations/${group}`, { name: "Renamed" }),
    ],
    [
      "scheduled messages",
      "later",
      (person, group) =>
        person.raw("POST", `/conversations/${group}/scheduled-messages`, {
          id: newId(),
          content: "later",
          sendAt: inAnHour(),
        }),
    ],
    [
      "added people",
      "participants",
      (person, group) =>
        person.raw("POST", `/conversations/${group}/participants`, { participantIds: [person.id] }),
    ],
    [
      "saved drafts",
      "drafts",
      (person, group) => person.raw("PUT", `/conversations/${group}/draft`, { content: newId(), basedOn: 0 }),
    ],
    [
      "changed settings",
      "settings",
      (person, group) => person.raw("PATCH", `/conversations/${group}/settings`, { isPinned: true }),
    ],
    ["requested e-mails", "mails", (person) => person.raw("POST", "/users/me/email-verification")],
    ["changed names", "changes", (person) => person.raw("PATCH", "/users/me", { fullName: "Another Name" })],
  ];

  test.each(actions)(
    "of %s holds when two requests take the last one simultaneously",
    async (_, kind, act) => {
      const [ann, ben] = await newPeople(url, 2);
      const { id } = await ann.startGroup([ben]);
      const answers = await twoForTheLast(ann, kind, () => act(ann, id));
      const refused = answers.filter(({ status }) => status === 429);
      expect(refused).toHaveLength(1);
      expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
      // Another person's quota is not affected.
      expect((await act(ben, id)).status).toBeLessThan(300);
    },
  );
});

test("Repeated removals and readings cause no further events", async () => {
  const [ann, ben] = await newPeople(url, 2);
  const { id } = await ann.startGroup([ben]);
  const { body: root } = await ann.send(id, "root");
  const reply = await ben.call("sendMessage", {
    params: { id },
    body: { id: newId(), content: "reply", threadId: root.id },
  });
  const phone = await ann.connect();
  const [message, thread] = [
    { id, messageId: root.id },
    { id, rootId: root.id },
  ];
  const read = () => ann.call("markThreadRead", { params: thread, body: { seq: reply.seq } });
  await read();
  await phone.nextOf("thread.updated");
  await read();
  await ann.call("unfollowThread", { params: thread });
  expect(await phone.nextOf("thread.updated")).toMatchObject({ isFollowing: false });
  await ann.call("unfollowThread", { params: thread });
  await ann.call("unsaveMessage", { params: message });
  await ann.call("removeReminder", { params: message });
  await ann.call("removeTextReminder", { params: { reminderId: newId() } });
  await ann.call("updateSettings", { params: { id }, body: { isPinned: true } });
  const types = ["thread.updated", "saved.updated", "reminder.removed", "text-reminder.removed"];
  const next = await phone.next(({ type }) => type === "settings.updated" || types.includes(type));
  expect(next.type).toBe("settings.updated");
  await phone.close();
});

test("A user's open sockets stay within the limit when several open simultaneously, and a closed one makes room", async () => {
  const [ann, ben] = await newPeople(url, 2);
  await admin.query(
    `INSERT INTO connections (connection_id, user_id, session_id, expires_at)
     SELECT 'quota-' || id || at, user_id, id, now() + interval '1 hour'
     FROM sessions, generate_series(1, $2) at WHERE user_id = $1`,
    [ann.id, limits.connections - 2],
  );
  const opening = await Promise.allSettled(Array.from({ length: 4 }, () => ann.connect()));
  const opened = opening.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
  const refused = opening.flatMap((each) => (each.status === "rejected" ? String(each.reason) : []));
  expect(opened).toHaveLength(2);
  expect(refused).toEqual(Array(2).fill("Error: Unexpected server response: 429"));
  await ben.connect();
  await required(opened[0], "socket").close();
  const count = async () => {
    const text = "SELECT FROM connections WHERE user_id = $1";
    return (await admin.query(text, [ann.id])).rowCount;
  };
  await expect.poll(count).toBe(limits.connections - 1);
  await ann.connect();
  await expect(ann.connect()).rejects.toThrow("429");
});

test("A user's reactions to one message stay within the limit when several arrive simultaneously, and leave room for others", async () => {
  const [ann, ben] = await newPeople(url, 2);
  const { id } = await ann.startGroup([ben]);
  const messageId = (await ann.send(id, "popular")).body.id;
  const { own } = limits.reactions;
  const emoji = (at: number) => String.fromCodePoint(0x1f34a + at);
  const react = (person: Person, at: number) =>
    person.answer("addReaction", { params: { id, messageId, emoji: emoji(at) } });
  const answers = await Promise.all(Array.from({ length: own + 2 }, (_, at) => react(ann, at)));
  const refused = answers.filter(({ status }) => status === 409);
  expect(refused.map(({ problem }) => problem.code)).toEqual(Array(2).fill("too-many-own-reactions"));
  expect((await react(ben, own + 2)).status).toBe(200);
  // Each reaction counts, even one with an emoji that the message already has.
  expect((await react(ann, own + 2)).status).toBe(409);
  const [first] = (await ann.history(id)).items[0]?.reactions ?? [];
  await ann.call("removeReaction", { params: { id, messageId, emoji: first?.emoji } });
  expect((await react(ann, own + 2)).status).toBe(200);
});

test("A user's scheduled messages and reminders stay within their limits when several arrive simultaneously", async () => {
  const [ann, ben] = await newPeople(url, 2);
  const { id } = await ann.startGroup([ben]);
  await admin.query(
    `INSERT INTO scheduled_messages (id, user_id, conversation_id, content, send_at)
     SELECT gen_random_uuid(), $1, $2, 'later', now() + interval '9 days' FROM generate_series(2, $3::int)`,
    [ann.id, id, limits.scheduled.count],
  );
  await ann.sendAll(
    id,
    Array.from({ length: limits.reminders + 1 }, (_, at) => `message ${at}`),
  );
  await admin.query(
    `INSERT INTO reminders (user_id, conversation_id, message_id, remind_at)
     SELECT $1, $2, m.id, now() + interval '9 days' FROM messages m WHERE m.conversation_id = $2 AND m.seq < $3`,
    [ann.id, id, limits.reminders],
  );
  const schedule = () =>
    ann.answer("scheduleMessage", {
      params: { id },
      body: { id: newId(), content: "later", sendAt: inAnHour() },
    });
  const scheduled = await Promise.all([schedule(), schedule()]);
  expect(scheduled.map(({ status }) => status).sort()).toEqual([201, 409]);
  const { items } = await ann.history(id, { limit: 2 });
  const reminders = await Promise.all(
    items.map((message) =>
      ann.answer("setReminder", { params: { id, messageId: message.id }, body: { remindAt: inAnHour() } }),
    ),
  );
  expect(reminders.map(({ status }) => status).sort()).toEqual([200, 409]);
  await admin.query(
    `INSERT INTO text_reminders (user_id, id, content, remind_at)
     SELECT $1, gen_random_uuid(), 'call Bob', now() + interval '9 days' FROM generate_series(2, $2::int)`,
    [ann.id, limits.reminders],
  );
  const remind = () =>
    ann.answer("setTextReminder", {
      params: { reminderId: newId() },
      body: { text: "call Bob", remindAt: inAnHour() },
    });
  const textReminders = await Promise.all([remind(), remind()]);
  expect(textReminders.map(({ status }) => status).sort()).toEqual([200, 409]);
});
