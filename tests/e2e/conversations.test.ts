import { beforeAll, describe, expect, inject, test } from "vitest";
import type { ConversationPage } from "../../contract/conversations.ts";
import { type RouteName, routes } from "../../contract/routes.ts";
import { newId, newPeople, newPerson, type Person, routeNames } from "../support/people.ts";

const { url } = inject("stack");

let ann: Person;
let ben: Person;
let cat: Person;
let outsider: Person;
beforeAll(async () => {
  [ann, ben, cat, outsider] = await newPeople(url, 4);
});

describe("A direct conversation", () => {
  test("is the same one for both users, whichever of them starts it", async () => {
    const first = await ann.answer("createConversation", { body: { participantIds: [ben.id] } });
    const again = await ben.answer("createConversation", { body: { participantIds: [ann.id] } });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body.id).toBe(first.body.id);
    expect(first.body).toMatchObject({ isGroupChat: false, name: null, participantCount: 2, unreadCount: 0 });
  });

  test("exists once even if both users start it at the same time", async () => {
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

  test("has exactly one other participant and no name", async () => {
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

  test("cannot be renamed, left, or extended by a third participant", async () => {
    const { id } = await ann.startDirect(ben);
    const add = await ann.answer("addParticipants", { params: { id }, body: { participantIds: [cat.id] } });
    const leave = await ann.answer("removeParticipant", { params: { id, userId: ann.id } });
    const rename = await ann.answer("updateConversation", { params: { id }, body: { name: "Us" } });
    expect([add.status, leave.status, rename.status]).toEqual([403, 403, 403]);
  });
});

describe("A group", () => {
  test("has an owner, a name, and each named participant once", async () => {
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

  test("cannot be created with unknown users, and the answer names them", async () => {
    const answer = await ann.refused("createConversation", {
      body: {
        participantIds: [ben.id, newId(), newId()],
      },
    });
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.map(({ path }) => path)).toEqual(["participantIds.1", "participantIds.2"]);
  });

  test("can be renamed by every participant", async () => {
    const { id } = await ann.startGroup([ben]);
    const { body } = await ben.answer("updateConversation", { params: { id }, body: { name: "Renamed" } });
    expect(body.name).toBe("Renamed");
    expect(await ben.status("updateConversation", { params: { id }, body: { name: "" } })).toBe(400);
    expect(await ben.status("updateConversation", { params: { id }, body: { name: "x".repeat(101) } })).toBe(
      400,
    );
  });

  test("shows earlier messages to new participants, already read", async () => {
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

  test("lets every participant leave, and only its owner remove others", async () => {
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

describe("A user who does not take part in a conversation", () => {
  /** A valid body for each route below a conversation that has one. */
  const bodies: Partial<Record<RouteName, () => object>> = {
    updateConversation: () => ({ name: "mine" }),
    addParticipants: () => ({ participantIds: [outsider.id] }),
    updateParticipant: () => ({ role: "admin" }),
    updateSettings: () => ({ isPinned: true }),
    sendMessage: () => ({ id: newId(), content: "hello" }),
    editMessage: () => ({ content: "changed" }),
    addAttachment: () => ({ fileName: "a.png", contentType: "image/png", sizeBytes: 1 }),
    markRead: () => ({ seq: 1 }),
    forwardMessage: () => ({ id: newId(), conversationId: newId(), messageId: newId() }),
    scheduleMessage: () => ({ id: newId(), content: "hello", sendAt: tomorrow() }),
    saveDraft: () => ({ content: "hello", basedOn: 0 }),
    setReminder: () => ({ remindAt: tomorrow() }),
    vote: () => ({ choices: [0] }),
  };
  const tomorrow = () => new Date(Date.now() + 24 * 60 * 60_000).toISOString();
  /** Removing what the caller does not have succeeds. The conversation makes no difference. */
  const removals: readonly RouteName[] = ["unsaveMessage", "removeReminder"];
  const names = routeNames.filter((name) => routes[name].path.startsWith("/conversations/{id}"));

  test.each(removals)("gets the same 204 from %s as for an unknown conversation", async (name) => {
    const { id } = await ann.startGroup([ben]);
    const { id: messageId } = (await ann.send(id, "secret")).body;
    for (const conversationId of [id, newId()]) {
      expect(await outsider.status(name, { params: { id: conversationId, messageId } })).toBe(204);
    }
  });

  test.each(names.filter((name) => !removals.includes(name)))(
    "gets the same 404 from %s as for an unknown conversation",
    async (name) => {
      const { id } = await ann.startGroup([ben]);
      const { id: messageId } = (await ann.send(id, "secret")).body;
      const refusal = async (conversationId: string) => {
        const { body } = await outsider.refused(name, {
          params: {
            id: conversationId,
            messageId,
            userId: ann.id,
            emoji: "👍",
            attachmentId: newId(),
            option: "0",
          },
          ...(name === "removePreview" && { query: { url: "https://example.com/" } }),
          body: bodies[name]?.(),
        });
        return body;
      };
      const problem = await refusal(id);
      expect(problem.status).toBe(404);
      expect(await refusal(newId())).toEqual(problem);
    },
  );
});

describe("A user's conversations", () => {
  test("are listed by their latest activity, with the last message and the unread count", async () => {
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

  test("are listed in pages, each conversation once", async () => {
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

  test("can be listed even if the last message of each has the maximum length", async () => {
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

  test("have a read position that never moves back and never passes the last message", async () => {
    const { id } = await ann.startGroup([ben]);
    for (const text of ["a", "b", "c"]) await ann.send(id, text);
    const read = async (seq: number) => await ben.call("markRead", { params: { id }, body: { seq } });
    expect(await read(2)).toEqual({ lastReadSeq: 2, unreadCount: 1 });
    expect(await read(1)).toEqual({ lastReadSeq: 2, unreadCount: 1 });
    expect(await read(999)).toEqual({ lastReadSeq: 3, unreadCount: 0 });
  });
});
