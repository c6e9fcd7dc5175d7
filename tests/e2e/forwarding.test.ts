import { beforeAll, describe, expect, inject, test } from "vitest";
import { newId, newPeople, type Person } from "../support/people.ts";

const { url } = inject("stack");

let ann: Person;
let ben: Person;
let cyd: Person;
beforeAll(async () => {
  [ann, ben, cyd] = await newPeople(url, 3);
});

describe("Forwarding a message", () => {
  test("sends a copy with its author to every participant, once for each id, and counts no mention", async () => {
    const [source, target] = [await ann.startGroup([ben]), await ben.startGroup([cyd])];
    const { body: original } = await ann.send(source.id, `the plan, @${cyd.username}`);
    const socket = await cyd.connect();
    const params = { id: target.id };
    const body = { id: newId(), conversationId: source.id, messageId: original.id };
    const first = await ben.answer("forwardMessage", { params, body });
    expect([first.status, first.body]).toMatchObject([
      201,
      {
        senderId: ben.id,
        content: original.content,
        forwarded: {
          senderId: ann.id,
          conversationId: source.id,
          messageId: original.id,
          createdAt: original.createdAt,
        },
      },
    ]);
    const second = await ben.answer("forwardMessage", { params, body });
    expect([second.status, second.body]).toEqual([200, first.body]);
    expect((await socket.nextOf("message.created")).message).toEqual(first.body);
    const listed = await cyd.call("getConversation", { params });
    expect(listed).toMatchObject({ lastMessage: first.body, unreadCount: 1, mentionCount: 0 });
    expect((await cyd.history(target.id)).items).toEqual([first.body]);
    const synced = await socket.request({ action: "sync", conversations: { [target.id]: 0 } });
    expect(synced).toMatchObject({ messages: [first.body] });
    await socket.close();
  });

  test("accepts no text or author from the sender, and no edit afterwards", async () => {
    const [source, target] = [await ann.startGroup([ben]), await ben.startGroup([cyd])];
    const { body: original } = await ann.send(source.id, "the plan");
    const forged = { content: "I resign", senderId: cyd.id, forwarded: { senderId: cyd.id } };
    const copy = await ben.call("forwardMessage", {
      params: { id: target.id },
      body: { id: newId(), conversationId: source.id, messageId: original.id, ...forged },
    });
    expect(copy).toMatchObject({ content: "the plan", forwarded: { senderId: ann.id } });
    const edit = await ben.refused("editMessage", {
      params: { id: target.id, messageId: copy.id },
      body: { content: "I resign" },
    });
    expect(edit).toMatchObject({ status: 409, body: { code: "forwarded-message-fixed" } });
    const sent = await ben.call("sendMessage", {
      params: { id: target.id },
      body: { id: newId(), ...forged },
    });
    expect(sent).not.toHaveProperty("forwarded");
    // Cyd does not take part in the source.
    const stolen = await cyd.refused("forwardMessage", {
      params: { id: target.id },
      body: { id: newId(), conversationId: source.id, messageId: original.id },
    });
    expect(stolen).toMatchObject({ status: 404, body: { code: "message-not-found" } });
  });
});
