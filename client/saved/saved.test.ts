import { describe, expect, test } from "vitest";
import { messageKey } from "../messages/message-key.ts";
import { Store } from "../store.ts";
import { conversationId, message, messageId, otherConversationId, timeOf } from "../testing/examples.ts";
import { failOnReport, Refusal, signedIn, testApi } from "../testing/test-api.ts";
import { Saved } from "./saved.ts";

const ref = { conversationId, messageId: messageId(1) };
const key = messageKey(ref.conversationId, ref.messageId);
const savedMessage = { savedAt: "2026-11-25T12:00:00.000Z", message: message(1) };
const event = (isSaved: boolean) => ({ type: "saved.updated" as const, ...ref, isSaved });

function client(handlers: Parameters<typeof testApi>[0] = {}) {
  const api = testApi(handlers);
  const store = new Store(failOnReport);
  const saved = new Saved({ store, session: signedIn(api) });
  return { api, saved, keys: () => [...store.state.savedKeys], set: () => store.state.savedKeys };
}

describe("The saved messages", () => {
  test("change before the server answers, and change back if it refuses", async () => {
    const { api, saved, keys } = client({ saveMessage: () => savedMessage });
    const saving = saved.set(ref, { isSaved: true });
    expect(keys()).toEqual([key]);
    await saving;
    expect(api.calls).toMatchObject([
      { name: "saveMessage", params: { id: conversationId, messageId: ref.messageId } },
    ]);
    api.on({
      unsaveMessage: () => {
        throw new Refusal("rate-limited");
      },
    });
    const removing = saved.set(ref, { isSaved: false });
    expect(keys()).toEqual([]);
    await expect(removing).rejects.toMatchObject({ status: 429 });
    expect(keys()).toEqual([key]);
  });

  test("change again once the server has saved one, so that a list which loaded before loads again", async () => {
    const { saved, set } = client({ saveMessage: () => savedMessage });
    const saving = saved.set(ref, { isSaved: true });
    const before = set();
    await saving;
    expect(set()).toEqual(before);
    expect(set()).not.toBe(before);
  });

  test("follow the user's other devices", () => {
    const { saved, keys } = client();
    saved.receive(event(true));
    saved.receive(event(true));
    expect(keys()).toEqual([key]);
    saved.receive(event(false));
    expect(keys()).toEqual([]);
  });

  test("are not those with the same id in another conversation", async () => {
    const { saved, keys } = client({
      listSavedIds: () => ({
        messageIds: [ref.messageId, messageId(2)],
        conversationIds: [otherConversationId, conversationId],
      }),
    });
    await saved.catchUp();
    const [away, second] = [
      messageKey(otherConversationId, ref.messageId),
      messageKey(conversationId, messageId(2)),
    ];
    expect(keys()).toEqual([away, second]);
    saved.receive({ ...event(true), changedAt: timeOf(2) });
    saved.receive({ ...event(false), conversationId: otherConversationId, changedAt: timeOf(1) });
    expect(keys()).toEqual([second, key]);
  });

  test("stay as they are when the late event of an own change arrives", async () => {
    const { saved, keys } = client({ saveMessage: () => savedMessage, unsaveMessage: () => undefined });
    await saved.set(ref, { isSaved: true });
    await saved.set(ref, { isSaved: false });
    saved.receive({ ...event(true), changedAt: savedMessage.savedAt });
    expect(keys()).toEqual([]);
  });

  test("stay as they are when a late event arrives", () => {
    const { saved, keys } = client({});
    saved.receive({ ...event(false), changedAt: timeOf(2) });
    saved.receive({ ...event(true), changedAt: timeOf(1) });
    expect(keys()).toEqual([]);
  });

  test("catch up with changes that were missed, and load again if one arrives meanwhile", async () => {
    const answers = [[messageId(2)], [messageId(1), messageId(2)]];
    const { api, saved, keys } = client({
      listSavedIds: () => {
        if (answers.length === 2) saved.receive(event(true));
        const messageIds = answers.shift() ?? [];
        return { messageIds, conversationIds: messageIds.map(() => conversationId) };
      },
    });
    await saved.catchUp();
    expect([keys(), api.calls.length]).toEqual([[key, messageKey(conversationId, messageId(2))], 2]);
  });

  test("are empty at a server of the previous release", async () => {
    const { saved, keys } = client({
      listSavedIds: () => {
        throw new Refusal("route-not-found");
      },
    });
    await saved.catchUp();
    expect(keys()).toEqual([]);
  });

  test("are listed page by page", async () => {
    const page = { items: [savedMessage], nextCursor: null };
    const { api, saved } = client({ listSaved: () => page });
    expect(await saved.list()).toEqual(page);
    await saved.list("1_2");
    expect(api.calls.map(({ query }) => query)).toEqual([{}, { cursor: "1_2" }]);
  });
});
