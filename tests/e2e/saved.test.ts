import { beforeAll, describe, expect, inject, test } from "vitest";
import { messageKey } from "../../client/messages/message-key.ts";
import { newBot, untilLive } from "../support/bots.ts";
import { eventually } from "../support/eventually.ts";
import { newPeople, type Person } from "../support/people.ts";

const { url } = inject("stack");

let ann: Person;
let ben: Person;
beforeAll(async () => {
  [ann, ben] = await newPeople(url, 2);
});

describe("A saved message, over REST and WebSocket,", () => {
  test("is listed for its user, and only the user's own devices receive the change", async () => {
    const { id } = await ann.startGroup([ben]);
    const { body: message } = await ann.send(id, "for later");
    const [anns, phone] = await Promise.all([ann.connect(), ben.connect()]);
    const params = { id, messageId: message.id };
    const saved = await ben.call("saveMessage", { params });
    expect(saved.message).toEqual(message);
    expect(await phone.nextOf("saved.updated")).toEqual({
      type: "saved.updated",
      conversationId: id,
      messageId: message.id,
      isSaved: true,
      changedAt: saved.savedAt,
    });
    expect(await ben.call("listSaved")).toEqual({ items: [saved], nextCursor: null });
    expect(await ben.call("listSavedIds")).toEqual({
      messageIds: [message.id],
      conversationIds: [id],
    });
    await ben.call("unsaveMessage", { params });
    expect(await phone.nextOf("saved.updated")).toMatchObject({ isSaved: false });
    expect((await ben.call("listSaved")).items).toEqual([]);
    await ann.send(id, "the end");
    const received = await anns.next(
      (frame): frame is typeof frame =>
        frame.type === "saved.updated" || (frame.type === "message.created" && frame.message.seq === 2),
    );
    expect(received.type).toBe("message.created");
    await Promise.all([anns.close(), phone.close()]);
  });

  test("is known to a client that was stopped while another device saved it", async () => {
    const bot = await newBot(url);
    try {
      await untilLive(bot);
      const id = await bot.client.conversations.create([ann.id]);
      const { body: message } = await ann.send(id, "missed");
      bot.client.stop();
      await bot.session.call("saveMessage", { params: { id, messageId: message.id } });
      bot.client.start();
      await eventually(() => expect([...bot.client.state.savedKeys]).toEqual([messageKey(id, message.id)]));
      await bot.client.saved.set({ conversationId: id, messageId: message.id }, { isSaved: false });
      expect((await bot.client.saved.list()).items).toEqual([]);
    } finally {
      bot.stop();
    }
  });
});
