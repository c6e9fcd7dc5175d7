import type { DBSchema } from "idb";
import type { UserId } from "../../contract/ids.ts";
import { personalPrefixes } from "../personal-prefixes.ts";
import { Snapshot, type SnapshotStore } from "../snapshot/snapshot.ts";
import { openPersonal } from "./personal-database.ts";

interface Schema extends DBSchema {
  /** `writer` names the tab that has stored `last`. */
  snapshots: { key: "last" | "writer"; value: unknown };
}

const nameFor = (userId: UserId) => personalPrefixes.snapshot + userId;

/** A snapshot that survives a restart of the browser. Each user on this device has one. */
export function indexedDbSnapshot(userId: UserId): SnapshotStore {
  const database = openPersonal<Schema>(nameFor(userId), (db) => {
    db.createObjectStore("snapshots");
  });
  const thisTab = crypto.randomUUID();
  let written: Snapshot | undefined;
  return {
    // A snapshot of another release may not match the schema. It is then ignored.
    load: async () => Snapshot.safeParse(await (await database).get("snapshots", "last")).data,
    update: async (change) => {
      // A transaction that writes waits for those of other tabs.
      const transaction = (await database).transaction("snapshots", "readwrite");
      const { store, done } = transaction;
      const isOwn = (await store.get("writer")) === thisTab;
      const stored = isOwn ? written : Snapshot.safeParse(await store.get("last")).data;
      const changed = change(stored);
      await Promise.all([store.put(changed, "last"), store.put(thisTab, "writer"), done]);
      written = changed;
    },
  };
}
