import { describe, expect, test } from "vitest";
import { Store } from "../store.ts";
import { conversationId, message, messageId, timeOf } from "../testing/examples.ts";
import { failOnReport, Refusal, signedIn, testApi } from "../testing/test-api.ts";
import { Saved } from "./saved.ts";

const ref = { conversationId, messageId: messageId(1) };
const savedMessage = { savedAt: "2026-11-25T12:00:00.000Z", message: message(1) };
const event = (isSaved: boolean) => ({ type: "saved.updated" as const, ...ref, isSaved });

function client(handlers: Parameters<typeof testApi>[0] = {}) {
  const api = testApi(handlers);
  const store = new Store(failOnReport);
  const saved = new Saved({ store, session: signedIn(api) });
  return { api, saved, ids: () => [...store.state.savedIds], set: () => store.state.savedIds };
}

describe("The saved messages", () => {
  test("change before the server answers, and change back if it refuses", async () => {
    const { api, saved, ids } = client({ saveMessage: () => savedMessage });
    const saving = saved.set(ref, { isSaved: true });
    expect(ids()).toEqual([ref.messageId]);
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
    expect(ids()).toEqual([]);
    await expect(removing).rejects.toMatchObject({ status: 429 });
    expect(ids()).toEqual([ref.messageId]);
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
    const { saved, ids } = client();
    saved.receive(event(true));
    saved.receive(event(true));
    expect(ids()).toEqual([ref.messageId]);
    saved.receive(event(false));
    expect(ids()).toEqual([]);
  });

  test("stay as they are when the late event of an own change arrives", async () => {
    const { saved, ids } = client({ saveMessage: () => savedMessage, unsaveMessage: () => undefined });
    await saved.set(ref, { isSaved: true });
    await saved.set(ref, { isSaved: false });
    saved.receive({ ...event(true), changedAt: savedMessage.savedAt });
    expect(ids()).toEqual([]);
  });

  test("stay as they are when a late event arrives", () => {
    const { saved, ids } = client({});
    saved.receive({ ...event(false), changedAt: timeOf(2) });
    saved.receive({ ...event(true), changedAt: timeOf(1) });
    expect(ids()).toEqual([]);
  });

  test("catch up with changes that were missed, and load again if one arrives meanwhile", async () => {
    const answers = [[messageId(2)], [messageId(1), messageId(2)]];
    const { api, saved, ids } = client({
      listSavedIds: () => {
        if (answers.length === 2) saved.receive(event(true));
        return { messageIds: answers.shift() };
      },
    });
    await saved.catchUp();
    expect([ids(), api.calls.length]).toEqual([[messageId(1), messageId(2)], 2]);
  });

  test("are empty at a server of the previous release", async () => {
    const { saved, ids } = client({
      listSavedIds: () => {
        throw new Refusal("route-not-found");
      },
    });
    await saved.catchUp();
    expect(ids()).toEqual([]);
  });

  test("are listed page by page", async () => {
    const page = { items: [savedMessage], nextCursor: null };
    const { api, saved } = client({ listSaved: () => page });
    expect(await saved.list()).toEqual(page);
    await saved.list("1_2");
    expect(api.calls.map(({ query }) => query)).toEqual([{}, { cursor: "1_2" }]);
  });
});
