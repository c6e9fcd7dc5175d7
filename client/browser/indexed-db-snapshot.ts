import type { DBSchema } from "idb";
import type { UserId } from "../../contract/ids.ts";
import { personalPrefixes } from "../personal-prefixes.ts";
import { Snapshot, type SnapshotStore } from "../snapshot/snapshot.ts";
import { openPersonal } from "./personal-database.ts";

interface Schema extends DBSchema {
  snapshots: { key: "last"; value: Snapshot };
}

const nameFor = (userId: UserId) => personalPrefixes.snapshot + userId;

/** A snapshot that survives a restart of the browser. Each user on this device has one. */
export function indexedDbSnapshot(userId: UserId): SnapshotStore {
  const database = openPersonal<Schema>(nameFor(userId), (db) => {
    db.createObjectStore("snapshots");
  });
  return {
    // A snapshot of another release may not match the schema. It is then ignored.
    load: async () => Snapshot.safeParse(await (await database).get("snapshots", "last")).data,
    save: async (snapshot) => {
      await (await database).put("snapshots", snapshot, "last");
    },
  };
}
