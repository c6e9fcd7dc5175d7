import fc from "fast-check";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { fieldError } from "../../contract/field-errors.ts";
import type { ServerFrame } from "../../contract/frames.ts";
import type { ConversationId } from "../../contract/ids.ts";
import { limits } from "../../contract/limits.ts";
import type { Message } from "../../contract/messages.ts";
import { newId, newPeople, type Person } from "../support/people.ts";
import { required } from "../support/required.ts";

const { url } = inject("stack");

let ann: Person;
let ben: Person;
let eve: Person;
beforeAll(async () => {
  [ann, ben, eve] = await newPeople(url, 3);
});

async function sent(content = "hello"): Promise<{ id: ConversationId; message: Message }> {
  const { id } = await ann.startGroup([ben]);
  return { id, message: (await ann.send(id, content)).body };
}

describe("Editing a message", () => {
  test("changes the text for every participant and marks the message as edited", async () => {
    const { id, message } = await sent("helo");
    const socket = await ben.connect();
    const edited = await ann.answer("editMessage", {
      params: { id, messageId: message.id },
      body: { content: "hello" },
    });
    expect(edited.status).toBe(200);
    expect(edited.body).toEqual({
      ...message,
      content: "hello",
      editedAt: expect.any(String),
      revision: 1,
    });
    expect((await socket.nextOf("message.updated")).message).toEqual(edited.body);
    expect((await ben.history(id)).items).toEqual([edited.body]);
    expect(await ben.call("getMessage", { params: { id, messageId: message.id } })).toEqual(edited.body);
    const list = await ben.answer("getConversation", { params: { id } });
    expect(list.body).toMatchObject({ lastRevision: 1, lastMessage: edited.body, unreadCount: 1 });
    await socket.close();
  });

  test("to the same text changes nothing", async () => {
    const { id, message } = await sent();
    const again = await ann.answer("editMessage", {
      params: { id, messageId: message.id },
      body: { content: "hello" },
    });
    expect(again.body).toEqual(message);
  });

  test("is refused for other users, deleted messages and invalid texts", async () => {
    const { id, message } = await sent();
    const edit = (person: Person, content: string, messageId = message.id) =>
      person.answer("editMessage", { params: { id, messageId }, body: { content } });
    expect((await edit(ben, "mine now")).status).toBe(403);
    expect((await edit(eve, "mine now")).status).toBe(404);
    expect((await edit(ann, "x", newId())).status).toBe(404);
    const tooLong = await edit(ann, "x".repeat(limits.message.max + 1));
    expect([tooLong.status, tooLong.problem.errors]).toEqual([
      400,
      [fieldError("content", "too-long", { limit: 8_000 })],
    ]);
    expect((await edit(ann, "")).status).toBe(400);
    expect((await ann.history(id)).items).toEqual([message]);
    await ann.call("deleteMessage", { params: { id, messageId: message.id } });
    expect((await edit(ann, "back again")).status).toBe(409);
  });
});

describe("Deleting a message", () => {
  test("leaves an empty message in its place", async () => {
    const { id, message } = await sent("a secret");
    await ann.send(id, "next");
    await ben.call("addReaction", { params: { id, messageId: message.id, emoji: "👀" } });
    const socket = await ben.connect();
    expect(await ann.status("deleteMessage", { params: { id, messageId: message.id } })).toBe(204);
    const tombstone = { ...message, content: "", deletedAt: expect.any(String), revision: 2 };
    expect((await socket.nextOf("message.deleted")).message).toEqual(tombstone);
    expect((await ben.history(id, { after: 0 })).items).toEqual([
      tombstone,
      expect.objectContaining({ seq: 2, content: "next" }),
    ]);
    // Deleting it again changes nothing.
    expect(await ann.status("deleteMessage", { params: { id, messageId: message.id } })).toBe(204);
    expect((await ann.call("getMessage", { params: { id, messageId: message.id } })).revision).toBe(2);
    await socket.close();
  });

  test("makes it no longer unread, in the list, in the conversation, and in the answer to a reader", async () => {
    const { id, message } = await sent("a secret");
    await ann.send(id, `a mention of @${ben.username}`);
    const { body: third } = await ann.send(id, "third");
    await ann.send(id, "fourth");
    const counts = async () => {
      const { items } = await ben.call("listConversations");
      const { unreadCount, mentionCount } = await ben.call("getConversation", { params: { id } });
      expect(items.find((item) => item.id === id)).toMatchObject({ unreadCount, mentionCount });
      return [unreadCount, mentionCount];
    };
    expect(await counts()).toEqual([4, 1]);
    for (const { id: messageId } of [message, third]) {
      await ann.call("deleteMessage", { params: { id, messageId } });
    }
    expect(await counts()).toEqual([2, 1]);
    const socket = await ben.connect();
    const ack = await socket.request({ action: "read", conversationId: id, seq: 1 });
    expect(ack).toMatchObject({ lastReadSeq: 1, unreadCount: 2 });
    expect(await ben.call("markRead", { params: { id }, body: { seq: 2 } })).toEqual({
      lastReadSeq: 2,
      unreadCount: 1,
    });
    await socket.close();
  });

  test("is allowed only for the author and the group's admins", async () => {
    const { id } = await ann.startGroup([ben]);
    const anns = (await ann.send(id, "by Ann")).body;
    const bens = (await ben.send(id, "by Ben")).body;
    expect(await ben.status("deleteMessage", { params: { id, messageId: anns.id } })).toBe(403);
    expect(await eve.status("deleteMessage", { params: { id, messageId: anns.id } })).toBe(404);
    expect(await ann.status("deleteMessage", { params: { id, messageId: bens.id } })).toBe(204);
    const direct = await ann.startDirect(ben);
    const private_ = (await ben.send(direct.id, "by Ben")).body;
    expect(await ann.status("deleteMessage", { params: { id: direct.id, messageId: private_.id } })).toBe(
      403,
    );
  });
});

describe("A message's reactions", () => {
  test("name the users who reacted, in order, for every participant", async () => {
    const { id, message } = await sent();
    const socket = await ann.connect();
    await ben.call("addReaction", { params: { id, messageId: message.id, emoji: "👍" } });
    await ann.call("addReaction", { params: { id, messageId: message.id, emoji: "👩🏽‍🚀" } });
    const all = await ann.answer("addReaction", { params: { id, messageId: message.id, emoji: "👍" } });
    expect(all.body.reactions).toEqual([
      { emoji: "👍", userIds: [ben.id, ann.id] },
      { emoji: "👩🏽‍🚀", userIds: [ann.id] },
    ]);
    const isThird = (frame: ServerFrame) => frame.type === "reaction.updated" && frame.revision === 3;
    expect(await socket.next(isThird)).toEqual({
      type: "reaction.updated",
      conversationId: id,
      messageId: message.id,
      seq: 1,
      revision: 3,
      reactions: all.body.reactions,
    });
    // Adding a reaction again, or removing one that does not exist, changes nothing.
    expect(
      (await ann.call("addReaction", { params: { id, messageId: message.id, emoji: "👍" } })).revision,
    ).toBe(3);
    expect(
      (await ann.call("removeReaction", { params: { id, messageId: message.id, emoji: "🦉" } })).revision,
    ).toBe(3);
    const back = await ann.answer("removeReaction", {
      params: { id, messageId: message.id, emoji: "👩🏽‍🚀" },
    });
    expect(back.body.reactions).toEqual([{ emoji: "👍", userIds: [ben.id, ann.id] }]);
    expect((await ben.history(id)).items[0]?.reactions).toEqual(back.body.reactions);
    await socket.close();
  });

  test("contain every reaction that users added at the same time", async () => {
    const { id, message } = await sent();
    const emoji = ["👍", "🎉", "🦉", "🚀", "❤️"];
    await Promise.all(
      emoji.flatMap((one) =>
        [ann, ben].map((person) =>
          person.call("addReaction", { params: { id, messageId: message.id, emoji: one } }),
        ),
      ),
    );
    const { reactions, revision } = required((await ann.history(id)).items[0], "message");
    expect(revision).toBe(10);
    expect(reactions.map(({ userIds }) => userIds.length)).toEqual([2, 2, 2, 2, 2]);
  });

  test("are limited to single emoji, a number of kinds, participants and existing messages", async () => {
    const { id, message } = await sent();
    for (const text of ["x", "👍👍", "%F0", "1"]) {
      const refused = await ann.refused("addReaction", {
        params: { id, messageId: message.id, emoji: text },
      });
      expect([refused.status, refused.body.errors]).toEqual([400, [fieldError("emoji", "invalid-emoji")]]);
    }
    expect(await eve.status("addReaction", { params: { id, messageId: message.id, emoji: "👍" } })).toBe(404);
    expect(await ann.status("addReaction", { params: { id, messageId: newId(), emoji: "👍" } })).toBe(404);
    const kinds = Array.from({ length: limits.reactions.kinds }, (_, at) =>
      String.fromCodePoint(0x1f34a + at),
    );
    for (const [at, emoji] of kinds.entries())
      await (at % 2 ? ann : ben).call("addReaction", { params: { id, messageId: message.id, emoji } });
    const { problem } = await ann.answer("addReaction", {
      params: { id, messageId: message.id, emoji: "👍" },
    });
    expect([problem.status, problem.code]).toEqual([409, "too-many-reactions"]);
    await ben.call("removeReaction", { params: { id, messageId: message.id, emoji: kinds[2] } });
    expect(await ben.status("addReaction", { params: { id, messageId: message.id, emoji: kinds[1] } })).toBe(
      200,
    );
    await ann.call("deleteMessage", { params: { id, messageId: message.id } });
    expect(await ann.status("addReaction", { params: { id, messageId: message.id, emoji: "👍" } })).toBe(409);
  });
});

describe("A sync with revisions", () => {
  test("returns every message that changed after the known revision, page by page", async () => {
    const { id } = await ann.startGroup([ben]);
    const messages: Message[] = [];
    for (let at = 0; at < 120; at++) messages.push((await ann.send(id, `message ${at}`)).body);
    const socket = await ben.connect();
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 0, max: 119 }), { minLength: 1 }),
        async (changed) => {
          const before = (await ben.call("getConversation", { params: { id } })).lastRevision;
          await Promise.all(
            changed.map((at) =>
              ann.call("editMessage", {
                params: { id, messageId: messages[at]?.id },
                body: { content: `${at} ${Math.random()}` },
              }),
            ),
          );
          const seen = new Map<number, string>();
          for (let known = before, more = true; more; ) {
            const answer = await socket.request({
              action: "sync",
              conversations: { [id]: 120 },
              revisions: { [id]: known },
            });
            for (const { seq, content } of required(answer.changes, "changes")) seen.set(seq, content);
            more = answer.more;
            known = answer.revisions?.[id] ?? known;
            if (!more) expect(known).toBe(before + changed.length);
          }
          const stored = (await ann.history(id, { after: 0, limit: 100 })).items.concat(
            (await ann.history(id, { after: 100, limit: 100 })).items,
          );
          expect([...seen.keys()].sort((a, b) => a - b)).toEqual(
            changed.map((at) => at + 1).sort((a, b) => a - b),
          );
          for (const [seq, content] of seen) expect(content).toBe(stored[seq - 1]?.content);
        },
      ),
      { numRuns: 5 },
    );
    await socket.close();
  });

  test("returns missed messages first, and changes only when there are none", async () => {
    const { id } = await ann.startGroup([ben]);
    const first = (await ann.send(id, "one")).body;
    for (const text of ["two", "three"])
      await ann.call("sendMessage", { params: { id }, body: { id: newId(), content: text } });
    await ann.call("editMessage", { params: { id, messageId: first.id }, body: { content: "edited" } });
    const socket = await ben.connect();
    const sync = (seq: number) =>
      socket.request({ action: "sync", conversations: { [id]: seq }, revisions: { [id]: 0 } });
    const behind = await sync(1);
    expect(behind.messages.map(({ content }) => content)).toEqual(["two", "three"]);
    // The next sync returns the changes.
    expect(behind).toMatchObject({ more: true });
    expect(behind).not.toHaveProperty("changes");
    expect(await sync(3)).toMatchObject({ messages: [], changes: [{ content: "edited" }], more: false });
    await socket.close();
  });

  test("returns nothing from a conversation that the user has left", async () => {
    const { id, message } = await sent();
    const socket = await ben.connect();
    await ben.call("removeParticipant", { params: { id, userId: ben.id } });
    await ann.call("editMessage", {
      params: { id, messageId: message.id },
      body: { content: "for us only" },
    });
    const answer = await socket.request({
      action: "sync",
      conversations: { [id]: 1 },
      revisions: { [id]: 0 },
    });
    expect(answer).toMatchObject({ messages: [], changes: [], revisions: {}, more: false });
    await socket.close();
  });
});

test("A reply can only refer to a message of the same conversation", async () => {
  const { id, message } = await sent();
  const reply = await ben.answer("sendMessage", {
    params: { id },
    body: {
      id: newId(),
      content: "an answer",
      replyTo: message.id,
    },
  });
  expect([reply.status, reply.body.replyTo]).toEqual([201, message.id]);
  const other = await ann.startGroup([ben]);
  const refused = await ben.refused("sendMessage", {
    params: { id: other.id },
    body: {
      id: newId(),
      content: "an answer",
      replyTo: message.id,
    },
  });
  expect([refused.status, refused.body.errors?.[0]?.path]).toEqual([400, "replyTo"]);
});

describe("Pinning a message", () => {
  test("shows it to all participants, in the list, in events and in the sync after being offline", async () => {
    const { id, message } = await sent();
    const socket = await ben.connect();
    const params = { id, messageId: message.id };
    const pinned = await ben.call("pinMessage", { params });
    expect(pinned).toEqual({ ...message, pinnedAt: expect.any(String), pinnedBy: ben.id, revision: 1 });
    expect((await socket.nextOf("message.updated")).message).toEqual(pinned);
    expect(await ann.call("listPins", { params: { id } })).toEqual({ items: [pinned], nextCursor: null });
    const conversation = await ann.call("getConversation", { params: { id } });
    expect(conversation).toMatchObject({ lastMessage: pinned, lastRevision: 1 });
    const sync = { action: "sync", conversations: { [id]: 1 }, revisions: { [id]: 0 } } as const;
    expect(await socket.request(sync)).toMatchObject({ changes: [pinned] });
    const unpinned = await ann.call("unpinMessage", { params });
    expect(unpinned).toEqual({ ...message, revision: 2 });
    expect(await ann.call("listPins", { params: { id } })).toEqual({ items: [], nextCursor: null });
    expect(await eve.status("listPins", { params: { id } })).toBe(404);
    expect(await eve.status("pinMessage", { params })).toBe(404);
    await socket.close();
  });

  test("reports itself once in a channel's timeline", async () => {
    const { id } = await ann.call("createConversation", {
      body: { participantIds: [ben.id], name: `pins ${newId()}`, kind: "channel" },
    });
    const { body: message } = await ann.send(id, "hello");
    const params = { id, messageId: message.id };
    for (let count = 0; count < 2; count++) await ben.call("pinMessage", { params });
    const { items } = await ann.history(id);
    const reports = items.flatMap(({ system, content }) => (system?.event === "pinned" ? [content] : []));
    expect(reports).toEqual([`${ben.username} pinned a message.`]);
  });
});

test("An edited message shows its earlier versions to participants, and deleting it removes them", async () => {
  const { id } = await ann.startGroup([ben]);
  const { body: message } = await ann.send(id, "at one");
  const params = { id, messageId: message.id };
  await ann.call("editMessage", { params, body: { content: "at two" } });
  expect(await ben.call("listVersions", { params })).toEqual({
    items: [{ number: 1, content: "at one", createdAt: message.createdAt }],
    nextCursor: null,
  });
  const [stranger] = await newPeople(url, 1);
  expect(await stranger.status("listVersions", { params })).toBe(404);
  await ann.call("deleteMessage", { params });
  expect((await ben.call("listVersions", { params })).items).toEqual([]);
});
