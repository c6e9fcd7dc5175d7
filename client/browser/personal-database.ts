import { type DBSchema, type IDBPDatabase, openDB } from "idb";

/** Opens a database that somebody has on this device, and that goes when they sign out. */
export function openPersonal<S extends DBSchema>(
  name: string,
  create: (database: IDBPDatabase<S>) => void,
): Promise<IDBPDatabase<S>> {
  const database = openDB<S>(name, 1, {
    upgrade: create,
    // Somebody signs out in another tab.
    blocking: (_, __, event) => {
      if (event.target instanceof IDBDatabase) event.target.close();
    },
  });
  // Reported by whoever first uses it.
  database.catch(() => {});
  return database;
}
