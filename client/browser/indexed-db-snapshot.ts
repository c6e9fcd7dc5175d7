import { type DBSchema, deleteDB } from "idb";
import type { UserId } from "../../contract/ids.ts";
import { Snapshot, type SnapshotStore } from "../snapshot/snapshot.ts";
import { openPersonal } from "./personal-database.ts";

interface Schema extends DBSchema {
  snapshots: { key: "last"; value: Snapshot };
}

const nameFor = (userId: UserId) => `chatflow.snapshot.${userId}`;

/** A snapshot that survives the end of the browser. Each person on this device has one. */
export function indexedDbSnapshot(userId: UserId): SnapshotStore {
  const database = openPersonal<Schema>(nameFor(userId), (db) => {
    db.createObjectStore("snapshots");
  });
  return {
    // One of another version of the page may not fit: then there is none.
    load: async () => Snapshot.safeParse(await (await database).get("snapshots", "last")).data,
    save: async (snapshot) => {
      await (await database).put("snapshots", snapshot, "last");
    },
  };
}

/** Removes what somebody has read, when they sign out of this device. */
export const deleteSnapshot = (userId: UserId): Promise<void> => deleteDB(nameFor(userId));
