import type { DBSchema } from "idb";
import * as z from "zod/mini";
import type { MessageId, UserId } from "../../contract/ids.ts";
import { type Outbox, OutboxMessage } from "../outbox/outbox.ts";
import { personalPrefixes } from "./personal-data.ts";
import { openPersonal } from "./personal-database.ts";

interface Schema extends DBSchema {
  messages: { key: MessageId; value: OutboxMessage };
}

const nameFor = (userId: UserId) => personalPrefixes.outbox + userId;

/** An outbox that survives a reload of the page. Each user on this device has one. */
export function indexedDbOutbox(userId: UserId): Outbox {
  const database = openPersonal<Schema>(nameFor(userId), (db) => {
    db.createObjectStore("messages", { keyPath: "id" });
  });
  return {
    // IndexedDB returns them sorted by key. Ids of version 7 sort by time.
    load: async () => z.array(OutboxMessage).parse(await (await database).getAll("messages")),
    put: async (message) => {
      await (await database).put("messages", message);
    },
    remove: async (id) => {
      await (await database).delete("messages", id);
    },
  };
}
