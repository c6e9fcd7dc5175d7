import { beforeAll, describe, expect, inject, test } from "vitest";
import type { ConversationPage } from "../../contract/conversations.ts";
import { Problem } from "../../contract/problem.ts";
import { newId, newPeople, newPerson, type Person } from "../support/people.ts";

const { url } = inject("stack");

let ann: Person;
let ben: Person;
let cat: Person;
let outsider: Person;
beforeAll(async () => {
  [ann, ben, cat, outsider] = await newPeople(url, 4);
});

describe("a direct conversation", () => {
  test("is the same one for both, whoever starts it", async () => {
    const first = await ann.answer("createConversation", { body: { participantIds: [ben.id] } });
    const again = await ben.answer("createConversation", { body: { participantIds: [ann.id] } });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body.id).toBe(first.body.id);
    expect(first.body).toMatchObject({ isGroupChat: false, name: null, participantCount: 2, unreadCount: 0 });
  });

  test("is one also when both start it at once", async () => {
    const [one, other] = await newPeople(url, 2);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        at % 2
          ? one.answer("createConversation", { body: { participantIds: [other.id] } })
          : other.answer("createConversation", { body: { participantIds: [one.id] } }),
      ),
    );
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers[0]?.body.participantCount).toBe(2);
  });

  test("needs one other person, and has no name", async () => {
    for (const body of [
      { participantIds: [] },
      { participantIds: [ann.id] },
      { participantIds: [ben.id, cat.id], isGroupChat: false },
    ]) {
      const answer = await ann.refused("createConversation", { body });
      expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([400, "participantIds"]);
    }
    const named = { participantIds: [ben.id], name: "Us", isGroupChat: false };
    const answer = await ann.refused("createConversation", { body: named });
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([400, "name"]);
  });

  test("stays between two", async () => {
    const { id } = await ann.startDirect(ben);
    const add = await ann.answer("addParticipants", { params: { id }, body: { participantIds: [cat.id] } });
    const leave = await ann.answer("removeParticipant", { params: { id, userId: ann.id } });
    const rename = await ann.answer("updateConversation", { params: { id }, body: { name: "Us" } });
    expect([add.status, leave.status, rename.status]).toEqual([403, 403, 403]);
  });
});

describe("a group", () => {
  test("has an owner, a name, and whoever was named once", async () => {
    const { body } = await ann.answer("createConversation", {
      body: {
        participantIds: [ben.id, ben.id, cat.id, ann.id],
        name: "Team",
      },
    });
    expect(body).toMatchObject({ isGroupChat: true, name: "Team", participantCount: 3 });
    const roles = Object.fromEntries(body.participants.map(({ user, role }) => [user.id, role]));
    expect(roles).toEqual({ [ann.id]: "owner", [ben.id]: "member", [cat.id]: "member" });
  });

  test("of people who do not exist is 400, and names them", async () => {
    const answer = await ann.refused("createConversation", {
      body: {
        participantIds: [ben.id, newId(), newId()],
      },
    });
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.map(({ path }) => path)).toEqual(["participantIds.1", "participantIds.2"]);
  });

  test("can be renamed by whoever takes part", async () => {
    const { id } = await ann.startGroup([ben]);
    const { body } = await ben.answer("updateConversation", { params: { id }, body: { name: "Renamed" } });
    expect(body.name).toBe("Renamed");
    expect(await ben.status("updateConversation", { params: { id }, body: { name: "" } })).toBe(400);
    expect(await ben.status("updateConversation", { params: { id }, body: { name: "x".repeat(101) } })).toBe(
      400,
    );
  });

  test("takes in more people, who see what was said before, as read", async () => {
    const { id } = await ann.startGroup([ben]);
    await ann.send(id, "before");
    const added = await ben.answer("addParticipants", {
      params: { id },
      body: {
        participantIds: [cat.id, ann.id],
      },
    });
    expect([added.status, added.body.participantCount]).toEqual([200, 3]);
    const { body } = await cat.answer("getConversation", { params: { id } });
    expect(body.unreadCount).toBe(0);
    expect((await cat.history(id)).items.map(({ content }) => content)).toEqual(["before"]);
  });

  test("is left by oneself; others are removed by its owner only", async () => {
    const { id } = await ann.startGroup([ben, cat]);
    expect(await ben.status("removeParticipant", { params: { id, userId: cat.id } })).toBe(403);
    expect(await ann.status("removeParticipant", { params: { id, userId: cat.id } })).toBe(204);
    expect(await ann.status("removeParticipant", { params: { id, userId: cat.id } })).toBe(404);
    expect(await cat.status("getConversation", { params: { id } })).toBe(404);
    expect((await cat.send(id, "still here?")).status).toBe(404);
    expect(await ben.status("removeParticipant", { params: { id, userId: ben.id } })).toBe(204);
    expect(await ben.status("getConversation", { params: { id } })).toBe(404);
  });

  test("lists its participants in pages", async () => {
    const { id } = await ann.startGroup([ben, cat]);
    const first = await ann.answer("listParticipants", { params: { id }, query: { limit: "2" } });
    expect(first.body.items).toHaveLength(2);
    const second = await ann.answer("listParticipants", {
      params: { id },
      query: { limit: "2", cursor: first.body.nextCursor },
    });
    expect(second.body.nextCursor).toBeNull();
    const ids = [...first.body.items, ...second.body.items].map(({ user }) => user.id);
    expect(ids.sort()).toEqual([ann.id, ben.id, cat.id].sort());
  });
});

test("who does not take part gets 404 for everything, as for a conversation that does not exist", async () => {
  const { id } = await ann.startGroup([ben]);
  await ann.send(id, "secret");
  for (const conversation of [id, newId()]) {
    for (const [method, path, body] of [
      ["GET", "", undefined],
      ["PATCH", "", { name: "mine" }],
      ["GET", "/participants", undefined],
      ["POST", "/participants", { participantIds: [outsider.id] }],
      ["DELETE", `/participants/${ann.id}`, undefined],
      ["GET", "/messages", undefined],
      ["POST", "/messages", { id: newId(), content: "hello" }],
      ["PUT", "/read", { seq: 1 }],
    ] as const) {
      const answer = await outsider.raw(method, `/conversations/${conversation}${path}`, body);
      expect([method, path, answer.status]).toEqual([method, path, 404]);
      expect(Problem.parse(answer.body).detail).toBe(
        "This conversation does not exist, or you do not take part in it.",
      );
    }
  }
});

describe("my conversations", () => {
  test("come newest activity first, with the last message and what I have not read", async () => {
    const me = await newPerson(url);
    const quiet = await me.startGroup([ann], "quiet");
    const busy = await me.startGroup([ann], "busy");
    await ann.send(busy.id, "one");
    await ann.send(busy.id, "two");
    await ann.send(quiet.id, "newest");
    const { items } = await me.call("listConversations");
    expect(
      items.map(({ name, unreadCount, lastMessage }) => [name, unreadCount, lastMessage?.content]),
    ).toEqual([
      ["quiet", 1, "newest"],
      ["busy", 2, "two"],
    ]);
  });

  test("come in pages without holes or repeats", async () => {
    const me = await newPerson(url);
    const made = await Promise.all(Array.from({ length: 7 }, (_, at) => me.startGroup([], `g${at}`)));
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const query = { limit: 3, cursor: cursor || undefined };
      const page: ConversationPage = await me.call("listConversations", { query });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toHaveLength(7);
    expect(new Set(seen)).toEqual(new Set(made.map(({ id }) => id)));
  });

  test("fit into an answer also when each ends in the longest message there is", async () => {
    const me = await newPerson(url);
    const long = "🦉".repeat(8_000);
    for (let at = 0; at < 8; at++) await me.send((await me.startGroup([], `g${at}`)).id, long);
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: ConversationPage = await me.call("listConversations", {
        query: { cursor: cursor || undefined },
      });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(new Set(seen).size).toBe(8);
  });

  test("are read up to where I say, never back, never beyond the end", async () => {
    const { id } = await ann.startGroup([ben]);
    for (const text of ["a", "b", "c"]) await ann.send(id, text);
    const read = async (seq: number) => await ben.call("markRead", { params: { id }, body: { seq } });
    expect(await read(2)).toEqual({ lastReadSeq: 2, unreadCount: 1 });
    expect(await read(1)).toEqual({ lastReadSeq: 2, unreadCount: 1 });
    expect(await read(999)).toEqual({ lastReadSeq: 3, unreadCount: 0 });
  });
});
