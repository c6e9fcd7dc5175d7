import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { SettingsUpdated, UpdateSettings } from "../../contract/conversation-settings.ts";
import { ReadPositions } from "../read-positions.ts";
import { Store } from "../store.ts";
import { conversation, conversationId as id, timeOf } from "../testing/examples.ts";
import { failOnReport } from "../testing/test-api.ts";
import { OwnSettings } from "./own-settings.ts";

const initial = conversation().settings;

/** The user's client, and a server whose answers and events arrive in the order that the test chooses. */
function world() {
  const store = new Store();
  store.update({ conversations: new Map([[id, conversation()]]) });
  let stored = initial;
  let changes = 0;
  const arrivals: (() => void)[] = [];
  const call = vi.fn();
  call.mockImplementation((_: string, { body }: { body: UpdateSettings }) => {
    const isRefused = body.notify === "nothing";
    if (!isRefused) save(body);
    const answer = { ...stored, changedAt: timeOf(changes) };
    return new Promise((resolve, reject) => {
      arrivals.push(() => (isRefused ? reject(new Error("refused")) : resolve(answer)));
    });
  });
  const readPositions = new ReadPositions({
    store,
    // No answer arrives.
    connection: { request: () => new Promise(() => {}) },
    me: () => undefined,
    recount: () => {},
    reportError: failOnReport,
  });
  const own = new OwnSettings({
    store,
    session: { call },
    readPositions,
  });
  /** Stores a change, by any of the user's devices, and announces it. */
  function save(change: UpdateSettings) {
    stored = { ...stored, ...change };
    changes++;
    const event: SettingsUpdated = {
      type: "settings.updated",
      conversationId: id,
      settings: stored,
      changedAt: timeOf(changes),
      unreadCount: changes,
      mentionCount: 0,
    };
    arrivals.push(() => own.receive(event));
  }
  const arrive = async (at: number) => {
    arrivals.splice(at % arrivals.length, 1)[0]?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  const shown = () => store.conversation(id);
  return { own, readPositions, save, arrivals, arrive, shown, stored: () => stored, changes: () => changes };
}

describe("A user's settings in a conversation", () => {
  test("show a change immediately, and the former settings after a refusal", async () => {
    const { own, arrive, shown } = world();
    const change = own.update(id, { notify: "nothing", isPinned: true });
    expect(shown()?.settings).toEqual({ ...initial, notify: "nothing", isPinned: true });
    const refused = expect(change).rejects.toThrow("refused");
    await arrive(0);
    await refused;
    expect(shown()?.settings).toEqual(initial);
  });

  test("keep a change on its way while the event of an earlier change arrives", async () => {
    const { own, arrive, shown } = world();
    const first = own.update(id, { isPinned: true });
    // The answer of the first change. Its event is late.
    await arrive(1);
    await first;
    const second = own.update(id, { isPinned: false });
    await arrive(0);
    expect(shown()?.settings.isPinned).toBe(false);
    await arrive(1);
    await second;
    expect(shown()?.settings.isPinned).toBe(false);
  });

  test.each(["all", "nothing"] as const)(
    "stay without a mark that the user removed by reading, although the server does not know it yet: %s",
    async (notify) => {
      const { own, readPositions, save, arrive, shown } = world();
      save({ unreadFrom: 1 });
      await arrive(0);
      const change = own.update(id, { notify }).catch(() => undefined);
      readPositions.markRead(id, 1);
      expect(shown()?.settings.unreadFrom).toBeNull();
      // The event of the change is late.
      await arrive(notify === "all" ? 1 : 0);
      await change;
      expect(shown()?.settings.unreadFrom).toBeNull();
      readPositions.stop();
    },
  );

  test("show a mark that the user sets again while the position that removed it is on its way", async () => {
    const { own, readPositions, save, arrive, shown } = world();
    save({ unreadFrom: 1 });
    await arrive(0);
    readPositions.markRead(id, 1);
    void own.update(id, { unreadFrom: 1 });
    expect(shown()?.settings.unreadFrom).toBe(1);
    readPositions.stop();
  });

  test("take changes as they arrive from a server that does not date them", () => {
    const { own, shown } = world();
    const settings = { ...initial, isArchived: true };
    own.receive({
      type: "settings.updated",
      conversationId: id,
      settings,
      unreadCount: 2,
      mentionCount: 1,
    });
    expect(shown()).toMatchObject({ settings, unreadCount: 2, mentionCount: 1 });
  });

  test("become those of the server, in whatever order answers and events arrive", async () => {
    const change = fc.record(
      {
        notify: fc.constantFrom("all", "mentions", "nothing"),
        isPinned: fc.boolean(),
        isArchived: fc.boolean(),
      },
      { requiredKeys: ["isPinned"] },
    );
    const step = fc.oneof(
      fc.record({ type: fc.constant("here" as const), change }),
      fc.record({ type: fc.constant("elsewhere" as const), change }),
      fc.record({ type: fc.constant("arrival" as const), at: fc.nat(20) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const { own, save, arrivals, arrive, shown, stored, changes } = world();
        for (const chosen of steps) {
          if (chosen.type === "elsewhere") save(chosen.change);
          else if (chosen.type === "here") own.update(id, chosen.change).catch(() => undefined);
          else if (arrivals.length > 0) await arrive(chosen.at);
        }
        while (arrivals.length > 0) await arrive(7);
        expect(shown()?.settings).toEqual(stored());
        if (changes() > 0) expect(shown()?.unreadCount).toBe(changes());
      }),
    );
  });
});
