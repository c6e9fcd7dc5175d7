import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { newPeople, type Person } from "../support/people.ts";

const { url, databaseUrl } = inject("stack");
let admin: pg.Pool;
beforeAll(() => {
  admin = new pg.Pool({ connectionString: databaseUrl });
});
afterAll(() => admin.end());

/** Leaves one token in a bucket, as if the person had used up the burst a moment ago. */
const leaveOne = (person: Person, kind: string) =>
  admin.query(
    `INSERT INTO allowances (user_id, kind, tokens_left, refilled_at) VALUES ($1, $2, 1, now())
     ON CONFLICT (user_id, kind) DO UPDATE SET tokens_left = 1, refilled_at = now()`,
    [person.id, kind],
  );

const file = { fileName: "a.txt", contentType: "text/plain", sizeBytes: 1 };

describe("A user's quota", () => {
  const actions: [
    string,
    string,
    (person: Person, group: string) => Promise<{ status: number; headers: Headers }>,
  ][] = [
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
    ["changed names", "changes", (person) => person.raw("PATCH", "/users/me", { fullName: "Another Name" })],
  ];

  test.each(actions)(
    "of %s holds when two requests take the last one simultaneously",
    async (_, kind, act) => {
      const [ann, ben] = await newPeople(url, 2);
      const { id } = await ann.startGroup([ben]);
      await leaveOne(ann, kind);
      const answers = await Promise.all([act(ann, id), act(ann, id)]);
      const refused = answers.filter(({ status }) => status === 429);
      expect(refused).toHaveLength(1);
      expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
      // Another person's quota is not affected.
      expect((await act(ben, id)).status).toBeLessThan(300);
    },
  );
});
