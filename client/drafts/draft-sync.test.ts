import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { SaveDraft, type Draft as ServerDraft } from "../../contract/drafts.ts";
import { ConversationId, MessageId } from "../../contract/ids.ts";
import { type ChatState, initialState } from "../chat-state.ts";
import { ada, conversationId, messageId, otherConversationId } from "../testing/examples.ts";
import { failOnReport, memoryStorage, Refusal, signedIn, testApi } from "../testing/test-api.ts";
import { type DraftPlace, draftPlace } from "./draft-place.ts";
import { DraftSync } from "./draft-sync.ts";
import { Drafts } from "./drafts.ts";
import { mergedText } from "./merged-text.ts";

const running: DraftSync[] = [];
afterEach(() => {
  for (const sync of running.splice(0)) sync.stop();
});

/** A server that keeps drafts, and the devices that are connected to it. */
function testServer() {
  const drafts = new Map<string, ServerDraft>();
  const devices = new Set<(draft: ServerDraft) => void>();
  let last = 0;
  const save = (id: ConversationId, body: unknown) => {
    const { content, threadId, basedOn } = SaveDraft.parse(body);
    const place = draftPlace(id, threadId);
    const known = drafts.get(place);
    if ((known?.content ?? "") === content) return known ?? { conversationId: id, content, revision: 0 };
    if ((known?.revision ?? 0) !== basedOn) throw new Refusal("draft-changed");
    const draft = { conversationId: id, ...(threadId && { threadId }), content, revision: ++last };
    if (content === "") drafts.delete(place);
    else drafts.set(place, draft);
    for (const announce of devices) announce(draft);
    return draft;
  };
  const api = testApi({
    listDrafts: () => ({ items: [...drafts.values()], nextCursor: null }),
    saveDraft: ({ params, body }) => save(ConversationId.parse(params.id), body),
  });
  return { api, drafts, devices };
}

type TestServer = ReturnType<typeof testServer>;

/** A browser, or a tab of one that shares its storage. */
function device(server: TestServer, storage = memoryStorage()) {
  let state: ChatState = initialState;
  const listeners = new Set<() => void>();
  const update = (change: Partial<ChatState>) => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };
  const drafts = new Drafts(storage, ada, failOnReport);
  const sync = new DraftSync({
    drafts,
    storage: { ...storage, keys: () => [...storage.entries.keys()] },
    userId: ada,
    session: signedIn(server.api),
    client: {
      get state() {
        return state;
      },
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    pauseMs: 1,
    reportError: failOnReport,
  });
  running.push(sync);
  const announce = (latestDraft: ServerDraft) => update({ latestDraft });
  sync.start();
  return {
    storage,
    drafts,
    write: (text: string, place: DraftPlace = conversationId) => drafts.change(place, { text }),
    text: (place: DraftPlace = conversationId) => drafts.get(place).text,
    save: () => sync.flush(),
    stop: () => sync.stop(),
    goOnline: async () => {
      server.devices.add(announce);
      update({ status: "live" });
      await sync.flush();
    },
    goOffline: () => {
      server.devices.delete(announce);
      update({ status: "offline" });
    },
  };
}

const thread = draftPlace(conversationId, messageId(1));

async function twoDevices() {
  const server = testServer();
  const [phone, laptop] = [device(server), device(server)];
  await phone.goOnline();
  await laptop.goOnline();
  return { server, phone, laptop };
}

test("A draft appears on the other devices, in a conversation and in a thread, and vanishes there once it is sent", async () => {
  const { server, phone, laptop } = await twoDevices();
  phone.write("hello");
  phone.write("in the thread", thread);
  await phone.save();
  expect([laptop.text(), laptop.text(thread)]).toEqual(["hello", "in the thread"]);
  laptop.write("");
  await laptop.save();
  expect([phone.text(), phone.text(thread)]).toEqual(["", "in the thread"]);
  expect([...server.drafts.keys()]).toEqual([thread]);
});

test("Drafts of threads in two conversations stay apart, although their roots have the same id", async () => {
  const { phone, laptop } = await twoDevices();
  const other = draftPlace(otherConversationId, messageId(1));
  phone.write("to Bob", thread);
  await phone.save();
  expect([phone.text(other), laptop.text(other)]).toEqual(["", ""]);
  phone.write("to Cem", other);
  await phone.save();
  expect([laptop.text(thread), laptop.text(other)]).toEqual(["to Bob", "to Cem"]);
});

test("A thread with the id of a conversation as its root has a draft of its own", async () => {
  const { phone, laptop } = await twoDevices();
  const disguised = draftPlace(otherConversationId, MessageId.parse(conversationId));
  phone.write("hello");
  phone.write("in the thread", disguised);
  await phone.save();
  expect([laptop.text(), laptop.text(disguised)]).toEqual(["hello", "in the thread"]);
});

test("A device that was offline while another one sent the draft does not bring it back", async () => {
  const { server, phone, laptop } = await twoDevices();
  phone.write("hello");
  await phone.save();
  laptop.goOffline();
  phone.write("");
  await phone.save();
  expect(laptop.text()).toBe("hello");
  await laptop.goOnline();
  expect(laptop.text()).toBe("");
  expect(server.drafts.size).toBe(0);
});

test("Text that both devices have changed is merged, with the later device's text first, and reaches both", async () => {
  const { server, phone, laptop } = await twoDevices();
  phone.write("hello");
  await phone.save();
  laptop.goOffline();
  laptop.write("on the train");
  phone.write("at home");
  await phone.save();
  await laptop.goOnline();
  expect(laptop.text()).toBe("on the train\n\nat home");
  expect(phone.text()).toBe("on the train\n\nat home");
  expect(server.drafts.get(conversationId)?.content).toBe("on the train\n\nat home");
});

test("Text that was written offline is saved with the next connection, and beats a removal", async () => {
  const { server, phone, laptop } = await twoDevices();
  phone.write("hello");
  await phone.save();
  laptop.goOffline();
  laptop.write("hello, and more");
  phone.write("");
  await phone.save();
  await laptop.goOnline();
  expect(phone.text()).toBe("hello, and more");
  expect(server.drafts.size).toBe(1);
});

test("Text that the user writes during a save stays, even if the event of the save comes first", async () => {
  const { server, phone } = await twoDevices();
  phone.write("hello");
  server.api.on({
    saveDraft: ({ body }) => {
      const { content } = SaveDraft.parse(body);
      phone.write("h");
      const draft = { conversationId, content, revision: 100 };
      for (const announce of server.devices) announce(draft);
      return draft;
    },
  });
  await phone.save();
  expect(phone.text()).toBe("h");
});

test("Two tabs of a browser save a text once, and the other tab recognizes the echo", async () => {
  const server = testServer();
  const one = device(server);
  const other = device(server, one.storage);
  await one.goOnline();
  await other.goOnline();
  one.write("hello");
  await Promise.all([one.save(), other.save()]);
  expect(server.api.calls.filter(({ name }) => name === "saveDraft")).toHaveLength(1);
  one.write("");
  await Promise.all([one.save(), other.save()]);
  expect([server.drafts.size, other.text()]).toEqual([0, ""]);
});

test("A text that the server refuses stays on the device and is sent again only once it has changed", async () => {
  const server = testServer();
  const phone = device(server);
  server.api.on({
    saveDraft: () => {
      throw new Refusal("too-many-drafts");
    },
  });
  await phone.goOnline();
  phone.write("one");
  await phone.save();
  await phone.save();
  phone.write("two");
  await phone.save();
  const sent = server.api.calls.filter(({ name }) => name === "saveDraft").map(({ body }) => body);
  expect(sent).toMatchObject([{ content: "one" }, { content: "two" }]);
  expect(phone.text()).toBe("two");
});

test("A save that ends after the user has signed out leaves nothing on the device", async () => {
  const server = testServer();
  const phone = device(server);
  await phone.goOnline();
  phone.write("secret");
  server.api.on({
    saveDraft: () => {
      phone.stop();
      phone.storage.entries.clear();
      return { conversationId, content: "secret", revision: 1 };
    },
  });
  await phone.save();
  expect([...phone.storage.entries]).toEqual([]);
});

test("A draft of an earlier release, which names no conversation, is saved too", async () => {
  const server = testServer();
  const stored = { [`chatflow.drafts.${conversationId}.${ada}`]: JSON.stringify({ text: "old" }) };
  await device(server, memoryStorage(stored)).goOnline();
  expect(server.drafts.get(conversationId)?.content).toBe("old");
});

test("A merged text contains both texts", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (here, elsewhere) => {
      const merged = mergedText(here, elsewhere);
      expect(merged).toContain(here);
      expect(merged).toContain(elsewhere);
    }),
  );
});

type Step = { at: 0 | 1; do: "write" | "send" | "offline" | "online" | "save" };
const step: fc.Arbitrary<Step> = fc.record({
  at: fc.constantFrom(0, 1),
  do: fc.constantFrom("write", "send", "offline", "online", "save"),
});

test("Drafts that an earlier release stored together are taken over", () => {
  const storage = memoryStorage({ [`chatflow.drafts.${ada}`]: JSON.stringify({ [conversationId]: "old" }) });
  expect(device(testServer(), storage).text()).toBe("old");
  expect([...storage.entries.keys()]).toEqual([`chatflow.drafts.${conversationId}.${ada}`]);
});

test("Drafts that an earlier release stored by the roots of their threads are moved, and none is lost", async () => {
  const server = testServer();
  const root = messageId(1);
  const stored = (text: string) => JSON.stringify({ text, conversationId, replyTo: messageId(2) });
  const known = JSON.stringify({ conversationId, text: "old", revision: 0 });
  const storage = memoryStorage({
    [`chatflow.drafts.${root}.${ada}`]: stored("old"),
    [`chatflow.drafts.saved.${root}.${ada}`]: known,
    [`chatflow.drafts.${conversationId}.${ada}`]: stored("hello"),
  });
  const laptop = device(server, storage);
  expect([laptop.text(), laptop.text(thread)]).toEqual(["hello", "old"]);
  expect(laptop.drafts.get(thread).replyTo).toBe(messageId(2));
  expect([...storage.entries.keys()].sort()).toEqual(
    [conversationId, thread, `saved.${thread}`].map((place) => `chatflow.drafts.${place}.${ada}`).sort(),
  );
  await laptop.goOnline();
  expect(laptop.text(thread)).toBe("");
});

test("Two devices that write, send and miss changes in any order end with the same text, which has every word that neither has sent", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
      const { server, phone, laptop } = await twoDevices();
      const devices = [phone, laptop] as const;
      const sent: string[] = [];
      let words = 0;
      for (const { at, do: action } of steps) {
        const one = devices[at];
        if (action === "write") one.write(`${one.text()} word${++words}.`);
        else if (action === "send") {
          sent.push(one.text());
          one.write("");
        } else if (action === "offline") one.goOffline();
        else if (action === "online") await one.goOnline();
        else await one.save();
      }
      for (let round = 0; round < 3; round++)
        for (const one of devices) {
          await one.goOnline();
          await one.save();
        }
      await expect.poll(() => phone.text()).toBe(laptop.text());
      expect(server.drafts.get(conversationId)?.content ?? "").toBe(phone.text());
      const all = [...sent, phone.text()].join(" ");
      for (let word = 1; word <= words; word++) expect(all).toContain(`word${word}.`);
    }),
    { numRuns: 40 },
  );
});
