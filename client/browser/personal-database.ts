import { type DBSchema, type IDBPDatabase, openDB } from "idb";

/** Opens a database of one user on this device. The end of the session deletes it. */
export function openPersonal<S extends DBSchema>(
  name: string,
  create: (database: IDBPDatabase<S>) => void,
): Promise<IDBPDatabase<S>> {
  const database = openDB<S>(name, 1, {
    upgrade: create,
    // The session has ended, and this tab or another one deletes the database.
    blocking: (_, __, event) => {
      if (event.target instanceof IDBDatabase) event.target.close();
    },
  });
  return database;
}
