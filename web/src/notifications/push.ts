import type { Session } from "../../../client/session/session.ts";

/** The browser's own subscription, if it has one; undefined where it knows no pushes. */
async function registration(): Promise<ServiceWorkerRegistration | undefined> {
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) return undefined;
  return navigator.serviceWorker.getRegistration();
}

/** Whether this browser can be reached while no page is open, and whether it is. */
export async function pushState(): Promise<"impossible" | "off" | "on"> {
  const worker = await registration();
  if (!worker) return "impossible";
  return (await worker.pushManager.getSubscription()) ? "on" : "off";
}

/**
 * Has this browser told of messages while no page is open. Its permission must have been given.
 * @throws ProblemError  when the server cannot be reached; DOMException when the browser's push service cannot
 */
export async function turnPushOn(session: Session): Promise<void> {
  const worker = await registration();
  const { publicKey } = await session.call("pushKey", {});
  const subscription = await worker?.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: publicKey,
  });
  const { endpoint = "", keys = {} } = subscription?.toJSON() ?? {};
  const { p256dh = "", auth = "" } = keys;
  await session.call("addPushSubscription", { body: { endpoint, keys: { p256dh, auth } } });
}

/** Ends that; also for the server, as soon as it can be reached. */
export async function turnPushOff(session: Session): Promise<void> {
  const subscription = await (await registration())?.pushManager.getSubscription();
  if (!subscription) return;
  await subscription.unsubscribe();
  await session.call("removePushSubscription", { query: { endpoint: subscription.endpoint } });
}
