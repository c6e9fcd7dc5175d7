import { describe, expect, test } from "vitest";
import { EmojiId, PictureId } from "../../contract/ids.ts";
import { Store } from "../store.ts";
import { ada } from "../testing/examples.ts";
import { failOnReport, Refusal, signedIn, testApi } from "../testing/test-api.ts";
import { CustomEmojis } from "./custom-emoji.ts";

const idOf = (number: number) => EmojiId.parse(`00000005-0000-4000-8000-00000000000${number}`);
const emoji = (number: number) => ({
  id: idOf(number),
  name: `emoji${number}`,
  createdBy: ada,
  createdAt: "2026-11-25T12:00:00.000Z",
});
const added = (revision: number, number: number) => ({
  type: "emoji.updated" as const,
  revision,
  id: idOf(number),
  emoji: emoji(number),
});
const deleted = (revision: number, number: number) => ({
  type: "emoji.updated" as const,
  revision,
  id: idOf(number),
});

/** A client of a server whose list is `current`. */
function client(current: { revision: number; items: ReturnType<typeof emoji>[] }) {
  const api = testApi({
    listEmoji: ({ query }) =>
      query.revision === String(current.revision) ? { revision: current.revision } : current,
  });
  const store = new Store(failOnReport);
  const emojis = new CustomEmojis({ store, session: signedIn(api), reportError: failOnReport });
  const names = () => [...(store.state.emoji?.keys() ?? ["not loaded"])];
  return { api, emojis, names, current };
}

describe("The emoji of the workspace", () => {
  test("load once, when they are first needed", async () => {
    const { api, emojis, names } = client({ revision: 1, items: [emoji(1)] });
    emojis.receive(added(1, 1));
    await emojis.catchUp();
    expect([names(), api.calls.length]).toEqual([["not loaded"], 0]);
    await Promise.all([emojis.ensure(), emojis.ensure()]);
    await emojis.ensure();
    expect([names(), api.calls.length]).toEqual([["emoji1"], 1]);
  });

  test("follow events, and ignore repeated ones", async () => {
    const { api, emojis, names } = client({ revision: 1, items: [emoji(1)] });
    await emojis.ensure();
    emojis.receive(added(2, 2));
    emojis.receive(deleted(3, 1));
    emojis.receive(added(2, 2));
    emojis.receive(added(1, 1));
    expect([names(), api.calls.length]).toEqual([["emoji2"], 1]);
  });

  test("load again after an event was missed", async () => {
    const { emojis, names, current } = client({ revision: 1, items: [emoji(1)] });
    await emojis.ensure();
    Object.assign(current, { revision: 3, items: [emoji(2), emoji(3)] });
    emojis.receive(added(3, 3));
    await expect.poll(names).toEqual(["emoji2", "emoji3"]);
  });

  test("load again if an event arrives before a list that lacks its change", async () => {
    const { api, emojis, names, current } = client({ revision: 1, items: [emoji(1)] });
    api.on({
      listEmoji: () => {
        const answer = { ...current };
        Object.assign(current, { revision: 2, items: [emoji(1), emoji(2)] });
        emojis.receive(added(2, 2));
        return answer;
      },
    });
    await emojis.ensure();
    expect([names(), api.calls.length]).toEqual([["emoji1", "emoji2"], 2]);
  });

  test("catch up after a lost connection, and ask only for a list that has changed", async () => {
    const { api, emojis, names, current } = client({ revision: 1, items: [emoji(1)] });
    await emojis.ensure();
    await emojis.catchUp();
    expect([names(), api.calls.at(-1)?.query]).toEqual([["emoji1"], { revision: "1" }]);
    Object.assign(current, { revision: 2, items: [] });
    await emojis.catchUp();
    expect(names()).toEqual([]);
  });

  test("contain a new one as soon as it is added, and lack a deleted one as soon as it is deleted", async () => {
    const { api, emojis, names, current } = client({ revision: 1, items: [] });
    api.on({
      addEmoji: () => {
        Object.assign(current, { revision: 2, items: [emoji(1)] });
        return emoji(1);
      },
      deleteEmoji: () => {
        Object.assign(current, { revision: 3, items: [] });
        return undefined;
      },
    });
    const pictureId = PictureId.parse(idOf(1));
    expect(await emojis.add("emoji1", pictureId)).toEqual(emoji(1));
    expect([names(), api.calls[0]?.body]).toEqual([["emoji1"], { name: "emoji1", pictureId }]);
    await emojis.delete(idOf(1));
    expect(names()).toEqual([]);
  });

  test("are empty at a server of the previous release", async () => {
    const { api, emojis, names } = client({ revision: 1, items: [] });
    api.on({
      listEmoji: () => {
        throw new Refusal("route-not-found");
      },
    });
    await emojis.ensure();
    expect(names()).toEqual([]);
  });
});
