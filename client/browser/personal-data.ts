import { deleteDB } from "idb";
import type { UserId } from "../../contract/ids.ts";
import { personalPrefixes } from "../personal-prefixes.ts";

const isPersonal = (name: string): boolean =>
  Object.values(personalPrefixes).some((prefix) => name.startsWith(prefix));

export interface DeletePersonalDataOptions {
  /** Holds the drafts. */
  storage: Storage;
  /** The user who is signed in. This user's data stays. */
  keep: UserId | undefined;
  /** The user who was signed in before, for browsers that cannot list their databases (Firefox before 126). */
  previous: UserId | undefined;
}

/** Deletes all users' drafts, unsent messages and snapshots from this device, except those of the user who stays. */
export async function deletePersonalData({
  storage,
  keep,
  previous,
}: DeletePersonalDataOptions): Promise<void> {
  const isKept = (name: string) => keep !== undefined && name.endsWith(keep);
  for (const key of Object.keys(storage)) {
    if (isPersonal(key) && !isKept(key)) storage.removeItem(key);
  }
  const { outbox, changes, snapshot } = personalPrefixes;
  const known = previous === undefined ? [] : [outbox, changes, snapshot].map((prefix) => prefix + previous);
  const listed = "databases" in indexedDB ? await indexedDB.databases() : [];
  const names = new Set([...known, ...listed.flatMap(({ name }) => name ?? [])]);
  const deleted = [...names].filter((name) => isPersonal(name) && !isKept(name));
  await Promise.all(deleted.map((name) => deleteDB(name)));
}
