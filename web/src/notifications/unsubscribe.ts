/** Returns the page's service worker, or undefined if the browser does not support Web Push. */
export async function registration(): Promise<ServiceWorkerRegistration | undefined> {
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) return undefined;
  return navigator.serviceWorker.getRegistration();
}

/**
 * Unsubscribes this browser from Web Push, and closes the notifications that it shows. The end of a session removes the
 * subscription from the server.
 * @returns the subscription's address, if there was one
 */
export async function unsubscribe(): Promise<string | undefined> {
  const worker = await registration();
  if (!worker) return undefined;
  for (const notification of await worker.getNotifications()) notification.close();
  const subscription = await worker.pushManager.getSubscription();
  await subscription?.unsubscribe();
  return subscription?.endpoint;
}
