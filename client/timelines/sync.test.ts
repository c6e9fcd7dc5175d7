import { expect, test } from "vitest";
import type { Answer } from "../connection/live-socket.ts";
import { Store } from "../store.ts";
import { conversation, conversationId, message } from "../testing/examples.ts";
import { signedIn, testApi } from "../testing/test-api.ts";
import { ThreadStore } from "../threads/thread-store.ts";
import { FetchedMessages } from "./fetched-messages.ts";
import { syncTimelines } from "./sync.ts";
import { TimelineStore } from "./timeline-store.ts";

/** A client that knows the first message, and a server that always has one more than the client names. */
function opened() {
  const store = new Store();
  const timelines = new TimelineStore({
    store,
    fetched: new FetchedMessages({ store, session: signedIn(testApi({})) }),
    threads: new ThreadStore(store),
    sync: async () => {},
    reportError: () => {},
  });
  store.update({ conversations: new Map([[conversationId, conversation(1)]]) });
  timelines.replaceAll(conversationId, [message(1)], { isAtEnd: true, revision: 0 });
  const asked: number[] = [];
  const sync = (before: (request: number) => void) =>
    syncTimelines(
      {
        store,
        timelines,
        inbox: { receive: (received) => timelines.receive(conversationId, received) },
        connection: {
          request: async (frame): Promise<Answer> => {
            if (frame.action !== "sync") throw new Error(`Not a sync: ${frame.action}`);
            const known = frame.conversations[conversationId] ?? 0;
            asked.push(known);
            before(asked.length);
            return { type: "sync", requestId: "", messages: [message(known + 1)], more: asked.length < 5 };
          },
        },
      },
      [conversationId],
    );
  return { store, timelines, asked, sync };
}

test("A sync continues after each page until the server has no more", async () => {
  const { timelines, asked, sync } = opened();
  await sync(() => {});
  expect(asked).toEqual([1, 2, 3, 4, 5]);
  expect(timelines.get(conversationId).messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
});

test("A sync ends when the user is removed from the conversation during a page, even if the server has more", async () => {
  const { store, asked, sync } = opened();
  await sync((request) => {
    if (request === 2) store.removeConversation(conversationId);
  });
  expect(asked).toEqual([1, 2]);
});
