/** A request to a database of the page. */
export interface StoredValue {
  database: string;
  store: string;
  /** The request to the store, in JavaScript. */
  request: string;
}

/**
 * Reads from a database of the page, or `undefined` if the page has not created it yet. The code runs in the page. It
 * must not create the database, because the page would then find it without its object store.
 */
export const storedValue = ({ database, store, request }: StoredValue): string => `new Promise((resolve) => {
  const opening = indexedDB.open("${database}");
  opening.onupgradeneeded = () => opening.transaction.abort();
  opening.onerror = () => resolve(undefined);
  opening.onblocked = () => resolve(undefined);
  opening.onsuccess = () => {
    const database = opening.result;
    const end = (value) => {
      database.close();
      resolve(value);
    };
    if (!database.objectStoreNames.contains("${store}")) return end(undefined);
    const getting = database.transaction("${store}").objectStore("${store}").${request};
    getting.onerror = () => end(undefined);
    getting.onsuccess = () => end(getting.result);
  };
})`;
