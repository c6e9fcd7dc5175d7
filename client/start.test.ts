import { expect, test, vi } from "vitest";
import { ChatClient } from "./chat-client.ts";
import { type Snapshot, snapshotOf } from "./snapshot/snapshot.ts";
import { Store } from "./store.ts";
import { conversation } from "./testing/examples.ts";
import { failOnReport, signedIn, testApi } from "./testing/test-api.ts";

/** Starts a client whose socket stays closed. @returns the calls so far, and a function that ends the socket */
function start(snapshot?: Snapshot) {
  const api = testApi({ listConversations: () => ({ items: [], nextCursor: null }) });
  const fail: (() => void)[] = [];
  const client = new ChatClient({
    session: signedIn(api),
    socketUrl: "ws://localhost/ws",
    openSocket: () => ({
      readyState: 0,
      addEventListener: (type: string, listener: (event: { data: unknown }) => void) => {
        if (type === "close") fail.push(() => listener({ data: undefined }));
      },
      send: () => {},
      close: () => {},
    }),
    snapshots: { load: async () => snapshot, update: async () => {} },
    reportError: failOnReport,
  });
  client.start();
  const lists = () => api.calls.filter(({ name }) => name === "listConversations").length;
  return { client, lists, fail };
}

test("A client with a snapshot leaves loading the list to the connection, and loads it without one if that fails", async () => {
  const store = new Store();
  const { id } = conversation(3);
  store.update({ conversations: new Map([[id, conversation(3)]]) });
  const { client, lists, fail } = start(snapshotOf(store.state));
  await vi.waitFor(() => expect(client.state.conversations.size).toBe(1));
  await vi.waitFor(() => expect(fail).toHaveLength(1));
  expect(lists()).toBe(0);
  for (const end of fail.splice(0)) end();
  await vi.waitFor(() => expect(lists()).toBe(1));
  client.stop();
});

test("A client without a snapshot loads the list before the connection is open", async () => {
  const { client, lists } = start();
  await vi.waitFor(() => expect(lists()).toBe(1));
  expect(client.state.status).toBe("connecting");
  client.stop();
});
